#pragma once

#include <map>

#include "server/dispatch/world.h"
#include "server/registry/directory.h"

namespace goldenfour::dispatch {

/// How wrong a position is by now: it grows while it ages, for people move.
geo::Meters position_uncertainty(const Policy& policy, const registry::Presence& presence,
                                 WallTime now);

/// The world as a node's directory knows it. One thread.
class DirectoryWorld final : public World {
 public:
  /// `directory` must outlive the world. Jurisdictions without a policy of their own get
  /// `fallback`.
  DirectoryWorld(const registry::Directory& directory, Policy fallback,
                 std::map<JurisdictionId, Policy> policies);

  const Policy& policy(const JurisdictionId& jurisdiction) const override;
  NearbyResponders responders_near(geo::Position center, geo::Meters radius, std::size_t limit,
                                   Now now) const override;
  std::vector<NearbyAed> aeds_near(
      geo::Position center, geo::Meters radius, std::size_t limit,
      registry::Equipment equipment = registry::Equipment::kAed) const override;
  std::optional<NearbyResponder> whereabouts(const ResponderId& id, geo::Position center,
                                             Now now) const override;
  const registry::Responder* responder(const ResponderId& id) const override;
  const registry::Aed* aed(const AedId& id) const override;
  const std::map<TeamId, registry::Team>& teams() const override { return directory_.teams(); }
  bool reachable(const ResponderId& id, Now now) const override;

 private:
  NearbyResponder nearby(const registry::Responder& responder, geo::Position position,
                         geo::Meters distance, bool from_home, Now now) const;

  const registry::Directory& directory_;
  Policy fallback_;
  std::map<JurisdictionId, Policy> policies_;
};

}  // namespace goldenfour::dispatch
