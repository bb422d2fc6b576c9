#include "server/sim/lab/picture.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

namespace goldenfour::sim::lab {
namespace {

constexpr double kPanelWidth = 430;
constexpr double kPanelHeight = 250;
constexpr double kLeft = 56;
constexpr double kTop = 44;
constexpr double kInner = 150;  // height of the plot within a panel
constexpr double kInnerWidth = 350;
constexpr double kLegend = 64;
constexpr const char* kOurs = "#0b6e4f";
constexpr const char* kTheirs = "#c0392b";
constexpr const char* kGrey = "#999";

std::string number(double value, int digits = 1) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string line(double x1, double y1, double x2, double y2, const char* colour,
                 const char* extra = "") {
  return "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) +
         "\" y2=\"" + number(y2) + "\" stroke=\"" + colour + "\" " + extra + "/>\n";
}

std::string words(double x, double y, const std::string& text, const char* anchor = "start",
                  const char* extra = "") {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\" " +
         extra + ">" + text + "</text>\n";
}

std::string dot(double x, double y, const char* colour) {
  return "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"4\" fill=\"" + colour +
         "\"/>\n";
}

std::string short_name(dispatch::Strategy strategy) {
  switch (strategy) {
    case dispatch::Strategy::kExpectedSurvival:
      return "Golden Four";
    case dispatch::Strategy::kGoodSam:
      return "GoodSAM";
    case dispatch::Strategy::kPulsePoint:
      return "PulsePoint";
    case dispatch::Strategy::kHartslagNu:
      return "HartslagNu";
    case dispatch::Strategy::kDenmark:
      return "Denmark";
    case dispatch::Strategy::kRegionDerLebensretter:
      return "RdL";
  }
  return {};
}

/// A stretch of numbers shown on a stretch of the picture.
struct Axis {
  double from, to, at_from, at_to;
  double at(double value) const {
    return at_from + (value - from) / (to - from) * (at_to - at_from);
  }
};

double step_of(double range, int about) {
  const double rough = range / about;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0})
    if (rough <= factor * power) return factor * power;
  return 10 * power;
}

using Rows = std::vector<const Comparison*>;

/// Names beside points, each moved down until it covers no earlier one.
class Labels {
 public:
  std::string place(double x, double y, const std::string& text) {
    constexpr double kWide = 64;
    constexpr double kHigh = 11;
    const auto covers = [&](const std::pair<double, double>& other) {
      return std::abs(other.first - x) < kWide && std::abs(other.second - y) < kHigh;
    };
    while (std::any_of(placed_.begin(), placed_.end(), covers)) y += kHigh / 2;
    placed_.emplace_back(x, y);
    return words(x, y, text);
  }

 private:
  std::vector<std::pair<double, double>> placed_;
};

/// Survival over people woken.
std::string survival_panel(const Rows& rows, double x, double y, const std::string& title) {
  double low = 1, high = 0, most = 0;
  for (const Comparison* row : rows) {
    low = std::min({low, row->theirs.larsen.low, row->ours.larsen.low});
    high = std::max({high, row->theirs.larsen.high, row->ours.larsen.high});
    most = std::max({most, row->theirs.alerts.mean, row->ours.alerts.mean});
  }
  const double step = step_of((high - low) * 100, 4) / 100;
  low = std::floor(low / step) * step;
  high = std::ceil(high / step) * step;
  const Axis across{0, most * 1.15, x + kLeft, x + kLeft + kInnerWidth};
  const Axis up{low, high, y + kTop + kInner, y + kTop};
  std::string out = words(x + kLeft, y + 24, title, "start", "font-weight=\"bold\"");
  for (double value = low; value <= high + step / 2; value += step) {
    out += line(across.at_from, up.at(value), across.at_to, up.at(value), "#e4e4e4");
    out += words(across.at_from - 6, up.at(value) + 4, number(value * 100) + " %", "end");
  }
  const double tick = step_of(most, 6);
  for (double value = 0; value <= across.to; value += tick)
    out += words(across.at(value), up.at_from + 16, number(value, tick < 1 ? 1 : 0), "middle");
  out += words((across.at_from + across.at_to) / 2, up.at_from + 32, "people woken per incident",
               "middle");
  Labels labels;
  for (const Comparison* row : rows) {
    const auto mark = [&](const Figures& figures, const char* colour) {
      const double at = across.at(figures.alerts.mean);
      out += line(at, up.at(figures.larsen.low), at, up.at(figures.larsen.high), colour,
                  "stroke-width=\"1.5\"");
      out += dot(at, up.at(figures.larsen.mean), colour);
    };
    out += line(across.at(row->theirs.alerts.mean), up.at(row->theirs.larsen.mean),
                across.at(row->ours.alerts.mean), up.at(row->ours.larsen.mean), kGrey,
                "stroke-dasharray=\"2 3\"");
    mark(row->theirs, kTheirs);
    mark(row->ours, kOurs);
    out += labels.place(across.at(row->theirs.alerts.mean) + 6, up.at(row->theirs.larsen.mean) + 13,
                        short_name(row->baseline));
  }
  return out;
}

/// Median and 90 % of the minutes to CPR (filled) and to shock (hollow), baseline above ours.
std::string minutes_panel(const Rows& rows, double x, double y) {
  double most = 0;
  for (const Comparison* row : rows)
    most = std::max({most, row->theirs.shock_90, row->ours.shock_90});
  const Axis across{0, most * 1.05, x + kLeft + 24, x + kLeft + kInnerWidth};
  const double bottom = y + kTop + kInner;
  std::string out = words(x + kLeft, y + 24, "minutes to CPR (thick) and to shock (thin)", "start",
                          "font-weight=\"bold\"");
  const double tick = step_of(most, 6);
  for (double value = 0; value <= across.to; value += tick) {
    out += line(across.at(value), y + kTop - 6, across.at(value), bottom, "#e4e4e4");
    out += words(across.at(value), bottom + 16, number(value, 0), "middle");
  }
  out += words((across.at_from + across.at_to) / 2, bottom + 32, "dot: median, end of line: 90 %",
               "middle");
  const double height = kInner / static_cast<double>(std::max<std::size_t>(1, rows.size()));
  double at = y + kTop;
  for (const Comparison* row : rows) {
    out += words(across.at_from - 6, at + height / 2 + 2, short_name(row->baseline), "end");
    const auto bar = [&](double median, double ninety, double where, const char* colour,
                         const char* width) {
      out += line(across.at(median), where, across.at(ninety), where, colour, width);
      out += dot(across.at(median), where, colour);
    };
    const char* thick = "stroke-width=\"3.5\"";
    const char* thin = "stroke-width=\"1.2\"";
    bar(row->theirs.cpr_median, row->theirs.cpr_90, at + height * 0.14, kTheirs, thick);
    bar(row->theirs.shock_median, row->theirs.shock_90, at + height * 0.36, kTheirs, thin);
    bar(row->ours.cpr_median, row->ours.cpr_90, at + height * 0.58, kOurs, thick);
    bar(row->ours.shock_median, row->ours.shock_90, at + height * 0.80, kOurs, thin);
    at += height;
  }
  return out;
}

std::string legend(const std::string& behaviour) {
  return words(16, 24, "Golden Four beside published rules, waking no more people", "start",
               "font-size=\"16\" font-weight=\"bold\"") +
         dot(22, 42, kOurs) + words(32, 46, "Golden Four at that rule's alerts") +
         dot(262, 42, kTheirs) + words(272, 46, "the published rule") +
         words(394, 46,
               "whiskers: 95 % over seeds, not paired; survival by Larsen 1993; behaviour: " +
                   behaviour);
}

}  // namespace

std::string draw_picture(const std::vector<Comparison>& study, const std::string& behaviour) {
  std::vector<std::pair<std::string, Rows>> panels;
  for (const Comparison& row : study) {
    if (row.behaviour != behaviour) continue;
    const std::string title =
        row.world + ", " + number(row.responders_per_km2, 0) + " responders per km² around a call";
    if (panels.empty() || panels.back().first != title) panels.push_back({title, {}});
    panels.back().second.push_back(&row);
  }
  const double height = kLegend + kPanelHeight * static_cast<double>(panels.size());
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
                    number(2 * kPanelWidth, 0) + " " + number(height, 0) +
                    "\" font-family=\"sans-serif\" font-size=\"11\">\n"
                    "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" +
                    legend(behaviour);
  double y = kLegend;
  for (const auto& [title, rows] : panels) {
    out += survival_panel(rows, 0, y, title);
    out += minutes_panel(rows, kPanelWidth, y);
    y += kPanelHeight;
  }
  return out + "</svg>\n";
}

}  // namespace goldenfour::sim::lab
