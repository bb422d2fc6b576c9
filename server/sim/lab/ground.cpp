#include "server/sim/lab/ground.h"

#include <algorithm>
#include <utility>

#include "server/registry/check.h"
#include "server/sim/city.h"

namespace goldenfour::sim::lab {

Ground::Ground(std::vector<Place> places) : places_(std::move(places)) {
  double sum = 0;
  for (const Place& place : places_) sums_.push_back(sum += place.weight);
  registry::check(sum > 0, "a ground has people");
}

Ground::Drawn Ground::draw(Random& random) const {
  const double at = random.uniform() * sums_.back();
  const auto found = std::upper_bound(sums_.begin(), sums_.end() - 1, at);
  const Place& place = places_[static_cast<std::size_t>(found - sums_.begin())];
  const double east = place.spread_meters * random.normal();
  const double north = place.spread_meters * random.normal();
  return {offset(place.center, east, north), place.town};
}

}  // namespace goldenfour::sim::lab
