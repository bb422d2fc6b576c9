#include "server/app/calendar_watch.h"

#include <utility>

namespace goldenfour::app {
namespace {

constexpr std::chrono::days kAhead{31};

const dispatch::Policy& policy_of(const Config& config, const std::string& jurisdiction) {
  const auto own = config.policies.find(jurisdiction);
  return own == config.policies.end() ? config.policy : own->second;
}

}  // namespace

std::vector<std::string> outdated_calendars(const Config& config, registry::WallTime now) {
  std::vector<std::string> outdated;
  for (const std::string& jurisdiction : config.jurisdictions) {
    const dispatch::Policy& policy = policy_of(config, jurisdiction);
    const registry::LocalTime soon = policy.local_time.to_local(now + kAhead);
    if (!policy.calendar_name.empty() &&
        !policy.calendar.covers(std::chrono::floor<std::chrono::days>(soon)))
      outdated.push_back(jurisdiction);
  }
  return outdated;
}

std::vector<prometheus::MetricFamily> calendar_families(const Config& config) {
  prometheus::MetricFamily family;
  family.name = "goldenfour_calendar_last_year";
  family.help = "The last year of the calendar of holidays; beyond it they are unknown.";
  family.type = prometheus::MetricType::Gauge;
  for (const std::string& jurisdiction : config.jurisdictions) {
    const dispatch::Policy& policy = policy_of(config, jurisdiction);
    if (policy.calendar_name.empty()) continue;
    prometheus::ClientMetric& metric = family.metric.emplace_back();
    metric.label.push_back({"jurisdiction", jurisdiction});
    metric.gauge.value = policy.calendar.last_year();
  }
  if (family.metric.empty()) return {};
  return {std::move(family)};
}

}  // namespace goldenfour::app
