#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "geo/grid_index.h"

namespace goldenfour::geo {
namespace {

Position at(double latitude, double longitude) {
  return Position::from_degrees(latitude, longitude).value();
}

std::vector<std::uint64_t> ids(const std::vector<Hit>& hits) {
  std::vector<std::uint64_t> result;
  for (const Hit& hit : hits) result.push_back(hit.id);
  return result;
}

using Ids = std::vector<std::uint64_t>;
constexpr NearestOptions kAll{1000, Meters::infinity()};

TEST(GridIndex, EmptyFindsNothing) {
  const GridIndex index;
  EXPECT_EQ(index.size(), 0u);
  EXPECT_TRUE(index.nearest(at(0, 0), kAll).empty());
  EXPECT_FALSE(index.position(1));
  EXPECT_FALSE(index.contains(1));
}

TEST(GridIndex, OrdersByDistanceThenId) {
  GridIndex index;
  index.upsert(9, at(46.05, 14.51));
  index.upsert(3, at(46.05, 14.51));
  index.upsert(7, at(46.06, 14.51));
  index.upsert(1, at(46.04, 14.51));
  index.upsert(5, at(46.05, 14.505));
  EXPECT_EQ(ids(index.nearest(at(46.05, 14.51), kAll)), (Ids{3, 9, 5, 1, 7}));
  EXPECT_EQ(ids(index.nearest(at(46.05, 14.51), {1, kAll.max_distance})), Ids{3});
}

TEST(GridIndex, ReportsTheDistanceOfDistance) {
  GridIndex index;
  const Position place = at(29.079, 119.647);
  const Position query = at(29.1, 119.7);
  index.upsert(1, place);
  EXPECT_EQ(index.nearest(query, kAll), (std::vector<Hit>{{1, distance(query, place)}}));
}

TEST(GridIndex, MaxDistanceIsInclusive) {
  GridIndex index;
  const Position place = at(29.079, 119.647);
  const Position query = at(29.1, 119.7);
  const double exact = distance(query, place).value();
  index.upsert(1, place);
  EXPECT_EQ(index.nearest(query, {1, Meters{exact}}).size(), 1u);
  EXPECT_EQ(index.nearest(query, {1, Meters{std::nextafter(exact, 0.0)}}).size(), 0u);
  EXPECT_EQ(index.nearest(place, {1, 0_m}).size(), 1u);
  EXPECT_EQ(index.nearest(place, {1, -1_m}).size(), 0u);
  EXPECT_EQ(index.nearest(place, {1, Meters{std::nan("")}}).size(), 0u);
  EXPECT_EQ(index.nearest(place, {0, 10_m}).size(), 0u);
}

TEST(GridIndex, FilterSeesEachNearPointOnce) {
  GridIndex index;
  for (std::uint64_t id = 0; id < 200; ++id) index.upsert(id, at(0.0, 0.001 * double(id)));
  std::vector<int> asked(200);
  const auto odd = [&asked](std::uint64_t id) {
    ++asked[id];
    return id % 2 == 1;
  };
  EXPECT_EQ(ids(index.nearest(at(0, 0), {3, kAll.max_distance}, odd)), (Ids{1, 3, 5}));
  for (const int times : asked) EXPECT_LE(times, 1);
}

TEST(GridIndex, MovesAndErases) {
  GridIndex index;
  index.upsert(1, at(10, 10));
  index.upsert(2, at(10, 10.1));
  index.upsert(1, at(-40, 170));
  EXPECT_EQ(index.size(), 2u);
  EXPECT_EQ(index.position(1), at(-40, 170));
  EXPECT_EQ(ids(index.nearest(at(10, 10), {1, kAll.max_distance})), Ids{2});
  EXPECT_TRUE(index.erase(2));
  EXPECT_FALSE(index.erase(2));
  EXPECT_EQ(ids(index.nearest(at(10, 10), kAll)), Ids{1});
  index.clear();
  EXPECT_EQ(index.size(), 0u);
  EXPECT_TRUE(index.nearest(at(10, 10), kAll).empty());
}

TEST(GridIndex, DividesCrowdedCellsAndUnitesEmptiedOnes) {
  GridIndex index;
  const auto before = index.shape().cells;
  for (std::uint64_t id = 0; id < 5000; ++id) {
    index.upsert(id, at(46.0 + 0.0001 * double(id % 71), 14.0 + 0.0001 * double(id / 71)));
  }
  EXPECT_GT(index.shape().cells, 100u);
  EXPECT_LE(index.shape().fullest_cell, 32u);
  for (std::uint64_t id = 0; id < 5000; ++id) ASSERT_TRUE(index.erase(id));
  EXPECT_EQ(index.shape().cells, before);
}

TEST(GridIndex, ACrowdInOneHouseStaysShallow) {
  GridIndex index;
  for (std::uint64_t id = 0; id < 500; ++id) index.upsert(id, at(46.0, 14.0));
  EXPECT_EQ(index.shape().deepest_level, 20);
  EXPECT_EQ(ids(index.nearest(at(46, 14), {3, 1_m})), (Ids{0, 1, 2}));
}

TEST(GridIndex, NeighboursAcrossTheAntimeridianAndThePole) {
  GridIndex index;
  index.upsert(1, at(0.0, 179.99));
  index.upsert(2, at(0.0, -179.99));
  index.upsert(3, at(89.9, 0.0));
  index.upsert(4, at(89.9, 180.0));
  EXPECT_EQ(index.nearest(at(0.0, 179.995), {10, 5000_m}).size(), 2u);
  EXPECT_EQ(index.nearest(at(90.0, 77.0), {10, 12000_m}).size(), 2u);
}

Rectangle rectangle(double south, double west, double north, double east) {
  return Rectangle::between(at(south, west), at(north, east)).value();
}

TEST(Rectangle, ContainsItsEdges) {
  const Rectangle area = rectangle(10, 20, 30, 40);
  EXPECT_TRUE(area.contains(at(10, 20)));
  EXPECT_TRUE(area.contains(at(30, 40)));
  EXPECT_FALSE(area.contains(at(30.0001, 30)));
  EXPECT_FALSE(area.contains(at(20, 19.9999)));
  EXPECT_FALSE(Rectangle::between(at(10, 0), at(9, 0)));
}

TEST(Rectangle, CrossesTheAntimeridian) {
  const Rectangle fiji = rectangle(-20, 177, -15, -178);
  EXPECT_TRUE(fiji.contains(at(-18, 178)));
  EXPECT_TRUE(fiji.contains(at(-18, -179)));
  EXPECT_TRUE(fiji.contains(at(-18, 180)));
  EXPECT_FALSE(fiji.contains(at(-18, 0)));
  EXPECT_TRUE(rectangle(-20, -180, -15, -178).contains(at(-18, 180)));
  EXPECT_TRUE(rectangle(80, 10, 90, 20).contains(at(90, -77)));
}

TEST(GridIndex, InRectangleKeepsAPrefixUnderALimit) {
  GridIndex index;
  for (std::uint64_t id = 0; id < 1000; ++id) {
    index.upsert(id, at(double(id % 25) * 0.01, 179.9 + double(id / 25) * 0.002));
  }
  const Rectangle area = rectangle(0.05, 179.92, 0.15, 179.95);
  const RectangleHits all = index.in_rectangle(area, 1000);
  EXPECT_FALSE(all.truncated);
  EXPECT_GT(all.ids.size(), 100u);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{77}}) {
    const RectangleHits some = index.in_rectangle(area, limit);
    EXPECT_TRUE(some.truncated);
    EXPECT_EQ(some.ids, Ids(all.ids.begin(), all.ids.begin() + std::ptrdiff_t(limit)));
  }
  EXPECT_FALSE(index.in_rectangle(area, all.ids.size()).truncated);
  EXPECT_TRUE(index.in_rectangle(rectangle(-5, 0, -4, 1), 0).ids.empty());
}

TEST(GridIndex, IsAValue) {
  GridIndex index;
  for (std::uint64_t id = 0; id < 100; ++id) index.upsert(id, at(double(id) * 0.001, 0.0));
  const GridIndex copy = index;
  index.clear();
  EXPECT_EQ(copy.size(), 100u);
  EXPECT_EQ(ids(copy.nearest(at(0, 0), {2, kAll.max_distance})), (Ids{0, 1}));
}

}  // namespace
}  // namespace goldenfour::geo
