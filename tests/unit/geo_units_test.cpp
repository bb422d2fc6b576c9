#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

#include "geo/units.h"

namespace goldenfour::geo {
namespace {

static_assert(!std::is_convertible_v<double, Meters>);
static_assert(!std::is_convertible_v<Meters, double>);
static_assert(!std::is_constructible_v<Seconds, Meters>);
static_assert(300_m / 1.5_mps == 200_s);
static_assert(2.0_mps * 90_s == 180_m);
static_assert(180_m / 90_s == 2.0_mps);
static_assert(3.0 * 2_m - 1_m == 5_m);
static_assert(10_m / 4_m == 2.5);
static_assert(Meters{} == 0_m && -(1_m) < 0_m && 1_m < Meters::infinity());

TEST(Units, AccumulateInPlace) {
  Seconds total;
  total += 102_s;
  total -= 2_s;
  EXPECT_EQ(total, 100_s);
}

TEST(Units, NanIsUnordered) {
  const Meters nan{std::nan("")};
  EXPECT_FALSE(nan < 1_m);
  EXPECT_FALSE(nan >= 1_m);
  EXPECT_FALSE(nan == nan);
}

}  // namespace
}  // namespace goldenfour::geo
