#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "geo/sphere.h"

class S2CellId;

// Lower bounds of the distance to S2 cells for a dozen floating-point operations, where
// S2Cell::GetDistance takes some hundred, and without special cases at face edges and poles: each
// cell has an axis-parallel box around its part of the unit sphere. Internal to geo.
namespace goldenfour::geo {

struct Interval {
  double low;
  double high;
};

// The ranges of x, y and z over the cell, exact but for rounding.
std::array<Interval, 3> extent_of(S2CellId cell);

// The boxes of four cells side by side, so that one pass of vector instructions answers for all
// four. In single precision and padded: every point whose S2CellId lies in a cell is inside its
// box, by far.
class FourBoxes {
 public:
  void set(std::size_t slot, S2CellId cell);

  // At most the squared chord from `point` to any point of the cell in the same slot.
  std::array<float, 4> squared_chords_from(const sphere::UnitVector& point) const {
    const std::array<float, 3> from = {static_cast<float>(point.x), static_cast<float>(point.y),
                                       static_cast<float>(point.z)};
    std::array<float, 4> sums{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (std::size_t slot = 0; slot < 4; ++slot) {
        const float below = low_[axis][slot] - from[axis];
        const float above = from[axis] - high_[axis][slot];
        const float outside = std::max(std::max(below, above), 0.0F);
        sums[slot] += outside * outside;
      }
    }
    for (float& sum : sums) sum *= kRoundedDown;
    return sums;
  }

  float low(std::size_t axis, std::size_t slot) const { return low_[axis][slot]; }
  float high(std::size_t axis, std::size_t slot) const { return high_[axis][slot]; }

 private:
  // Single precision rounds coordinates by at most 6e-8 on either side of a subtraction (1.3 m on
  // the earth is allowed for both), and the squares and sums by a few times as much, relatively.
  static constexpr double kPadding = 2e-7;
  static constexpr float kRoundedDown = 1.0F - 2e-6F;

  float low_[3][4] = {};
  float high_[3][4] = {};
};

}  // namespace goldenfour::geo
