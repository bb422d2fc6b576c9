#include "clients/cli/lab_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "clients/cli/terminal.h"

namespace goldenfour::cli {
namespace {

using sim::lab::Comparison;
using sim::lab::Figures;
using sim::lab::Interval;

std::string percent(const Interval& interval) {
  return fmt::format("{:.1f} ±{:.1f}", interval.mean * 100, (interval.high - interval.mean) * 100);
}

std::string signed_percent(const Interval& interval) {
  return fmt::format("{:+.1f} ({:+.1f} … {:+.1f})", interval.mean * 100, interval.low * 100,
                     interval.high * 100);
}

std::string figure(double value) {
  return fmt::format("{:.1f}", value);
}

std::string field_title(const Comparison& row) {
  return fmt::format("{}, {:g}/km², {}", row.world, row.responders_per_km2, row.behaviour);
}

std::string_view verdict(const Comparison& row, const Texts& t) {
  if (row.is_better() && row.is_as_quiet()) return t("better", "更好");
  if (row.larsen_gain.high < 0 || row.valenzuela_gain.high < 0) return t("WORSE", "更差");
  if (!row.is_as_quiet()) return t("WAKES MORE", "惊动更多人");
  return t("not shown better", "未证明更好");
}

std::vector<std::string> cells(std::string name, const Figures& f, std::string gain,
                               std::string gain2, std::string word) {
  return {std::move(name),
          percent(f.larsen),
          percent(f.valenzuela),
          figure(f.alerts.mean),
          fmt::format("{:.1f} / {:.1f} / {:.1f}", f.cpr_mean.mean, f.cpr_median, f.cpr_90),
          fmt::format("{:.1f} / {:.1f} / {:.1f}", f.shock_mean.mean, f.shock_median, f.shock_90),
          fmt::format("{:.2f}", f.redundant),
          fmt::format("{:.2f}", f.in_vain),
          std::move(gain),
          std::move(gain2),
          std::move(word)};
}

std::string columns_of(const Figures& f) {
  return fmt::format(",{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
                     f.larsen.mean, f.larsen.low, f.larsen.high, f.valenzuela.mean,
                     f.valenzuela.low, f.valenzuela.high, f.alerts.mean, f.alerts.low,
                     f.alerts.high, f.alerts_median, f.alerts_90, f.cpr_mean.mean, f.cpr_median,
                     f.cpr_90, f.shock_mean.mean, f.shock_median, f.shock_90, f.accepted,
                     f.arrivals, f.redundant, f.in_vain);
}

std::string names_of(const char* whose) {
  std::string out;
  for (const char* name :
       {"larsen",           "larsen_low",   "larsen_high",    "valenzuela",  "valenzuela_low",
        "valenzuela_high",  "alerts",       "alerts_low",     "alerts_high", "alerts_median",
        "alerts_90",        "cpr_min",      "cpr_min_median", "cpr_min_90",  "shock_min",
        "shock_min_median", "shock_min_90", "accepted",       "arrivals",    "redundant",
        "aed_in_vain"})
    out += fmt::format(",{}_{}", whose, name);
  return out;
}

std::string columns_of(const Interval& interval) {
  return fmt::format(",{},{},{}", interval.mean, interval.low, interval.high);
}

using Behaviours = std::vector<std::string>;

Behaviours behaviours_of(const std::vector<Comparison>& study) {
  Behaviours names;
  for (const Comparison& row : study)
    if (std::find(names.begin(), names.end(), row.behaviour) == names.end())
      names.push_back(row.behaviour);
  return names;
}

/// Both gains in points of survival, and what is not as it should be.
std::string gains(const Comparison& row) {
  const Texts english(Language::kEnglish);
  const bool fine = row.is_better() && row.is_as_quiet();
  const std::string flaw = fine ? "" : fmt::format(" {}", verdict(row, english));
  return fmt::format("{:+.1f} / {:+.1f}{}", row.larsen_gain.mean * 100,
                     row.valenzuela_gain.mean * 100, flaw);
}

/// One line a world, density and rule; a column each behaviour.
std::string summary(const std::vector<Comparison>& study) {
  const Behaviours behaviours = behaviours_of(study);
  std::string out = "| world, per km² | rule | woken, theirs → ours |";
  std::string rule = "|---|---|---|";
  for (const std::string& name : behaviours) {
    out += fmt::format(" {} |", name);
    rule += "---|";
  }
  out += "\n" + rule + "\n";
  const auto same_line = [](const Comparison& a, const Comparison& b) {
    return a.world == b.world && a.responders_per_km2 == b.responders_per_km2 &&
           a.baseline == b.baseline;
  };
  for (const Comparison& first : study) {
    if (first.behaviour != behaviours.front()) continue;
    out += fmt::format("| {}, {:g} | {} | {:.1f} → {:.1f} |", first.world, first.responders_per_km2,
                       dispatch::text_of(first.baseline), first.theirs.alerts.mean,
                       first.ours.alerts.mean);
    for (const Comparison& row : study)
      if (same_line(first, row)) out += fmt::format(" {} |", gains(row));
    out += "\n";
  }
  return out;
}

}  // namespace

void print_study(std::ostream& out, const std::vector<Comparison>& study, const Texts& t,
                 bool colour) {
  std::string title;
  std::vector<std::string> header{t.str("policy", "策略"),
                                  t.str("Larsen %", "Larsen %"),
                                  t.str("Valenzuela %", "Valenzuela %"),
                                  t.str("woken", "惊动人数"),
                                  t.str("CPR min (mean/median/90 %)", "按压 分钟(均值/中位/90%)"),
                                  t.str("shock min", "电击 分钟"),
                                  t.str("redundant", "多余到场"),
                                  t.str("AED in vain", "AED 白跑"),
                                  t.str("gain, Larsen", "增益 Larsen"),
                                  t.str("gain, Valenzuela", "增益 Valenzuela"),
                                  ""};
  Table table(header);
  const auto flush = [&] {
    if (!table.empty()) table.print(out, colour);
    table = Table(header);
  };
  for (const Comparison& row : study) {
    if (field_title(row) != title) {
      flush();
      title = field_title(row);
      out << '\n'
          << tinted(title, Tone::kStrong, colour) << fmt::format("  (n = {})\n", row.incidents);
    }
    table.add(cells(std::string(dispatch::text_of(row.baseline)), row.theirs, "", "", ""));
    table.add(cells(fmt::format("  {} λ={:.5f}", t("ours", "我们"), row.lambda), row.ours,
                    signed_percent(row.larsen_gain), signed_percent(row.valenzuela_gain),
                    std::string(verdict(row, t))));
  }
  flush();
  const auto better = std::count_if(study.begin(), study.end(), [](const Comparison& row) {
    return row.is_better() && row.is_as_quiet();
  });
  out << '\n'
      << fmt::format(fmt::runtime(t("ours is better, intervals above 0 under both models and no "
                                    "more people woken, in {} of {} comparisons\n",
                                    "在{1}项比较中，我们在{0}项中更好（两种模型的置信区间均高于0，"
                                    "且惊动人数不多）\n")),
                     better, study.size());
}

std::string study_csv(const std::vector<Comparison>& study) {
  std::string out = "world,responders_per_km2,behaviour,baseline,lambda,incidents" +
                    names_of("theirs") + names_of("ours");
  for (const char* gain : {"larsen_gain", "valenzuela_gain", "alerts_more"})
    out += fmt::format(",{0},{0}_low,{0}_high", gain);
  out += ",better\n";
  for (const Comparison& row : study) {
    out += fmt::format("{},{},{},{},{},{}", row.world, row.responders_per_km2, row.behaviour,
                       dispatch::text_of(row.baseline), row.lambda, row.incidents);
    out += columns_of(row.theirs) + columns_of(row.ours) + columns_of(row.larsen_gain) +
           columns_of(row.valenzuela_gain) + columns_of(row.alerts_more);
    out += row.is_better() && row.is_as_quiet() ? ",yes\n" : ",no\n";
  }
  return out;
}

std::string study_markdown(const std::vector<Comparison>& study) {
  const Texts english(Language::kEnglish);
  std::string out =
      summary(study) +
      "\n| world, density, behaviour | rule | survival %, theirs → ours (Larsen; Valenzuela) | "
      "gain, "
      "Larsen (95 %) | gain, Valenzuela (95 %) | woken | median min to CPR | to shock | |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  for (const Comparison& row : study)
    out += fmt::format(
        "| {} | {} | {:.1f} → {:.1f}; {:.1f} → {:.1f} | {} | {} | {:.1f} → {:.1f} | {:.1f} → "
        "{:.1f} "
        "| {:.1f} → {:.1f} | {} |\n",
        field_title(row), dispatch::text_of(row.baseline), row.theirs.larsen.mean * 100,
        row.ours.larsen.mean * 100, row.theirs.valenzuela.mean * 100,
        row.ours.valenzuela.mean * 100, signed_percent(row.larsen_gain),
        signed_percent(row.valenzuela_gain), row.theirs.alerts.mean, row.ours.alerts.mean,
        row.theirs.cpr_median, row.ours.cpr_median, row.theirs.shock_median, row.ours.shock_median,
        verdict(row, english));
  return out;
}

}  // namespace goldenfour::cli
