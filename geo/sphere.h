#pragma once

#include <cmath>

#include "geo/position.h"
#include "geo/units.h"

// The arithmetic that distance() and GridIndex share, so that both give the same distance to the
// last bit. Internal to geo.
namespace goldenfour::geo::sphere {

inline constexpr double kEarthRadiusMeters = 6371010.0;  // S2Earth's mean radius

// A point of the unit sphere: x towards (0, 0), y towards (0, 90 E), z towards the north pole.
struct UnitVector {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;
};

UnitVector to_unit_vector(const Position& position);

// The square of the straight line through the earth, in earth radii: 0 to 4. Monotonic in distance
// and three multiplications cheap.
inline double squared_chord(const UnitVector& a, const UnitVector& b) {
  const double dx = a.x - b.x;
  const double dy = a.y - b.y;
  const double dz = a.z - b.z;
  return dx * dx + dy * dy + dz * dz;
}

Meters chord_to_distance(double squared_chord);

// The inverse, rounded up a little: every point within `distance` has a squared chord of at most
// this. Negative for a negative distance or NaN (nothing is that near), above 4 for more than half
// the earth's circumference.
double distance_to_chord(Meters distance);

}  // namespace goldenfour::geo::sphere
