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
#include "geo/position.h"
#include "geo/rectangle.h"
#include "geo/sphere.h"
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
// points (kMaxPoints, a programmer error beyond); about 90 bytes each.
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
  struct Entry {
    sphere::UnitVector point;
    std::uint64_t id;
  };

  struct Place {
    Position position;
    std::uint64_t leaf;  // S2 cell of level 30
  };

  // A cell: inner if first_child is set, with children at first_child + 0..3 in the order of the
  // curve; else a leaf with a bucket. Roots are nodes 0 to 5, the faces of the cube.
  struct Node {
    CellBox box;
    std::vector<Entry> bucket;
    std::uint32_t first_child = 0;
    std::uint32_t count = 0;  // points in this cell, at any depth
  };

  class NearestSearch;
  class RectangleSearch;

  void insert(std::uint64_t leaf, const Entry& entry);
  void remove(std::uint64_t leaf, std::uint64_t id);
  bool move_within_leaf(std::uint64_t old_leaf, std::uint64_t new_leaf, const Entry& entry);
  void split(std::uint32_t node, std::uint64_t cell);
  void merge(std::uint32_t node);
  void collect(std::uint32_t node, std::vector<Entry>& entries);
  std::uint32_t allocate_children(std::uint64_t cell);

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> free_blocks_;  // first_child values for reuse
  absl::flat_hash_map<std::uint64_t, Place> places_;
};

}  // namespace goldenfour::geo
