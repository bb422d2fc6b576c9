#pragma once

#include <cstdint>
#include <vector>

#include "geo/grid_index.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"
#include "server/sim/lab/behaviour.h"
#include "server/sim/lab/world.h"

namespace goldenfour::sim::lab {

/// Somebody who may be asked, and what only the laboratory knows of them.
struct Person {
  registry::ResponderId id;
  geo::Position home;
  geo::Position work;
  registry::TravelMode mode = registry::TravelMode::kFoot;
  double acceptance = 0;      ///< the person's own chance, before a behaviour's factor
  double turnout_factor = 1;  ///< how slow this person is
  bool away_by_day = false;
  bool shares_position = true;
};

/// An AED and the truth about it: what the record says may be less, and it may be wrong.
struct Cabinet {
  registry::Aed aed;
  int open_from = 0;  ///< local hour
  int open_to = 24;
  bool keeps_stated_hours = false;  ///< its record's hours, where they can be read, are true
  /// In the laboratory's local time, which is UTC.
  bool open_at(registry::WallTime at) const;
};

/// One drawing of a world's people and AEDs.
struct Settlement {
  std::vector<Person> people;
  std::vector<Cabinet> cabinets;
  geo::GridIndex by_day;    ///< people, by index, where they are
  geo::GridIndex by_night;  ///< people at home
  geo::GridIndex cabinet_places;
};

/// How many people of `homes` it takes for one per km2 around a call: a density means the mean
/// over calls of people within 1 km, per km2 of that circle. Always the same for a world.
double count_for_density(const Ground& calls, const Ground& homes, double per_km2);

/// Draws people (and AEDs, where the world has none) for `responders_per_km2`. Persons keep their
/// number: a higher density adds people to a lower one's.
Settlement settle(const World& world, double responders_per_km2, const Behaviour& behaviour,
                  std::uint64_t seed);

}  // namespace goldenfour::sim::lab
