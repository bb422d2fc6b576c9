#include "server/dispatch/directory_world.h"

#include <algorithm>
#include <utility>

namespace goldenfour::dispatch {
namespace {

/// How wrong a home cell (S2 level 13, about 1 km wide) may be.
constexpr geo::Meters kHomeUncertainty{500};

}  // namespace

geo::Meters position_uncertainty(const Policy& policy, const registry::Presence& presence,
                                 WallTime now) {
  const double stale_seconds = std::max(
      0.0, static_cast<double>((now - presence.at - policy.presence_fresh).count()) / 1000);
  const geo::Meters grown =
      presence.accuracy + geo::Meters{stale_seconds * policy.drift_meters_per_second};
  return std::min(grown, policy.max_uncertainty);
}

DirectoryWorld::DirectoryWorld(const registry::Directory& directory, Policy fallback,
                               std::map<JurisdictionId, Policy> policies)
    : directory_(directory), fallback_(std::move(fallback)), policies_(std::move(policies)) {}

const Policy& DirectoryWorld::policy(const JurisdictionId& jurisdiction) const {
  const auto found = policies_.find(jurisdiction);
  return found == policies_.end() ? fallback_ : found->second;
}

NearbyResponders DirectoryWorld::responders_near(geo::Position center, geo::Meters radius,
                                                 std::size_t limit, Now now) const {
  NearbyResponders near;
  const auto on_duty = [](const registry::Responder& responder) { return responder.duty.on_duty; };
  const auto off_duty = [](const registry::Responder& responder) {
    return !responder.duty.on_duty;
  };
  near.off_duty = static_cast<std::uint32_t>(
      directory_.responders_near(center, radius, limit, off_duty).size());
  for (const auto& hit : directory_.responders_near(center, radius, limit, on_duty)) {
    near.on_duty.push_back(nearby(*hit.responder, hit.position, hit.distance, hit.from_home, now));
  }
  return near;
}

std::optional<NearbyResponder> DirectoryWorld::whereabouts(const ResponderId& id,
                                                           geo::Position center, Now now) const {
  const registry::Responder* known = directory_.responder(id);
  if (!known) return {};
  const registry::Presence* seen = directory_.presence(id);
  const auto home = known->particulars ? known->particulars->home : std::nullopt;
  if (!seen && !home) return {};
  const geo::Position position = seen ? seen->position : *home;
  return nearby(*known, position, geo::distance(center, position), !seen, now);
}

NearbyResponder DirectoryWorld::nearby(const registry::Responder& responder, geo::Position position,
                                       geo::Meters distance, bool from_home, Now now) const {
  NearbyResponder person;
  person.responder = &responder;
  person.position = position;
  person.distance = distance;
  person.from_home = from_home;
  person.mode = responder.usual_mode;
  person.uncertainty = kHomeUncertainty;
  if (const registry::Presence* seen = directory_.presence(responder.id)) {
    person.uncertainty = position_uncertainty(policy(responder.jurisdiction), *seen, now.utc);
    person.device_ready = seen->device_ready;
    person.mode = seen->mode;
  }
  return person;
}

std::vector<NearbyAed> DirectoryWorld::aeds_near(geo::Position center, geo::Meters radius,
                                                 std::size_t limit,
                                                 registry::Equipment equipment) const {
  const auto in_service = [equipment](const registry::Aed& aed) {
    return aed.status == registry::AedStatus::kInService && aed.equipment.contains(equipment);
  };
  std::vector<NearbyAed> near;
  for (const auto& hit : directory_.aeds_near(center, radius, limit, in_service))
    near.push_back({hit.aed, hit.distance});
  return near;
}

const registry::Responder* DirectoryWorld::responder(const ResponderId& id) const {
  return directory_.responder(id);
}

const registry::Aed* DirectoryWorld::aed(const AedId& id) const {
  return directory_.aed(id);
}

bool DirectoryWorld::reachable(const ResponderId& id, Now now) const {
  const registry::Responder* responder = directory_.responder(id);
  const auto heard = directory_.last_heard(id);
  return responder && heard && now.steady - *heard <= policy(responder->jurisdiction).reachable_for;
}

}  // namespace goldenfour::dispatch
