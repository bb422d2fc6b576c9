#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "geo/units.h"
#include "server/dispatch/arrival_time.h"
#include "server/dispatch/contest.h"
#include "server/dispatch/policy_plan.h"
#include "server/dispatch/survival.h"
#include "server/dispatch/types.h"

namespace goldenfour::dispatch {

/// One way by which a person can bring an AED.
struct AedLeg {
  AedId aed;
  ArrivalTime arrival;   ///< at the patient with it, from the alert to this person
  double usability = 0;  ///< probability that it can be taken and works
  Duration reached{0};   ///< at the AED, median from the alert to this person
};

/// Somebody who may be asked.
struct Candidate {
  ResponderId responder;
  ArrivalTime direct;        ///< at the patient, from the alert to this person
  std::vector<AedLeg> legs;  ///< the ways by an AED worth considering, best first
  double acceptance = 0;     ///< probability that they say yes and come
  double waking_cost = 1;    ///< factor of lambda: who was woken lately costs more
  geo::Meters distance;
  bool from_home = false;
  bool reachable = false;
  std::optional<Rival> rival;  ///< asked by another incident; may be relieved of it
  double worth = 1;            ///< less than one person where a preferred skill is missing
};

/// Somebody who is asked or on the way already.
struct Standing {
  ArrivalTime arrival;
  Duration waited{0};      ///< since `arrival` started
  double probability = 0;  ///< that they come at all
  double usability = 0;    ///< of their AED; 0 without one
  AedId aed;               ///< offered but not reserved: others may get it first
};

/// What stands, and how much may be added.
struct PlanInput {
  SurvivalCurve curve;
  Duration elapsed{0};  ///< since the emergency began, as survival counts it
  ArrivalTime crew;
  Duration crew_waited{0};  ///< since `crew` started
  double crew_gate = 0.5;   ///< nobody is asked who comes when so many crews would be there
  std::optional<Duration> cpr_since;    ///< somebody presses, from the start of the emergency
  std::optional<Duration> shock_since;  ///< an AED is at the patient
  std::vector<Standing> standing;
  std::array<std::uint32_t, kRoleCount> room{};  ///< how many more of each role may be asked
  std::uint32_t max_offers = 0;
  std::uint32_t min_offers = 0;  ///< asked even when not worth lambda
  Duration guide_saving{0};      ///< that a guide spares the crew
};

struct PlannedOffer {
  std::size_t candidate = 0;  ///< index into the candidates
  Role role = Role::kCpr;
  std::size_t leg = 0;  ///< index into the candidate's legs; only for role kAed
  double gain = 0;      ///< expected survival gained, beside the offers before it
};

struct Plan {
  std::vector<PlannedOffer> offers;
  double survival_before = 0;
  double survival_after = 0;
};

/// Chooses whom to ask for what so that expected survival less lambda times people woken is
/// greatest: greedy by marginal gain, then one-swap (another person, role or AED in the place of
/// one chosen, or none) until nothing improves; then one guide, if that is worth it. Nobody whose
/// median arrival lies after the crew's gate is asked.
///
/// Offers do not reserve: of several asked to fetch one AED the first to accept gets it, and the
/// others are told to go straight. So an offer counts its AED only for the case that nobody before
/// it in the plan accepts the same one; that this makes their arrivals slightly dependent is
/// neglected.
///
/// Deterministic; ties go to the earlier candidate, then to CPR, then to the earlier leg.
/// O(candidates * legs * kCells) for the first look, then a bounded number of steps over the best
/// 64 people.
Plan make_plan(const PlanInput& input, const std::vector<Candidate>& candidates,
               const PlanPolicy& policy);

/// Expected survival less lambda times the people woken, of these offers in this order. What
/// make_plan maximises; guides count their cost alone.
double plan_value(const PlanInput& input, const std::vector<Candidate>& candidates,
                  const PlanPolicy& policy, const std::vector<PlannedOffer>& offers);

}  // namespace goldenfour::dispatch
