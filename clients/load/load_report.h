#pragma once

#include <string>

#include "clients/load/fleet.h"

namespace goldenfour::load {

/// For people, at the end of a run.
std::string to_table(const FleetCounts& counts, const Percentiles& latencies);
/// The same for programs: one JSON object, one line.
std::string to_json(const FleetCounts& counts, const Percentiles& latencies);

}  // namespace goldenfour::load
