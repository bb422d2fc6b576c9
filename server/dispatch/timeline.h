#pragma once

#include <optional>

#include "server/dispatch/fact.h"
#include "server/dispatch/incident.h"

namespace goldenfour::dispatch {

/// What people read of a fact, or nothing when it is machinery (timers, reservations) or not about
/// an incident. `incident` is the state after the fact.
std::optional<TimelineEvent> timeline_event(const Incident& incident, const Fact& fact);

}  // namespace goldenfour::dispatch
