#include "geo/rectangle.h"

#include <cmath>

namespace goldenfour::geo {

std::optional<Rectangle> Rectangle::between(const Position& south_west,
                                            const Position& north_east) {
  if (south_west.latitude_degrees() > north_east.latitude_degrees()) return std::nullopt;
  return Rectangle(south_west, north_east);
}

Rectangle::Rectangle(const Position& south_west, const Position& north_east)
    : south_(south_west.latitude_degrees()),
      west_(south_west.longitude_degrees()),
      north_(north_east.latitude_degrees()),
      east_(north_east.longitude_degrees()) {}

bool Rectangle::contains(const Position& position) const {
  const double latitude = position.latitude_degrees();
  if (latitude < south_ || latitude > north_) return false;
  if (std::abs(latitude) == 90.0) return true;
  const double longitude = position.longitude_degrees();
  if (std::abs(longitude) == 180.0) return holds_longitude(180.0) || holds_longitude(-180.0);
  return holds_longitude(longitude);
}

bool Rectangle::holds_longitude(double longitude) const {
  if (west_ <= east_) return longitude >= west_ && longitude <= east_;
  return longitude >= west_ || longitude <= east_;
}

}  // namespace goldenfour::geo
