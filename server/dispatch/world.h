#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "geo/position.h"
#include "geo/units.h"
#include "server/dispatch/policy.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"
#include "server/registry/team.h"

namespace goldenfour::dispatch {

/// Where a responder is thought to be.
struct NearbyResponder {
  const registry::Responder* responder = nullptr;
  geo::Position position;  ///< WGS-84
  geo::Meters uncertainty;
  geo::Meters distance;    ///< great circle, to the point asked for
  bool from_home = false;  ///< no fresh position: the home cell
  bool device_ready = true;
  registry::TravelMode mode = registry::TravelMode::kFoot;
};

struct NearbyResponders {
  std::vector<NearbyResponder> on_duty;  ///< nearest first
  std::uint32_t off_duty = 0;            ///< how many more are there, but off duty
};

struct NearbyAed {
  const registry::Aed* aed = nullptr;
  geo::Meters distance;
};

/// What a decision may look at beside the state: people, AEDs, policy. A const view of the node's
/// directory on the state thread, valid for the call it is passed to. Tests pass their own.
class World {
 public:
  virtual ~World() = default;

  virtual const Policy& policy(const JurisdictionId& jurisdiction) const = 0;
  /// People of every jurisdiction within `radius`, the nearest `limit` of those on duty.
  virtual NearbyResponders responders_near(geo::Position center, geo::Meters radius,
                                           std::size_t limit, Now now) const = 0;
  /// Records in service of every jurisdiction within `radius` that hold this equipment, the nearest
  /// `limit`, nearest first.
  virtual std::vector<NearbyAed> aeds_near(
      geo::Position center, geo::Meters radius, std::size_t limit,
      registry::Equipment equipment = registry::Equipment::kAed) const = 0;
  /// Where one person is thought to be, `distance` from `center`; absent without any position.
  virtual std::optional<NearbyResponder> whereabouts(const ResponderId& id, geo::Position center,
                                                     Now now) const = 0;
  /// Null when not in the registry.
  virtual const registry::Responder* responder(const ResponderId& id) const = 0;
  virtual const registry::Aed* aed(const AedId& id) const = 0;
  /// Every team of the node, by id.
  virtual const std::map<TeamId, registry::Team>& teams() const = 0;
  /// True when the device acknowledged something within the policy's reachable time.
  virtual bool reachable(const ResponderId& id, Now now) const = 0;
};

}  // namespace goldenfour::dispatch
