#include "server/dispatch/journey.h"

#include <numbers>

namespace goldenfour::dispatch {
namespace {

ArrivalModel model_at(const Draft& draft, const Policy& policy, const Scene& scene) {
  const auto near = draft.world().responders_near(scene.position, policy.search_radius,
                                                  policy.max_candidates, draft.now());
  return ArrivalModel(policy, draft.utc(),
                      {scene.floor, responders_per_km2(near, policy.search_radius)});
}

}  // namespace

const Habit* habit_of(const Draft& draft, const ResponderId& id) {
  const auto found = draft.base().habits.find(id);
  return found == draft.base().habits.end() ? nullptr : &found->second;
}

double responders_per_km2(const NearbyResponders& near, geo::Meters radius) {
  const double kilometers = radius.value() / 1000;
  const double people = static_cast<double>(near.on_duty.size()) + near.off_duty;
  return people / (std::numbers::pi * kilometers * kilometers);
}

std::optional<NearbyResponder> whereabouts(Draft& draft, const IncidentId& id,
                                           const ResponderId& responder) {
  const auto& scene = draft.incident(id).scene;
  if (!scene) return {};
  return draft.world().whereabouts(responder, scene->position, draft.now());
}

Journeys::Journeys(Draft& draft, const IncidentId& id)
    : draft_(draft),
      policy_(draft.policy(id)),
      patient_(draft.incident(id).scene->position),
      model_(model_at(draft, policy_, *draft.incident(id).scene)) {}

Way Journeys::way_by(const NearbyResponder& person, const registry::Aed& aed) const {
  return {geo::distance(person.position, aed.position) + geo::distance(aed.position, patient_),
          pickup_time(policy_, aed)};
}

ArrivalTime Journeys::straight(const NearbyResponder& person) const {
  const auto traveller = model_.traveller(person, habit_of(draft_, person.responder->id));
  return model_.arrival(traveller, {person.distance});
}

ArrivalTime Journeys::by_aed(const NearbyResponder& person, const registry::Aed& aed) const {
  const auto traveller = model_.traveller(person, habit_of(draft_, person.responder->id));
  return model_.arrival(traveller, way_by(person, aed));
}

Duration Journeys::straight_from_here(const NearbyResponder& person) const {
  return model_.arrival(model_.under_way(person), {person.distance}).median();
}

Duration Journeys::by_aed_from_here(const NearbyResponder& person, const registry::Aed& aed) const {
  return model_.arrival(model_.under_way(person), way_by(person, aed)).median();
}

Duration Journeys::to_aed_from_here(const NearbyResponder& person, const registry::Aed& aed) const {
  const Way way{geo::distance(person.position, aed.position)};
  return model_.arrival(model_.under_way(person), way).median();
}

Duration Journeys::turnout(const NearbyResponder& person) const {
  return straight(person).median() - straight_from_here(person);
}

double Journeys::acceptance(const NearbyResponder& person) const {
  const ResponderId& id = person.responder->id;
  return model_.acceptance(person, habit_of(draft_, id),
                           draft_.world().reachable(id, draft_.now()));
}

}  // namespace goldenfour::dispatch
