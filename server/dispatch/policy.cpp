#include "server/dispatch/policy.h"

#include <algorithm>

namespace goldenfour::dispatch {

bool Policy::holds(IncidentKind kind, Hazard hazard) const {
  return holding_hazards.contains(hazard) && !of(kind).warn_only.contains(hazard);
}

bool Policy::holds_any(IncidentKind kind, const Hazards& hazards) const {
  return std::any_of(hazards.begin(), hazards.end(),
                     [&](Hazard hazard) { return holds(kind, hazard); });
}

Policy default_policy() {
  Policy policy;
  for (int kind = 0; kind < kIncidentKindCount; ++kind)
    policy.kinds[static_cast<std::size_t>(kind)] = default_kind(static_cast<IncidentKind>(kind));
  return policy;
}

}  // namespace goldenfour::dispatch
