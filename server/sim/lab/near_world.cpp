#include "server/sim/lab/near_world.h"

namespace goldenfour::sim::lab {

dispatch::NearbyResponders NearWorld::responders_near(geo::Position center, geo::Meters radius,
                                                      std::size_t limit, registry::Now now) const {
  if (!known_ || center != center_ || radius != radius_ || limit != limit_) {
    near_ = world_.responders_near(center, radius, limit, now);
    seen_.clear();
    for (const auto& person : near_.on_duty)
      seen_.push_back(directory_.presence(person.responder->id));
    center_ = center;
    radius_ = radius;
    limit_ = limit;
    known_ = true;
    return near_;
  }
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    dispatch::NearbyResponder& person = near_.on_duty[i];
    if (seen_[i])
      person.uncertainty = dispatch::position_uncertainty(
          world_.policy(person.responder->jurisdiction), *seen_[i], now.utc);
  }
  return near_;
}

}  // namespace goldenfour::sim::lab
