#pragma once

#include <cstdint>
#include <vector>

#include "server/dispatch/locate.h"
#include "server/dispatch/policy.h"
#include "server/dispatch/survival.h"

namespace goldenfour::dispatch {

/// What is already under way, as arrivals after the start of the incident, and how much may be
/// added.
struct PlanInput {
  std::vector<Arrival> cpr;    ///< people asked or on their way who will press
  std::vector<Arrival> shock;  ///< those who bring an AED
  Duration elapsed{0};         ///< since the incident opened
  Duration crew{0};            ///< the crew's arrival after the start
  bool ask_cpr = true;         ///< roles that still have room
  bool ask_aed = true;
  bool ask_guide = true;
  std::uint32_t max_offers = 0;
  Urgency urgency;  ///< of the kind of emergency
};

struct PlannedOffer {
  std::size_t candidate = 0;  ///< index into the candidates
  Role role = Role::kCpr;
  double gain = 0;  ///< expected survival gained
};

struct Plan {
  std::vector<PlannedOffer> offers;  ///< in the order chosen
  double survival_before = 0;
  double survival_after = 0;
};

/// Chooses whom to ask for what: greedy by marginal expected survival less lambda for each person
/// woken; then one guide, if there is room and somebody arrives before the crew. Deterministic;
/// ties go to the earlier candidate, then to CPR. O(offers * candidates * arrivals log arrivals).
Plan make_plan(const PlanInput& input, const std::vector<Candidate>& candidates,
               const Policy& policy);

}  // namespace goldenfour::dispatch
