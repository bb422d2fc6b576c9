#include "server/dispatch/locate.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "server/dispatch/aed_legs.h"
#include "server/dispatch/arrival_model.h"
#include "server/dispatch/caps.h"
#include "server/dispatch/coarse.h"
#include "server/dispatch/journey.h"
#include "server/dispatch/replan.h"

namespace goldenfour::dispatch {
namespace {

/// Of those excluded; the best kNonOffersKept of them and of the other candidates are told.
constexpr std::size_t kExcludedLookedAt = 40;
/// A device is judged as of when the first who fetch it get there: turnout and some way.
constexpr Duration kWayToAed{120'000};
/// Opening hours that change later do not matter to those asked now.
constexpr Duration kOnTheWay{30 * 60'000};

/// Why this person is not asked, or nothing.
std::optional<Exclusion> exclusion(Draft& draft, const Policy& policy, const Incident& incident,
                                   const NearbyResponder& near, const std::optional<Rival>& rival,
                                   bool after_crew) {
  const registry::Responder& responder = *near.responder;
  if (!policy.mutual_aid.allows(incident.id.jurisdiction, responder.jurisdiction))
    return Exclusion::kNoMutualAid;
  if (responder.certified_until < draft.utc()) return Exclusion::kNotCertified;
  if (!policy.of(incident.kind).is_skilled(responder)) return Exclusion::kNotSkilled;
  if (!near.device_ready) return Exclusion::kDeviceNotReady;
  if (draft.is_committed(responder.id)) return Exclusion::kCommitted;
  if (!may_ask_again(draft, incident.id, responder.id)) return Exclusion::kAlreadyAsked;
  if (draft.is_asked(responder.id) && !rival) return Exclusion::kContested;
  if (incident.is_drill() && !responder.enrolled_for_drills) return Exclusion::kNotEnrolledForDrill;
  if (is_tired(draft, draft.world().policy(responder.jurisdiction), responder.id))
    return Exclusion::kTired;
  if (after_crew) return Exclusion::kAfterCrew;
  return {};
}

/// What only tonight's events say against an AED; by the facts so far, too: what this very decision
/// takes away is no longer there.
std::optional<registry::UsabilityReason> taken_away(const Draft& draft, const AedId& id) {
  if (draft.is_reported_missing(id)) return registry::UsabilityReason::kReportedTonight;
  if (draft.is_reserved(id)) return registry::UsabilityReason::kReserved;
  const registry::Aed* now = draft.aed(id);
  if (!now || now->status != registry::AedStatus::kInService)
    return registry::UsabilityReason::kOutOfService;
  return {};
}

std::vector<NearbyAed> aeds_that_may_be_used(const Draft& draft, const Incident& incident) {
  const Policy& policy = draft.policy(incident.id);
  const auto fetch = policy.of(incident.kind).fetch;
  if (!fetch || !incident.scene) return {};
  auto near = draft.world().aeds_near(incident.scene->position, policy.aed_radius,
                                      policy.max_aed_candidates, *fetch);
  std::erase_if(near, [&](const NearbyAed& hit) {
    return !policy.mutual_aid.allows(incident.id.jurisdiction, hit.aed->jurisdiction) ||
           !policy.of(incident.kind).fetches(*hit.aed);
  });
  return near;
}

/// The reason that alone rules an AED out.
registry::ReasonGiven worst_of(const registry::Usability& usability) {
  return *std::min_element(usability.reasons.begin(), usability.reasons.end(),
                           [](const auto& a, const auto& b) { return a.figure < b.figure; });
}

/// The AEDs near one patient, sorted into those that may be fetched and those that may not.
class Cabinets {
 public:
  Cabinets(const Draft& draft, const Incident& incident)
      : draft_(draft), policy_(draft.policy(incident.id)), patient_(incident.scene->position) {
    for (const NearbyAed& hit : aeds_that_may_be_used(draft, incident)) look_at(hit);
  }

  std::vector<UsableAed> usable;
  std::vector<AedRuledOut> ruled_out;

 private:
  void look_at(const NearbyAed& hit) {
    const registry::Aed& aed = *hit.aed;
    if (const auto reason = taken_away(draft_, aed.id)) return rule_out(hit, {*reason, 0, {}});
    const Policy& owner = draft_.world().policy(aed.jurisdiction);
    const registry::Usability now = usability(owner, aed, draft_.utc());
    UsableAed found{&aed, flat_place(patient_, aed.position), hit.distance,
                    pickup_time(policy_, aed), now.probability};
    if (now.changes_at && *now.changes_at < draft_.utc() + kOnTheWay) {
      found.changes_in = *now.changes_at - draft_.utc();
      found.usability_later = usability(owner, aed, *now.changes_at).probability;
    }
    if (found.usability > 0 || found.usability_later > 0) return usable.push_back(found);
    rule_out(hit, worst_of(now));
  }

  void rule_out(const NearbyAed& hit, const registry::ReasonGiven& reason) {
    if (ruled_out.size() < kAedsRuledOutKept)
      ruled_out.push_back({hit.aed->id, coarse(hit.distance), reason});
  }

  const Draft& draft_;
  const Policy& policy_;
  geo::Position patient_;
};

double waking_cost(const Draft& draft, const Policy& policy, const ResponderId& id) {
  const auto found = draft.base().recent_offers.find(id);
  if (found == draft.base().recent_offers.end()) return 1;
  return 1 + policy.plan.fatigue_growth * static_cast<double>(found->second.size());
}

/// Sorts the people near one patient into those who may be asked and those who may not.
class Locator {
 public:
  Locator(Draft& draft, const IncidentId& id)
      : draft_(draft),
        incident_(draft.incident(id)),
        policy_(draft.policy(id)),
        patient_(incident_.scene->position),
        near_(draft.world().responders_near(patient_, policy_.search_radius, policy_.max_candidates,
                                            draft.now())),
        model_(policy_, draft.utc(),
               {incident_.scene->floor, responders_per_km2(near_, policy_.search_radius)}),
        aeds_(draft, incident_),
        latest_(remaining_quantile(model_.crew(crew_due(incident_)),
                                   draft.utc() - incident_.opened_at,
                                   crew_gate(incident_, policy_))) {}

  Located run() {
    located_.excluded[static_cast<std::size_t>(Exclusion::kOffDuty)] = near_.off_duty;
    for (const NearbyResponder& person : near_.on_duty) look_at(person);
    std::sort(located_.candidates.begin(), located_.candidates.end(),
              [](const Candidate& a, const Candidate& b) {
                return std::tie(a.direct.log_seconds, a.responder) <
                       std::tie(b.direct.log_seconds, b.responder);
              });
    located_.aeds_ruled_out = std::move(aeds_.ruled_out);
    return std::move(located_);
  }

 private:
  void look_at(const NearbyResponder& person) {
    const ResponderId& id = person.responder->id;
    const Habit* habit = habit_of(draft_, id);
    const auto traveller = model_.traveller(person, habit);
    const ArrivalTime direct = model_.arrival(traveller, {person.distance});
    const auto rival = rival_of(draft_, incident_.id, id);
    const bool after_crew = has_crew_gate(policy_) && direct.median() > latest_;
    const auto reason = exclusion(draft_, policy_, incident_, person, rival, after_crew);
    if (reason) {
      ++located_.excluded[static_cast<std::size_t>(*reason)];
      if (located_.excluded_nearby.size() == kExcludedLookedAt) return;
    }
    Candidate candidate;
    candidate.responder = id;
    candidate.direct = direct;
    candidate.legs =
        best_legs(model_, traveller, flat_place(patient_, person.position), aeds_.usable);
    candidate.reachable = draft_.world().reachable(id, draft_.now());
    candidate.acceptance = model_.acceptance(person, habit, candidate.reachable);
    candidate.waking_cost = waking_cost(draft_, policy_, id);
    candidate.distance = person.distance;
    candidate.from_home = person.from_home;
    candidate.rival = rival;
    candidate.worth = policy_.of(incident_.kind).worth(*person.responder);
    if (reason) {
      located_.excluded_nearby.push_back({std::move(candidate), *reason});
    } else {
      located_.candidates.push_back(std::move(candidate));
    }
  }

  Draft& draft_;
  const Incident& incident_;
  const Policy& policy_;
  geo::Position patient_;
  NearbyResponders near_;
  ArrivalModel model_;
  Cabinets aeds_;
  Duration latest_;
  Located located_;
};

}  // namespace

bool is_tired(const Draft& draft, const Policy& policy, const ResponderId& id) {
  const auto found = draft.base().recent_offers.find(id);
  if (found == draft.base().recent_offers.end()) return false;
  const auto recent = std::count_if(found->second.begin(), found->second.end(), [&](WallTime at) {
    return at + policy.fatigue_window > draft.utc();
  });
  return recent >= static_cast<std::ptrdiff_t>(policy.max_offers_in_window);
}

double crew_gate(const Incident& incident, const Policy& policy) {
  return incident.crew_due ? 0.5 : policy.plan.unknown_crew_gate;
}

std::optional<Duration> crew_due(const Incident& incident) {
  if (!incident.crew_due) return {};
  return *incident.crew_due - incident.opened_at;
}

registry::Usability usability(const Policy& policy, const registry::Aed& aed, WallTime reached) {
  return registry::usability_at(policy.usability, aed, reached, policy.calendar, policy.local_time);
}

WallTime reached_at_first(const Policy& policy, WallTime now) {
  return now + turnout_median(policy, now) + kWayToAed;
}

AedId free_aed_near(const Draft& draft, const Incident& incident, const AedId& besides) {
  const WallTime reached = reached_at_first(draft.policy(incident.id), draft.utc());
  for (const NearbyAed& hit : aeds_that_may_be_used(draft, incident)) {
    if (hit.aed->id == besides || taken_away(draft, hit.aed->id)) continue;
    const Policy& owner = draft.world().policy(hit.aed->jurisdiction);
    if (usability(owner, *hit.aed, reached).probability > 0) return hit.aed->id;
  }
  return {};
}

Located locate(Draft& draft, const IncidentId& id) {
  return Locator(draft, id).run();
}

}  // namespace goldenfour::dispatch
