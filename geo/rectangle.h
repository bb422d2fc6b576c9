#pragma once

#include <optional>

#include "geo/position.h"

namespace goldenfour::geo {

// All places between two parallels and two meridians, edges included, in WGS-84; what a map shows.
// A west edge with a greater longitude than the east edge means that it crosses the antimeridian.
class Rectangle {
 public:
  // Nothing if the south-west corner lies north of the north-east corner.
  static std::optional<Rectangle> between(const Position& south_west, const Position& north_east);

  double south() const { return south_; }  // degrees
  double west() const { return west_; }
  double north() const { return north_; }
  double east() const { return east_; }

  // Longitudes 180 and -180 are one meridian here, and a pole lies on every meridian.
  bool contains(const Position& position) const;

 private:
  Rectangle(const Position& south_west, const Position& north_east);
  bool holds_longitude(double longitude) const;

  double south_;
  double west_;
  double north_;
  double east_;
};

}  // namespace goldenfour::geo
