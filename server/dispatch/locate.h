#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/dispatch/draft.h"
#include "server/dispatch/fact.h"
#include "server/dispatch/plan.h"
#include "server/dispatch/world.h"

namespace goldenfour::dispatch {

struct Located {
  std::vector<Candidate> candidates;  ///< soonest direct arrival first
  std::array<std::uint32_t, kExclusionCount> excluded{};
  std::vector<NonOffer> excluded_nearby;  ///< those with a reason of their own, nearest first
};

/// Who could help this incident now, and who could not and why; for each the few ways by an AED
/// that are best in arrival or in usability. The incident's place must be known. O(candidates *
/// AEDs).
Located locate(Draft& draft, const IncidentId& id);

/// Was asked as often lately as the policy allows.
bool is_tired(const Draft& draft, const Policy& policy, const ResponderId& id);

/// From the alert to the crew, if somebody said when it comes.
std::optional<Duration> crew_due(const Incident& incident);

/// The share of crews that would be there when it is too late to ask anybody.
double crew_gate(const Incident& incident, const Policy& policy);

/// Probability that this AED can be taken at `arrival` and works; 0: not to be planned with.
/// `policy` is that of the AED's jurisdiction.
double usability(const Policy& policy, const registry::Aed& aed, WallTime arrival);

/// The nearest AED to the patient, or what else this kind of emergency wants fetched, that is in
/// service, free and not reported missing, other than `besides`; empty: none in reach.
AedId free_aed_near(const Draft& draft, const Incident& incident, const AedId& besides);

}  // namespace goldenfour::dispatch
