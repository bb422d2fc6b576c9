#include "server/dispatch/locate.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "geo/travel_time.h"
#include "server/dispatch/caps.h"
#include "server/dispatch/replan.h"

namespace goldenfour::dispatch {
namespace {

constexpr std::size_t kNonOffersKept = 20;

geo::MetersPerSecond speed(const Policy& policy, registry::TravelMode mode) {
  switch (mode) {
    case registry::TravelMode::kFoot:
      return policy.speed_foot;
    case registry::TravelMode::kBicycle:
      return policy.speed_bicycle;
    case registry::TravelMode::kCar:
      return policy.speed_car;
  }
  return policy.speed_foot;
}

Duration travel(const Policy& policy, geo::Meters distance, registry::TravelMode mode,
                Duration vertical) {
  const geo::Seconds seconds =
      geo::travel_time(distance, {policy.detour, speed(policy, mode),
                                  geo::Seconds{static_cast<double>(vertical.count()) / 1000}});
  return Duration(static_cast<Duration::rep>(std::llround(seconds.value() * 1000)));
}

bool is_night(const Policy& policy, WallTime utc) {
  const registry::LocalTime local = policy.local_time.to_local(utc);
  const auto of_day = local - std::chrono::floor<std::chrono::days>(local);
  const auto hour = std::chrono::floor<std::chrono::hours>(of_day).count();
  return policy.night_from_hour <= policy.night_to_hour
             ? hour >= policy.night_from_hour && hour < policy.night_to_hour
             : hour >= policy.night_from_hour || hour < policy.night_to_hour;
}

Duration turnout(const Policy& policy, Now now) {
  return is_night(policy, now.utc) ? policy.turnout_night : policy.turnout_day;
}

Duration pickup(const Policy& policy, const registry::Aed& aed) {
  return aed.access == registry::AedAccess::kPublic ? policy.aed_pickup : policy.aed_pickup_locked;
}

/// Why this person is not asked, or nothing.
std::optional<Exclusion> exclusion(const Draft& draft, const Policy& policy,
                                   const Incident& incident, const NearbyResponder& near,
                                   const std::optional<Rival>& rival, Duration arrival) {
  const registry::Responder& responder = *near.responder;
  if (!policy.mutual_aid.allows(incident.id.jurisdiction, responder.jurisdiction))
    return Exclusion::kNoMutualAid;
  if (responder.certified_until < draft.utc()) return Exclusion::kNotCertified;
  if (!policy.of(incident.kind).is_skilled(responder)) return Exclusion::kNotSkilled;
  if (!near.device_ready) return Exclusion::kDeviceNotReady;
  if (draft.is_committed(responder.id)) return Exclusion::kCommitted;
  const bool again = may_ask_again(incident, policy.replan, responder.id,
                                   draft.world().reachable(responder.id, draft.now()), draft.utc());
  if (!again) return Exclusion::kAlreadyAsked;
  if (draft.is_asked(responder.id) && !rival) return Exclusion::kAlreadyAsked;
  if (incident.is_drill() && !responder.enrolled_for_drills) return Exclusion::kNotEnrolledForDrill;
  if (is_tired(draft, draft.world().policy(responder.jurisdiction), responder.id))
    return Exclusion::kTired;
  if (incident.crew_due && draft.utc() + arrival > *incident.crew_due) return Exclusion::kAfterCrew;
  return {};
}

struct UsableAed {
  const registry::Aed* aed;
  geo::Meters to_patient;
  double usability;
};

std::vector<UsableAed> usable_aeds(const Draft& draft, const Policy& policy,
                                   const Incident& incident) {
  std::vector<UsableAed> usable;
  const KindPolicy& kind = policy.of(incident.kind);
  if (!kind.fetch || !incident.scene) return usable;
  const auto near = draft.world().aeds_near(incident.scene->position, policy.aed_radius,
                                            policy.max_aed_candidates, *kind.fetch);
  for (const NearbyAed& hit : near) {
    if (!policy.mutual_aid.allows(incident.id.jurisdiction, hit.aed->jurisdiction)) continue;
    if (draft.is_reserved(hit.aed->id) || draft.is_reported_missing(hit.aed->id)) continue;
    const double chance =
        usability(draft.world().policy(hit.aed->jurisdiction), *hit.aed, draft.utc());
    if (chance > 0) usable.push_back({hit.aed, hit.distance, chance});
  }
  return usable;
}

/// The AED that brings the earliest expected shock when fetched by this person; a failed attempt
/// costs until the crew comes.
std::optional<AedLeg> best_leg(const Policy& policy, const NearbyResponder& near,
                               const std::vector<UsableAed>& aeds, Duration direct, Now now) {
  struct Option {
    double cost;
    const UsableAed* usable;
    Duration arrival;
  };
  std::optional<Option> best;
  std::optional<Option> second;
  for (const UsableAed& usable : aeds) {
    const geo::Meters way = geo::distance(near.position, usable.aed->position) + usable.to_patient;
    const Duration arrival = turnout(policy, now) + pickup(policy, *usable.aed) +
                             travel(policy, way, near.mode, policy.vertical_delay);
    const double cost =
        static_cast<double>(arrival.count()) +
        (1 - usable.usability) * static_cast<double>(std::max(policy.crew_median, direct).count());
    const Option option{cost, &usable, arrival};
    if (!best || cost < best->cost) {
      second = best;
      best = option;
    } else if (!second || cost < second->cost) {
      second = option;
    }
  }
  if (!best) return {};
  return AedLeg{best->usable->aed->id, second ? second->usable->aed->id : AedId{}, best->arrival,
                best->usable->usability};
}

}  // namespace

bool is_tired(const Draft& draft, const Policy& policy, const ResponderId& id) {
  const auto found = draft.base().recent_offers.find(id);
  if (found == draft.base().recent_offers.end()) return false;
  const auto recent = std::count_if(found->second.begin(), found->second.end(), [&](WallTime at) {
    return at + policy.fatigue_window > draft.utc();
  });
  return recent >= static_cast<std::ptrdiff_t>(policy.max_offers_in_window);
}

Duration direct_arrival(const Policy& policy, geo::Meters distance, registry::TravelMode mode,
                        Now now) {
  return turnout(policy, now) + travel(policy, distance, mode, policy.vertical_delay);
}

double usability(const Policy& policy, const registry::Aed& aed, WallTime arrival) {
  return registry::usability_at(policy.usability, aed, arrival, policy.calendar, policy.local_time)
      .probability;
}

AedId free_aed_near(const Draft& draft, const Incident& incident, const AedId& besides) {
  for (const UsableAed& usable : usable_aeds(draft, draft.policy(incident.id), incident))
    if (usable.aed->id != besides) return usable.aed->id;
  return {};
}

Located locate(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  const Policy& policy = draft.policy(id);
  const geo::Position patient = incident.scene->position;
  Located located;
  const NearbyResponders near = draft.world().responders_near(
      patient, search_radius_of(policy, incident), policy.max_candidates, draft.now());
  located.excluded[static_cast<std::size_t>(Exclusion::kOffDuty)] = near.off_duty;
  const KindPolicy& kind = policy.of(incident.kind);
  const auto aeds = usable_aeds(draft, policy, incident);
  for (const NearbyResponder& person : near.on_duty) {
    const Duration direct = direct_arrival(policy, person.distance + person.uncertainty * 0.5,
                                           person.mode, draft.now());
    const auto rival = rival_of(draft, id, person.responder->id);
    if (const auto reason = exclusion(draft, policy, incident, person, rival, direct)) {
      ++located.excluded[static_cast<std::size_t>(*reason)];
      if (located.excluded_nearby.size() < kNonOffersKept)
        located.excluded_nearby.push_back({person.responder->id, *reason, direct});
      continue;
    }
    located.candidates.push_back({person.responder->id, direct,
                                  best_leg(policy, person, aeds, direct, draft.now()),
                                  person.distance, person.from_home,
                                  draft.world().reachable(person.responder->id, draft.now()), rival,
                                  kind.worth(*person.responder)});
  }
  std::sort(located.candidates.begin(), located.candidates.end(),
            [](const Candidate& a, const Candidate& b) {
              return std::tie(a.direct_arrival, a.responder) <
                     std::tie(b.direct_arrival, b.responder);
            });
  return located;
}

}  // namespace goldenfour::dispatch
