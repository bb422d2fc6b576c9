#include "geo/cell_box.h"

#include <s2/r1interval.h>
#include <s2/r2rect.h>
#include <s2/s2cell_id.h>
#include <s2/s2coords.h>

#include <cmath>

namespace goldenfour::geo {
namespace {

double nearest_to_zero(const R1Interval& interval) {
  return interval.Project(0.0);
}

double farthest_from_zero(const R1Interval& interval) {
  return std::max(std::abs(interval.lo()), std::abs(interval.hi()));
}

// The range of u / sqrt(1 + u^2 + v^2), which grows with u and shrinks towards 0 with |v|.
Interval range_of(const R1Interval& u, const R1Interval& v) {
  const auto value = [&v](double coordinate, bool far_from_zero) {
    const double other = far_from_zero ? nearest_to_zero(v) : farthest_from_zero(v);
    return coordinate / std::sqrt(1.0 + coordinate * coordinate + other * other);
  };
  return {value(u.lo(), u.lo() < 0.0), value(u.hi(), u.hi() > 0.0)};
}

// The range of 1 / sqrt(1 + u^2 + v^2): how far the patch reaches along the axis of its face.
Interval range_along_normal(const R1Interval& u, const R1Interval& v) {
  const auto value = [](double a, double b) { return 1.0 / std::sqrt(1.0 + a * a + b * b); };
  return {value(farthest_from_zero(u), farthest_from_zero(v)),
          value(nearest_to_zero(u), nearest_to_zero(v))};
}

}  // namespace

std::array<Interval, 3> extent_of(S2CellId cell) {
  const R2Rect bound = cell.GetBoundUV();
  const std::array<Interval, 3> ranges = {range_of(bound[0], bound[1]),
                                          range_of(bound[1], bound[0]),
                                          range_along_normal(bound[0], bound[1])};
  std::array<Interval, 3> extent{};
  for (int axis = 0; axis < 3; ++axis) {
    // Each axis of a face's (u, v, normal) frame is one of x, y, z, perhaps reversed.
    const S2Point direction = S2::GetUVWAxis(cell.face(), axis);
    const int coordinate = direction.LargestAbsComponent();
    const Interval& range = ranges[static_cast<std::size_t>(axis)];
    extent[static_cast<std::size_t>(coordinate)] =
        direction[coordinate] < 0.0 ? Interval{-range.high, -range.low} : range;
  }
  return extent;
}

void FourBoxes::set(std::size_t slot, S2CellId cell) {
  const std::array<Interval, 3> extent = extent_of(cell);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    low_[axis][slot] = static_cast<float>(extent[axis].low - kPadding);
    high_[axis][slot] = static_cast<float>(extent[axis].high + kPadding);
  }
}

}  // namespace goldenfour::geo
