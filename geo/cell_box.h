#pragma once

#include <algorithm>
#include <array>

#include "geo/sphere.h"

class S2CellId;

namespace goldenfour::geo {

// The axis-parallel box around the part of the unit sphere that an S2 cell covers, slightly padded:
// every point whose S2CellId lies in the cell is inside. Internal to geo. What makes the index
// quick: a lower bound of the distance to a cell for a dozen floating-point operations, where
// S2Cell::GetDistance takes a few hundred, and without special cases at face edges and poles.
struct CellBox {
  std::array<double, 3> low;
  std::array<double, 3> high;

  static CellBox of(S2CellId cell);

  // At most the squared chord from `point` to any point of the cell.
  double squared_chord_from(const sphere::UnitVector& point) const {
    const double x = std::max({low[0] - point.x, point.x - high[0], 0.0});
    const double y = std::max({low[1] - point.y, point.y - high[1], 0.0});
    const double z = std::max({low[2] - point.z, point.z - high[2], 0.0});
    return x * x + y * y + z * z;
  }

  // The greatest a * x + b * y over the box.
  double greatest_on_equator_plane(double a, double b) const {
    return std::max(a * low[0], a * high[0]) + std::max(b * low[1], b * high[1]);
  }
};

}  // namespace goldenfour::geo
