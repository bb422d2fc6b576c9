#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "clients/common/wire.h"
#include "clients/load/replay.h"

namespace goldenfour::load {
namespace {

using google::protobuf::Timestamp;

double seconds_after(const v1::Incident& incident, const Timestamp& time) {
  const auto since = client::to_time(time) - client::to_time(incident.opened_at());
  return std::chrono::duration<double>(since).count();
}

std::string line(const std::string& name, const Percentiles& values, std::string_view unit) {
  if (values.count() == 0) return fmt::format("{:<46} none\n", name);
  return fmt::format("{:<46} p50 {:>8.1f}   p99 {:>8.1f} {} (n = {})\n", name, values.at(0.5),
                     values.at(0.99), unit, values.count());
}

}  // namespace

void account(const v1::Incident& incident, const v1::Timeline& timeline, double clock_rate,
             ReplayReport* report) {
  ++report->finals[v1::IncidentStatus_Name(incident.status())];
  report->offers += static_cast<std::size_t>(incident.offers_size());
  report->summoned += incident.offers_size() > 0 ? 1 : 0;
  report->alarms += static_cast<std::size_t>(incident.alarms_size());
  constexpr double kNever = std::numeric_limits<double>::infinity();
  double cpr = kNever;
  double aed = kNever;
  for (const auto& task : incident.tasks()) {
    if (!task.has_on_scene_at() || task.role() == v1::GUIDE) continue;
    const double at = seconds_after(incident, task.on_scene_at());
    cpr = std::min(cpr, at);
    if (task.has_aed_collected_at()) aed = std::min(aed, at);
  }
  if (cpr < kNever) report->minutes_to_cpr.add(cpr / 60);
  if (aed < kNever) report->minutes_to_aed.add(aed / 60);
  // The first offer of an incident that was held came only after its release.
  bool held = false;
  for (const auto& event : timeline.events()) {
    held = held || (event.code() == "STATUS_CHANGED" && event.detail() == "HELD");
    if (event.code() != "DELIVERY" || event.detail() != "SENT") continue;
    if (!held && incident.hazards().empty()) {
      report->opened_to_sent.add(1000 * seconds_after(incident, event.at()) / clock_rate);
    }
    break;
  }
}

std::string to_table(const ReplayReport& report) {
  std::string text = fmt::format("{:<46} {}\n", "calls sent / in the file",
                                 fmt::format("{} / {}", report.posted, report.calls));
  for (const auto& [status, count] : report.finals) {
    text += fmt::format("{:<46} {}\n", "  ended " + status, count);
  }
  text += fmt::format("{:<46} {}\n", "  not final / lost",
                      fmt::format("{} / {}", report.not_final, report.lost));
  text += line("alert -> first offer, real, POST to device", report.post_to_ring, "ms");
  text += line("alert -> first offer, real, server's record", report.opened_to_sent, "ms");
  const double per = report.summoned == 0 ? 0.0
                                          : static_cast<double>(report.offers) /
                                                static_cast<double>(report.summoned);
  text += fmt::format("{:<46} {:.1f} ({} offers, {} incidents with offers)\n",
                      "offers per incident that found people", per, report.offers, report.summoned);
  text += line("minutes to a helper on scene (CPR)", report.minutes_to_cpr, "min");
  text += line("minutes to an AED on scene", report.minutes_to_aed, "min");
  text += fmt::format("{:<46} {}\n", "alarms raised", report.alarms);
  for (const std::string& problem : report.problems) text += "problem: " + problem + "\n";
  return text;
}

}  // namespace goldenfour::load
