#include "geo/travel_time.h"

#include <algorithm>
#include <cassert>

namespace goldenfour::geo {
namespace {

void check(const TravelModel& model) {
  assert(model.detour >= 1.0);
  assert(model.speed > MetersPerSecond{0.0});
  assert(model.vertical >= Seconds{0.0});
}

}  // namespace

Seconds travel_time(Meters straight, const TravelModel& model) {
  return route_time(straight * model.detour, model);
}

Seconds route_time(Meters route, const TravelModel& model) {
  check(model);
  assert(route >= Meters{0.0});
  return route / model.speed + model.vertical;
}

Meters reachable_distance(Seconds budget, const TravelModel& model) {
  check(model);
  const Seconds moving = std::max(Seconds{0.0}, budget - model.vertical);
  return model.speed * moving / model.detour;
}

}  // namespace goldenfour::geo
