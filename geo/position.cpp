#include "geo/position.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/sphere.h"

namespace goldenfour::geo {

std::string_view to_string(PositionError error) {
  switch (error) {
    case PositionError::kLatitudeOutOfRange:
      return "latitude out of range";
    case PositionError::kLongitudeOutOfRange:
      return "longitude out of range";
    case PositionError::kNotFinite:
      return "coordinate not finite";
  }
  return "unknown position error";
}

tl::expected<Position, PositionError> Position::from_degrees(double latitude, double longitude) {
  if (!std::isfinite(latitude) || !std::isfinite(longitude)) {
    return tl::unexpected(PositionError::kNotFinite);
  }
  if (std::abs(latitude) > 90.0) return tl::unexpected(PositionError::kLatitudeOutOfRange);
  if (std::abs(longitude) > 180.0) return tl::unexpected(PositionError::kLongitudeOutOfRange);
  return Position(latitude + 0.0, longitude + 0.0);  // + 0.0 turns -0 into 0
}

Meters distance(const Position& a, const Position& b) {
  return sphere::chord_to_distance(
      sphere::squared_chord(sphere::to_unit_vector(a), sphere::to_unit_vector(b)));
}

namespace sphere {

UnitVector to_unit_vector(const Position& position) {
  constexpr double kRadiansPerDegree = std::numbers::pi / 180.0;
  const double latitude = position.latitude_degrees() * kRadiansPerDegree;
  const double longitude = position.longitude_degrees() * kRadiansPerDegree;
  const double parallel = std::cos(latitude);
  return {parallel * std::cos(longitude), parallel * std::sin(longitude), std::sin(latitude)};
}

Meters chord_to_distance(double squared_chord) {
  const double half_chord = std::min(1.0, 0.5 * std::sqrt(squared_chord));
  return Meters{2.0 * kEarthRadiusMeters * std::asin(half_chord)};
}

double distance_to_chord(Meters distance) {
  if (!(distance >= Meters{0.0})) return -1.0;
  const double half_angle = distance.value() / (2.0 * kEarthRadiusMeters);
  if (half_angle >= std::numbers::pi / 2) return 5.0;
  const double chord = 2.0 * std::sin(half_angle);
  return chord * chord * (1.0 + 1e-13);
}

}  // namespace sphere
}  // namespace goldenfour::geo
