#pragma once

#include <vector>

#include "server/dispatch/directory_world.h"

namespace goldenfour::sim::lab {

/// A DirectoryWorld that answers the same and asks the index once: in one incident hundreds of
/// plans look at the same people around the same patient. Everybody is on duty and hears. One
/// thread.
class NearWorld final : public dispatch::World {
 public:
  NearWorld(const registry::Directory& directory, const dispatch::Policy& policy)
      : directory_(directory), world_(directory, policy, {}) {}

  /// A position changed: what was found is void.
  void forget() { known_ = false; }

  const dispatch::Policy& policy(const registry::JurisdictionId& jurisdiction) const override {
    return world_.policy(jurisdiction);
  }
  dispatch::NearbyResponders responders_near(geo::Position center, geo::Meters radius,
                                             std::size_t limit, registry::Now now) const override;
  std::vector<dispatch::NearbyAed> aeds_near(
      geo::Position center, geo::Meters radius, std::size_t limit,
      registry::Equipment equipment = registry::Equipment::kAed) const override {
    return world_.aeds_near(center, radius, limit, equipment);
  }
  std::optional<dispatch::NearbyResponder> whereabouts(const registry::ResponderId& id,
                                                       geo::Position center,
                                                       registry::Now now) const override {
    return world_.whereabouts(id, center, now);
  }
  const registry::Responder* responder(const registry::ResponderId& id) const override {
    return world_.responder(id);
  }
  const registry::Aed* aed(const registry::AedId& id) const override { return world_.aed(id); }
  const std::map<registry::TeamId, registry::Team>& teams() const override {
    return world_.teams();
  }
  bool reachable(const registry::ResponderId&, registry::Now) const override { return true; }

 private:
  const registry::Directory& directory_;
  dispatch::DirectoryWorld world_;
  mutable bool known_ = false;
  mutable geo::Position center_;
  mutable geo::Meters radius_;
  mutable std::size_t limit_ = 0;
  mutable dispatch::NearbyResponders near_;
  mutable std::vector<const registry::Presence*> seen_;  ///< of each person of near_; may be null
};

}  // namespace goldenfour::sim::lab
