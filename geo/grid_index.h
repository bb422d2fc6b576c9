#pragma once

#include <absl/container/flat_hash_map.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include "geo/cell_box.h"
#include "geo/point_lists.h"
#include "geo/position.h"
#include "geo/rectangle.h"
#include "geo/units.h"

namespace goldenfour::geo {

// A reference to any callable `bool(std::uint64_t id)`, for parameters only: it does not own what
// it refers to. The default accepts every id.
class IdFilter {
 public:
  IdFilter() = default;

  template <class Callable>
    requires(std::predicate<const Callable&, std::uint64_t> && std::is_object_v<Callable> &&
             !std::same_as<Callable, IdFilter>)
  IdFilter(const Callable& callable)  // implicit, so that a lambda can be passed
      : callable_(std::addressof(callable)), call_([](const void* object, std::uint64_t id) {
          return static_cast<bool>((*static_cast<const Callable*>(object))(id));
        }) {}

  bool operator()(std::uint64_t id) const { return call_ == nullptr || call_(callable_, id); }

 private:
  const void* callable_ = nullptr;
  bool (*call_)(const void*, std::uint64_t) = nullptr;
};

struct NearestOptions {
  std::size_t max_results;  // 0 finds nothing
  Meters max_distance;      // inclusive; negative finds nothing, infinity() is the whole earth
};

struct Hit {
  std::uint64_t id;
  Meters distance;  // the same double as distance(query, position(id))
  friend bool operator==(const Hit&, const Hit&) = default;
};

struct RectangleHits {
  std::vector<std::uint64_t> ids;
  bool truncated;  // there are more than `limit`
};

// Points that move, found again by place. Each S2 cell with too many points is divided into its
// four children, so the grid is fine in a town and coarse in the country (server/adr/0003).
//
//   GridIndex responders;
//   responders.upsert(7, position);
//   for (const Hit& hit : responders.nearest(patient, {.max_results = 10, .max_distance = 5000_m},
//                                            [&](std::uint64_t id) { return on_duty(id); })) ...
//
// Answers depend on the points alone, not on the order of the calls that put them there, and equal
// those of a full scan. Correct at poles, face edges and the antimeridian. A plain value that one
// thread owns: const calls may run together, nothing else may. The caller bounds the number of
// points (kMaxPoints, a programmer error beyond); about 120 bytes each.
class GridIndex {
 public:
  static constexpr std::size_t kMaxPoints = std::size_t{1} << 28;

  GridIndex();

  // Adds the point or moves it. About 1 us at a million points; linear in the points that share
  // its last cell of 10 m, if those are more than a few dozen. The same holds for erase.
  void upsert(std::uint64_t id, const Position& position);

  // False if there was none.
  bool erase(std::uint64_t id);

  void clear();

  std::size_t size() const { return places_.size(); }
  bool contains(std::uint64_t id) const { return places_.contains(id); }
  std::optional<Position> position(std::uint64_t id) const;

  // The accepted points nearest to `query`, ordered by distance, then id. To get all within a
  // radius, ask for size() results. `accept` is called at most once per point, for points that are
  // near enough, in no promised order, and must not change the index.
  std::vector<Hit> nearest(const Position& query, const NearestOptions& options,
                           IdFilter accept = {}) const;

  // At most `limit` of the accepted points in the rectangle, in the order of S2's Hilbert curve,
  // then of id: neighbours stand together, and a smaller limit gives a prefix.
  RectangleHits in_rectangle(const Rectangle& rectangle, std::size_t limit,
                             IdFilter accept = {}) const;

  // What the index is made of, for metrics and tests.
  struct Shape {
    std::size_t cells;  // leaf cells, empty ones included
    int deepest_level;
    std::size_t fullest_cell;
  };
  Shape shape() const;

 private:
  struct Place {
    Position position;
    std::uint64_t leaf;  // S2 cell of level 30
  };

  // A cell of the tree is a number: four siblings, in the order of the curve, stand in one block
  // of two cache lines. Cells 0 to 5 are the faces of the cube.
  using CellNumber = std::uint32_t;

  struct alignas(64) Block {
    FourBoxes boxes;
    std::array<std::uint32_t, 4> count{};  // points in the cell, at any depth
    // An inner cell's first child * 2 + 1, or a leaf's list of points * 2.
    std::array<std::uint32_t, 4> below{};
  };

  class NearestSearch;
  class RectangleSearch;

  std::uint32_t& count(CellNumber cell) { return blocks_[cell / 4].count[cell % 4]; }
  std::uint32_t count(CellNumber cell) const { return blocks_[cell / 4].count[cell % 4]; }
  std::uint32_t& below(CellNumber cell) { return blocks_[cell / 4].below[cell % 4]; }
  std::uint32_t below(CellNumber cell) const { return blocks_[cell / 4].below[cell % 4]; }
  bool is_inner(CellNumber cell) const { return below(cell) % 2 == 1; }
  CellNumber first_child(CellNumber inner) const { return below(inner) / 2; }

  // Asks for the memory that the next step below `cell` reads; a third of a cold query's time.
  void prefetch(CellNumber cell) const {
    if (is_inner(cell)) {
      __builtin_prefetch(&blocks_[first_child(cell) / 4]);
      __builtin_prefetch(&blocks_[first_child(cell) / 4].count);
    } else {
      lists_.prefetch(below(cell) / 2, count(cell));
    }
  }

  void insert(std::uint64_t leaf, const IndexedPoint& point);
  void remove(std::uint64_t leaf, std::uint64_t id);
  bool move_within_leaf(std::uint64_t old_leaf, std::uint64_t new_leaf, const IndexedPoint& point);
  void push(CellNumber leaf_cell, const IndexedPoint& point);
  IndexedPoint pop(CellNumber leaf_cell);
  void split(CellNumber cell, std::uint64_t s2_cell);
  void merge(CellNumber cell);
  void drain(CellNumber cell, std::vector<IndexedPoint>& points);
  CellNumber allocate_children(std::uint64_t s2_cell);

  std::vector<Block> blocks_;
  std::vector<CellNumber> free_blocks_;  // their first cells
  PointLists lists_;
  absl::flat_hash_map<std::uint64_t, Place> places_;
};

}  // namespace goldenfour::geo
