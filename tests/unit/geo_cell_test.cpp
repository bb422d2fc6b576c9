#include <gtest/gtest.h>

#include "geo/cell.h"
#include "tests/support/random.h"

namespace goldenfour::geo {
namespace {

Position at(double latitude, double longitude) {
  return Position::from_degrees(latitude, longitude).value();
}

TEST(Cell, KnownToken) {
  // Mountain View lies on face 4 (tokens 8 to 9), where S2 users know its cells as 808f....
  const Position place = at(37.422, -122.084);
  EXPECT_EQ(cell_token(place, 0), "9");
  EXPECT_EQ(cell_token(place, 10).substr(0, 3), "808");
  EXPECT_EQ(cell_token(place, 30).size(), 16u);
}

TEST(Cell, CenterLiesInItsCellOnEveryLevel) {
  support::Random random(5);
  for (int round = 0; round < 2000; ++round) {
    const Position place = at(random.uniform(-90.0, 90.0), random.uniform(-180.0, 180.0));
    for (int level = 0; level <= kMaxCellLevel; ++level) {
      const std::uint64_t cell = cell_id(place, level);
      ASSERT_TRUE(is_cell_id(cell));
      ASSERT_EQ(cell_id(cell_center(cell), level), cell) << "level " << level;
    }
  }
}

TEST(Cell, CenterIsNear) {
  const Position place = at(29.079, 119.647);
  EXPECT_LT(distance(place, cell_center(cell_id(place, 15))), Meters{250.0});
  EXPECT_LT(distance(place, cell_center(cell_id(place, 30))), Meters{0.02});
}

TEST(Cell, PolesAndAntimeridianHaveCells) {
  for (const Position& place : {at(90, 0), at(-90, 0), at(0, 180), at(0, -180), at(90, 180)}) {
    const std::uint64_t cell = cell_id(place, 30);
    EXPECT_LT(distance(place, cell_center(cell)), Meters{0.02});
  }
}

TEST(Cell, OtherNumbersAreNoCells) {
  EXPECT_FALSE(is_cell_id(0));
  EXPECT_FALSE(is_cell_id(~std::uint64_t{0}));
  EXPECT_DEATH(cell_center(0), "is_cell_id");
  EXPECT_DEATH(cell_id(Position{}, 31), "level");
}

}  // namespace
}  // namespace goldenfour::geo
