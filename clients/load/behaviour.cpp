#include "clients/load/behaviour.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace goldenfour::load {
namespace {

constexpr double kMetersPerDegree = 111'195.0;

geo::Position clamped(double latitude, double longitude) {
  return geo::Position::from_degrees(std::clamp(latitude, -90.0, 90.0),
                                     std::remainder(longitude, 360.0))
      .value();
}

}  // namespace

double around(double median, double spread, sim::Random* random) {
  return median * std::exp(spread * random->normal());
}

geo::Position offset(const geo::Position& origin, double east, double north) {
  const double latitude = origin.latitude_degrees();
  const double shrink = std::max(0.01, std::cos(latitude * std::numbers::pi / 180.0));
  return clamped(latitude + north / kMetersPerDegree,
                 origin.longitude_degrees() + east / (kMetersPerDegree * shrink));
}

geo::Position between(const geo::Position& a, const geo::Position& b, double share) {
  const double east = std::remainder(b.longitude_degrees() - a.longitude_degrees(), 360.0);
  const double north = b.latitude_degrees() - a.latitude_degrees();
  return clamped(a.latitude_degrees() + share * north, a.longitude_degrees() + share * east);
}

}  // namespace goldenfour::load
