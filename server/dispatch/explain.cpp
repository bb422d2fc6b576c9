#include "server/dispatch/explain.h"

#include <algorithm>
#include <tuple>

#include "server/dispatch/coarse.h"
#include "server/dispatch/situation.h"

namespace goldenfour::dispatch {
namespace {

using planning::AedNumbers;
using planning::Person;
using planning::Situation;

/// In which task somebody would add most.
struct BestUse {
  Role role = Role::kCpr;
  std::size_t leg = 0;
  double gain = 0;
  bool is_worth = false;  ///< more than waking them costs, and in time
};

/// The situation when the plan's offers stand, and what one more person would be worth in it.
class BesideThePlan {
 public:
  BesideThePlan(const PlanInput& input, const std::vector<Candidate>& candidates, const Plan& plan,
                const PlanPolicy& policy)
      : policy_(policy),
        latest_(planning::latest_log_seconds(input)),
        situation_(planning::emergency_of(input)) {
    for (const Standing& standing : input.standing)
      situation_.add_standing(standing, aeds_.number_of(standing.aed));
    for (const PlannedOffer& offer : plan.offers)
      if (offer.role != Role::kGuide)
        situation_.add(person(candidates[offer.candidate]), offer.role, offer.leg);
  }

  BestUse best_use(const Candidate& candidate) {
    const Person who = person(candidate);
    const double direct = situation_.gain_direct(who);
    BestUse best{Role::kCpr, 0, direct, who.direct_in_time && direct > who.cost};
    for (std::size_t leg = 0; leg < who.legs.size(); ++leg) {
      const double gain = situation_.gain(who, who.legs[leg], direct);
      const bool is_worth = who.legs[leg].in_time && gain > who.cost;
      if (gain > best.gain) best = {Role::kAed, leg, gain, best.is_worth};
      best.is_worth = best.is_worth || is_worth;
    }
    return best;
  }

 private:
  Person person(const Candidate& candidate) {
    return planning::person_of(candidate, 0, policy_, latest_, aeds_);
  }

  const PlanPolicy& policy_;
  double latest_;
  AedNumbers aeds_;
  Situation situation_;
};

NonOffer told(const Candidate& candidate, Exclusion reason, const BestUse& use) {
  NonOffer other;
  other.responder = candidate.responder;
  other.reason = reason;
  other.direct_arrival = coarse(candidate.direct.median());
  other.role = use.role;
  other.arrival = other.direct_arrival;
  if (use.role == Role::kAed) {
    other.aed = candidate.legs[use.leg].aed;
    other.arrival = coarse(candidate.legs[use.leg].arrival.median());
  }
  other.acceptance = candidate.acceptance;
  other.gain = use.gain;
  return other;
}

void keep_best(std::vector<NonOffer>& others) {
  std::sort(others.begin(), others.end(), [](const NonOffer& a, const NonOffer& b) {
    return std::tie(b.gain, a.direct_arrival, a.responder) <
           std::tie(a.gain, b.direct_arrival, b.responder);
  });
  if (others.size() > kNonOffersKept) others.resize(kNonOffersKept);
}

}  // namespace

PlanMade explain(Draft& draft, const IncidentId& id, const PlanInput& input, const Located& located,
                 const Plan& plan) {
  PlanMade fact;
  fact.wave = draft.incident(id).waves + 1;
  fact.offers = static_cast<std::uint32_t>(plan.offers.size());
  fact.excluded = located.excluded;
  fact.aeds_ruled_out = located.aeds_ruled_out;
  fact.survival_before = plan.survival_before;
  fact.survival_after = plan.survival_after;
  fact.at = draft.utc();
  BesideThePlan beside(input, located.candidates, plan, draft.policy(id).plan);
  std::vector<bool> chosen(located.candidates.size(), false);
  for (const PlannedOffer& offer : plan.offers) chosen[offer.candidate] = true;
  for (std::size_t i = 0; i < located.candidates.size(); ++i) {
    if (chosen[i]) continue;
    const BestUse use = beside.best_use(located.candidates[i]);
    const Exclusion reason = use.is_worth ? Exclusion::kEnough : Exclusion::kNoGain;
    ++fact.excluded[static_cast<std::size_t>(reason)];
    fact.best_non_offers.push_back(told(located.candidates[i], reason, use));
  }
  for (const Excluded& other : located.excluded_nearby)
    fact.best_non_offers.push_back(told(other.person, other.reason, beside.best_use(other.person)));
  keep_best(fact.best_non_offers);
  return fact;
}

Why why_of(const Draft& draft, const Candidate& candidate, const PlannedOffer& planned) {
  Why why;
  why.direct_arrival = candidate.direct.median();
  why.distance = candidate.distance;
  why.acceptance = candidate.acceptance;
  why.gain = planned.gain;
  why.from_home = candidate.from_home;
  if (candidate.rival) why.taken_from = candidate.rival->offer.incident;
  const ArrivalTime* arrival = &candidate.direct;
  if (planned.role == Role::kAed) {
    const AedLeg& leg = candidate.legs[planned.leg];
    arrival = &leg.arrival;
    why.via_aed_arrival = leg.arrival.median();
    why.aed_reached = leg.reached;
    if (const registry::Aed* aed = draft.aed(leg.aed)) judge_aed(draft, *aed, why);
    why.usability = leg.usability;  // exact where it opens or closes on the way
  }
  why.arrival_early = arrival->at(-kTenthQuantile);
  why.arrival_late = arrival->at(kTenthQuantile);
  return why;
}

void judge_aed(const Draft& draft, const registry::Aed& aed, Why& why) {
  registry::Usability judged =
      usability(draft.world().policy(aed.jurisdiction), aed, draft.utc() + *why.aed_reached);
  why.usability = judged.probability;
  why.aed_reasons = std::move(judged.reasons);
}

}  // namespace goldenfour::dispatch
