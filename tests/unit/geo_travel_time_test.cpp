#include <gtest/gtest.h>

#include "geo/travel_time.h"
#include "tests/support/random.h"

namespace goldenfour::geo {
namespace {

constexpr TravelModel kWalker{1.5, 2.0_mps, 40_s};

TEST(TravelTime, IsDetourTimesDistanceOverSpeedPlusVertical) {
  EXPECT_EQ(travel_time(400_m, kWalker), 340_s);
  EXPECT_EQ(route_time(400_m, kWalker), 240_s);
  EXPECT_EQ(travel_time(0_m, kWalker), 40_s);
}

TEST(TravelTime, ReachIsItsInverse) {
  EXPECT_EQ(reachable_distance(340_s, kWalker), 400_m);
  EXPECT_EQ(reachable_distance(39_s, kWalker), 0_m);
  EXPECT_EQ(reachable_distance(-1_s, kWalker), 0_m);
  support::Random random(6);
  for (int round = 0; round < 1000; ++round) {
    const TravelModel model{random.uniform(1.0, 3.0), MetersPerSecond{random.uniform(0.5, 15.0)},
                            Seconds{random.uniform(0.0, 120.0)}};
    const Meters straight{random.uniform(0.0, 20000.0)};
    const Meters back = reachable_distance(travel_time(straight, model), model);
    ASSERT_NEAR(back.value(), straight.value(), 1e-6);
  }
}

TEST(TravelTime, RefusesAnImpossibleModel) {
  EXPECT_DEATH(travel_time(1_m, {0.9, 2.0_mps, 0_s}), "detour");
  EXPECT_DEATH(travel_time(1_m, {1.5, MetersPerSecond{0.0}, 0_s}), "speed");
  EXPECT_DEATH(travel_time(1_m, {1.5, 2.0_mps, -1_s}), "vertical");
  EXPECT_DEATH(travel_time(-1_m, kWalker), "route");
}

}  // namespace
}  // namespace goldenfour::geo
