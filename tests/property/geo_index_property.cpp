// The index against a full scan: the same answer to the last bit, after any history of changes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <vector>

#include "geo/grid_index.h"
#include "geo/sphere.h"
#include "tests/property/geo_worlds.h"

namespace goldenfour::geo {
namespace {

using support::Random;
using worlds::World;

std::uint64_t seed() {
  const char* given = std::getenv("GOLDENFOUR_SEED");
  return given == nullptr ? 20260713 : std::strtoull(given, nullptr, 10);
}

// Knows the points by heart and compares each of them.
class FullScan {
 public:
  void upsert(std::uint64_t id, const Position& position) {
    const auto [found, is_new] = slots_.try_emplace(id, points_.size());
    if (is_new) points_.emplace_back();
    points_[found->second] = {id, position, sphere::to_unit_vector(position)};
  }

  bool erase(std::uint64_t id) {
    const auto found = slots_.find(id);
    if (found == slots_.end()) return false;
    slots_[points_.back().id] = found->second;
    points_[found->second] = points_.back();
    points_.pop_back();
    slots_.erase(id);
    return true;
  }

  std::size_t size() const { return points_.size(); }
  std::uint64_t any_id(Random& random) const { return random.pick(points_).id; }

  // Sorting by true distance is what costs, so first drop what is clearly farther than the k-th.
  std::vector<Hit> nearest(const Position& query, const NearestOptions& options,
                           const IdFilter& accept) const {
    const sphere::UnitVector from = sphere::to_unit_vector(query);
    const double limit = chord_limit(options.max_distance);
    std::vector<std::pair<double, std::uint64_t>> near;
    for (const Point& point : points_) {
      const double chord = sphere::squared_chord(from, point.vector);
      if (chord <= limit && accept(point.id)) near.emplace_back(chord, point.id);
    }
    if (near.size() > options.max_results && options.max_results > 0) {
      const auto kth = near.begin() + std::ptrdiff_t(options.max_results) - 1;
      std::nth_element(near.begin(), kth, near.end());
      const double enough = kth->first * (1 + 1e-9);
      std::erase_if(near, [enough](const auto& item) { return item.first > enough; });
    }
    std::vector<Hit> hits;
    for (const auto& [chord, id] : near) {
      const Hit hit{id, distance(query, points_[slots_.at(id)].position)};
      if (hit.distance <= options.max_distance) hits.push_back(hit);
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
      return std::pair(a.distance.value(), a.id) < std::pair(b.distance.value(), b.id);
    });
    hits.resize(std::min(hits.size(), options.max_results));
    return hits;
  }

  std::vector<std::uint64_t> in_rectangle(const Rectangle& area, const IdFilter& accept) const {
    std::vector<std::uint64_t> ids;
    for (const Point& point : points_) {
      if (area.contains(point.position) && accept(point.id)) ids.push_back(point.id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }

 private:
  struct Point {
    std::uint64_t id;
    Position position;
    sphere::UnitVector vector;
  };

  static double chord_limit(Meters distance) {
    if (distance.value() < 0.0) return -1.0;
    if (distance.value() > 2e7) return 5.0;
    const double chord = 2.0 * std::sin(distance.value() / sphere::kEarthRadiusMeters / 2.0);
    return chord * chord * (1.0 + 1e-9);
  }

  std::vector<Point> points_;
  std::map<std::uint64_t, std::size_t> slots_;
};

struct Both {
  GridIndex index;
  FullScan scan;

  void upsert(std::uint64_t id, const Position& position) {
    index.upsert(id, position);
    scan.upsert(id, position);
  }
};

NearestOptions random_options(Random& random) {
  NearestOptions options{1 + random.below(20), Meters::infinity()};
  if (random.chance(0.02)) options.max_results = random.below(3000);
  if (random.chance(0.7)) options.max_distance = Meters{std::pow(10.0, random.uniform(-2.0, 7.4))};
  if (random.chance(0.02)) options.max_distance = Meters{0.0};
  return options;
}

Position random_query(Random& random, const World& world) {
  const Position near = world.draw(random);
  if (random.chance(0.3)) return near;
  if (random.chance(0.1)) return worlds::anywhere(random);
  if (random.chance(0.05)) return worlds::place(random.chance(0.5) ? 90 : -90, 0);
  return worlds::moved(random, near, std::pow(10.0, random.uniform(-7.0, 1.0)));
}

std::uint64_t random_id(Random& random) {
  return random.below(5000);
}

void change_a_little(Random& random, const World& world, Both& both) {
  for (std::uint64_t changes = random.below(20); changes > 0; --changes) {
    if (random.chance(0.4) && both.scan.size() > 1) {
      const std::uint64_t id = both.scan.any_id(random);
      ASSERT_EQ(both.index.erase(id), both.scan.erase(id));
    } else if (random.chance(0.5)) {
      const std::uint64_t id = both.scan.any_id(random);
      both.upsert(id, worlds::moved(random, both.index.position(id).value(), 1e-5));
    } else {
      const std::uint64_t id = random_id(random);
      both.upsert(id, world.draw(random));
    }
  }
  const std::uint64_t stranger = 5000 + random.below(10);
  ASSERT_FALSE(both.index.erase(stranger));
  ASSERT_EQ(both.index.size(), both.scan.size());
}

void compare_nearest(Random& random, const World& world, const Both& both) {
  const Position query = random_query(random, world);
  const NearestOptions options = random_options(random);
  const std::uint64_t divisor = 1 + random.below(3);
  const auto accept = [divisor](std::uint64_t id) { return id % divisor == 0; };
  const auto expected = both.scan.nearest(query, options, accept);
  ASSERT_EQ(both.index.nearest(query, options, accept), expected)
      << "query " << query.latitude_degrees() << ' ' << query.longitude_degrees() << ", "
      << options.max_results << " within " << options.max_distance.value() << " m";
}

Rectangle random_rectangle(Random& random, const World& world) {
  Position a = random_query(random, world);
  Position b = random_query(random, world);
  if (random.chance(0.1)) a = worlds::place(-90, -180);
  if (a.latitude_degrees() > b.latitude_degrees()) std::swap(a, b);
  return Rectangle::between(a, b).value();
}

void compare_rectangle(Random& random, const World& world, const Both& both) {
  const Rectangle area = random_rectangle(random, world);
  const auto accept = [](std::uint64_t id) { return id % 3 != 0; };
  RectangleHits all = both.index.in_rectangle(area, both.scan.size(), accept);
  ASSERT_FALSE(all.truncated);
  const std::size_t limit = random.below(all.ids.size() + 2);
  const RectangleHits some = both.index.in_rectangle(area, limit, accept);
  ASSERT_EQ(some.truncated, limit < all.ids.size());
  ASSERT_TRUE(std::equal(some.ids.begin(), some.ids.end(), all.ids.begin()));
  std::sort(all.ids.begin(), all.ids.end());
  ASSERT_EQ(all.ids, both.scan.in_rectangle(area, accept))
      << area.south() << ' ' << area.west() << ' ' << area.north() << ' ' << area.east();
}

// Sizes from 1 to 2,000, small ones more often: that is where the tree has few levels.
std::size_t random_size(Random& random) {
  return static_cast<std::size_t>(std::pow(2000.0, random.uniform()) + 0.5);
}

constexpr std::size_t kQueries = 1'000'000;
constexpr std::size_t kQueriesPerWorld = 250;

TEST(GridIndexProperty, NearestAndRectangleEqualAFullScan) {
  std::printf("to repeat: GOLDENFOUR_SEED=%llu build/<preset>/tests/property/property_geo\n",
              static_cast<unsigned long long>(seed()));
  Random random(seed());
  std::map<worlds::Shape, std::size_t> queries;
  for (std::size_t done = 0, number = 0; done < kQueries; ++number) {
    const worlds::Shape shape = worlds::kShapes[number % worlds::kShapes.size()];
    SCOPED_TRACE(testing::Message() << "world " << number << ", " << worlds::to_string(shape));
    const World world(random, shape);
    Both both;
    for (std::size_t points = random_size(random); points > 0; --points) {
      both.upsert(random_id(random), world.draw(random));
    }
    for (std::size_t query = 0; query < kQueriesPerWorld; ++query, ++done) {
      if (query % 10 == 9) ASSERT_NO_FATAL_FAILURE(change_a_little(random, world, both));
      ASSERT_NO_FATAL_FAILURE(compare_nearest(random, world, both));
      if (query % 10 == 0) ASSERT_NO_FATAL_FAILURE(compare_rectangle(random, world, both));
    }
    queries[shape] += kQueriesPerWorld;
  }
  for (const auto& [shape, count] : queries) {
    std::printf("%-13s %zu queries\n", std::string(worlds::to_string(shape)).c_str(), count);
  }
}

TEST(GridIndexProperty, AnswersDoNotDependOnHistory) {
  Random random(seed() + 1);
  for (int number = 0; number < 200; ++number) {
    const World world(random, worlds::kShapes[std::size_t(number) % worlds::kShapes.size()]);
    GridIndex lived;
    std::map<std::uint64_t, Position> last;
    for (int change = 0; change < 3000; ++change) {
      const std::uint64_t id = random.below(400);
      if (random.chance(0.3)) {
        ASSERT_EQ(lived.erase(id), last.erase(id) == 1);
      } else {
        lived.upsert(id, last[id] = world.draw(random));
      }
    }
    GridIndex fresh;
    for (const auto& [id, position] : last) fresh.upsert(id, position);
    const NearestOptions all{lived.size(), Meters::infinity()};
    const Position query = worlds::anywhere(random);
    ASSERT_EQ(lived.nearest(query, all), fresh.nearest(query, all));
    const Rectangle area = random_rectangle(random, world);
    ASSERT_EQ(lived.in_rectangle(area, 50).ids, fresh.in_rectangle(area, 50).ids);
  }
}

TEST(GridIndexProperty, AMillionPoints) {
  Random random(seed() + 2);
  constexpr std::size_t kPoints = 1'000'000;
  std::vector<World> parts;
  for (const worlds::Shape shape : worlds::kShapes) {
    // Eight buckets of 100,000 points each would measure nothing but patience.
    if (shape != worlds::Shape::kDuplicates) parts.emplace_back(random, shape);
  }
  Both both;
  for (std::uint64_t id = 0; id < kPoints; ++id) both.upsert(id, random.pick(parts).draw(random));
  for (std::uint64_t id = 0; id < kPoints; id += 7) {
    both.upsert(id, random.pick(parts).draw(random));
  }
  const GridIndex::Shape shape = both.index.shape();
  std::printf("%zu points: %zu cells, deepest level %d\n", both.index.size(), shape.cells,
              shape.deepest_level);
  for (int query = 0; query < 1000; ++query) {
    ASSERT_NO_FATAL_FAILURE(compare_nearest(random, random.pick(parts), both)) << query;
  }
}

}  // namespace
}  // namespace goldenfour::geo
