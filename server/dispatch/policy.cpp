#include "server/dispatch/policy.h"

namespace goldenfour::dispatch {

Policy default_policy() {
  Policy policy;
  const auto set = [&](IncidentKind kind, KindPolicy caps) {
    policy.kinds[static_cast<std::size_t>(kind)] = caps;
  };
  const KindPolicy arrest{.max_cpr = 2, .max_aed = 2, .max_guide = 1};
  const KindPolicy first_aid{.max_cpr = 2, .max_aed = 0, .max_guide = 1};
  set(IncidentKind::kCardiacArrest, arrest);
  set(IncidentKind::kUnconscious, arrest);
  set(IncidentKind::kChoking, first_aid);
  set(IncidentKind::kDrowning, arrest);
  set(IncidentKind::kSevereBleeding, first_aid);
  set(IncidentKind::kAnaphylaxis, first_aid);
  set(IncidentKind::kElectricShock, arrest);
  set(IncidentKind::kHeatStroke, first_aid);
  set(IncidentKind::kTrauma, first_aid);
  set(IncidentKind::kOther, {.max_cpr = 0, .max_aed = 0, .max_guide = 0});
  return policy;
}

}  // namespace goldenfour::dispatch
