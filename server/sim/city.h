#pragma once

#include <vector>

#include "geo/position.h"
#include "server/dispatch/policy.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"
#include "server/registry/team.h"
#include "server/sim/random.h"

namespace goldenfour::sim {

struct CityOptions {
  int responders = 240;
  int aeds = 60;
};

/// A generated world: two jurisdictions side by side and a border town that lies in both. People
/// and AEDs stand in clusters, as in towns, with some between.
struct City {
  std::vector<registry::JurisdictionId> jurisdictions;
  std::vector<registry::Responder> responders;
  std::vector<registry::Aed> aeds;
  std::vector<registry::Team> teams;
  dispatch::Policy policy;

  /// Where an emergency happens: near people, mostly.
  geo::Position draw_place(Random& random) const;
  /// Whose it is: the border is a meridian.
  const registry::JurisdictionId& jurisdiction_at(geo::Position place) const;

  std::vector<geo::Position> towns;
  double border_longitude = 0;
};

City make_city(const CityOptions& options, registry::WallTime now, Random& random);

/// Meters east and north of a place. For distances of a city, wherever it is not near a pole.
geo::Position offset(geo::Position from, double east, double north);

/// A place within a square around another. Draws east before north, each in a statement of its own:
/// the order in which arguments are evaluated differs between compilers.
geo::Position draw_near(geo::Position from, double most, Random& random);

}  // namespace goldenfour::sim
