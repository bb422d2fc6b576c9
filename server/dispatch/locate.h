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

/// Somebody who may not be asked, and what they could have done.
struct Excluded {
  Candidate person;
  Exclusion reason = Exclusion::kNoGain;
};

struct Located {
  std::vector<Candidate> candidates;  ///< soonest direct arrival first
  std::array<std::uint32_t, kExclusionCount> excluded{};
  std::vector<Excluded> excluded_nearby;    ///< the nearest of those counted, but for off duty
  std::vector<AedRuledOut> aeds_ruled_out;  ///< nearest first
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

/// Whether this AED can be taken by somebody who gets to it at `reached`, and works, with reasons;
/// probability 0: not to be planned with. `policy` is that of the AED's jurisdiction.
registry::Usability usability(const Policy& policy, const registry::Aed& aed, WallTime reached);

/// When the first who fetch it now would get to a device: turnout and some way.
WallTime reached_at_first(const Policy& policy, WallTime now);

/// The nearest AED to the patient, or what else this kind of emergency wants fetched, that is in
/// service, free and not reported missing, other than `besides`; empty: none in reach.
AedId free_aed_near(const Draft& draft, const Incident& incident, const AedId& besides);

}  // namespace goldenfour::dispatch
