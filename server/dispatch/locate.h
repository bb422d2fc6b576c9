#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/dispatch/contest.h"
#include "server/dispatch/draft.h"
#include "server/dispatch/fact.h"
#include "server/dispatch/world.h"

namespace goldenfour::dispatch {

/// The best way by which one person can bring an AED.
struct AedLeg {
  AedId aed;
  AedId alternate;  ///< empty: none in reach
  Duration arrival{0};
  double usability = 0;
};

/// Somebody who may be asked.
struct Candidate {
  ResponderId responder;
  Duration direct_arrival{0};  ///< from now, turnout included
  std::optional<AedLeg> via_aed;
  geo::Meters distance;
  bool from_home = false;
  bool reachable = false;
  std::optional<Rival> rival;  ///< asked by another incident; may be relieved of it
  double worth = 1;            ///< less than one person where a preferred skill is missing
};

struct Located {
  std::vector<Candidate> candidates;  ///< soonest direct arrival first
  std::array<std::uint32_t, kExclusionCount> excluded{};
  std::vector<NonOffer> excluded_nearby;  ///< those with a reason of their own, nearest first
};

/// Who could help this incident now, and who could not and why. The incident's place must be known.
/// O(candidates * AEDs).
Located locate(Draft& draft, const IncidentId& id);

/// Was asked as often lately as the policy allows.
bool is_tired(const Draft& draft, const Policy& policy, const ResponderId& id);

/// Time from the alert to the patient: turnout + detour * distance / speed + vertical delay.
Duration direct_arrival(const Policy& policy, geo::Meters distance, registry::TravelMode mode,
                        Now now);

/// Probability that this AED can be taken at `arrival` and works; 0: not to be planned with.
/// `policy` is that of the AED's jurisdiction.
double usability(const Policy& policy, const registry::Aed& aed, WallTime arrival);

/// The nearest AED to the patient, or what else this kind of emergency wants fetched, that is in
/// service, free and not reported missing, other than `besides`; empty: none in reach.
AedId free_aed_near(const Draft& draft, const Incident& incident, const AedId& besides);

}  // namespace goldenfour::dispatch
