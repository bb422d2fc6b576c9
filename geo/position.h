#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "geo/units.h"

namespace goldenfour::geo {

enum class PositionError {
  kLatitudeOutOfRange,   // outside [-90, 90] degrees
  kLongitudeOutOfRange,  // outside [-180, 180] degrees
  kNotFinite,            // NaN or infinite
};

// A short English text for logs and tests, for example "latitude out of range". Static storage.
std::string_view to_string(PositionError error);

// A place on the earth in WGS-84, the only datum inside the server; geo/datum.h converts at the
// edge. A small regular value: copy it. Its coordinates are always finite and in range; -0 is
// stored as 0, so that equal positions have equal bits.
class Position {
 public:
  // Latitude 0, longitude 0, in the Gulf of Guinea: a valid place, and for containers only. Whoever
  // may have no position says so with std::optional.
  Position() = default;

  // Errors: kNotFinite first, then the latitude, then the longitude.
  static tl::expected<Position, PositionError> from_degrees(double latitude, double longitude);

  double latitude_degrees() const { return latitude_; }    // [-90, 90], north positive
  double longitude_degrees() const { return longitude_; }  // [-180, 180], east positive

  // Compares the coordinates as written: longitudes 180 and -180 differ, though distance() between
  // them is 0 within 1e-8 m; likewise at a pole.
  friend bool operator==(const Position&, const Position&) = default;

 private:
  Position(double latitude, double longitude) : latitude_(latitude), longitude_(longitude) {}

  double latitude_ = 0.0;
  double longitude_ = 0.0;
};

// Great-circle distance on a sphere of radius 6,371,010 m (S2's earth); within 0.6 % of the
// ellipsoid's. Symmetric to the last bit; absolute error below 1e-8 m up to 1,000 km and below
// 0.2 m anywhere. Pure.
Meters distance(const Position& a, const Position& b);

}  // namespace goldenfour::geo
