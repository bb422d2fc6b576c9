#pragma once

#include <string>
#include <vector>

#include <prometheus/metric_family.h>

#include "server/app/config.h"
#include "server/registry/time.h"

namespace goldenfour::app {

/// The jurisdictions with a calendar that does not cover the day 31 days after `now`.
std::vector<std::string> outdated_calendars(const Config& config, registry::WallTime now);

/// The last year that each jurisdiction's calendar covers; those without a calendar are left out.
std::vector<prometheus::MetricFamily> calendar_families(const Config& config);

}  // namespace goldenfour::app
