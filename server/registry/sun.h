#pragma once

#include <cstdint>
#include <optional>

#include "geo/position.h"
#include "server/registry/calendar.h"
#include "server/registry/hours_rules.h"

namespace goldenfour::registry {

/// When the sun does `event` at `place` (WGS-84) on the civil day `day`: milliseconds after that
/// day's 00:00 UTC, which may lie before or after the day. Nothing where it does not happen that
/// day. Dawn and dusk are civil (6 degrees below). Within two minutes between the polar circles.
/// Formula: NOAA Global Monitoring Laboratory, "General Solar Position Calculations".
std::optional<Duration> sun_time(hours::SunEvent event, geo::Position place, Day day);

}  // namespace goldenfour::registry
