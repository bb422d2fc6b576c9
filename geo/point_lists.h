#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/sphere.h"

namespace goldenfour::geo {

// What the index keeps of a point in its cell: all that a search reads, and nothing else.
struct IndexedPoint {
  sphere::UnitVector vector;
  std::uint64_t id;
};

// Many short unordered lists in one pool of chunks, so that reading a list is reading memory in a
// row. A list is a head and a count, which the caller keeps: {kNone, 0} is empty. The head chunk is
// the one that may be partly filled. Internal to geo.
class PointLists {
 public:
  using Head = std::uint32_t;
  static constexpr Head kNone = 0;
  static constexpr std::uint32_t kChunk = 32;  // points in a chunk of 1 KB

  void clear() {
    chunks_.resize(1);
    next_.resize(1);
    free_ = kNone;
  }

  // Both take the count before the call; the caller then changes its count by one.
  void push(Head& head, std::uint32_t count, const IndexedPoint& point);
  IndexedPoint pop(Head& head, std::uint32_t count);

  // Null if it is not there. Valid until the next push.
  IndexedPoint* find(Head head, std::uint32_t count, std::uint64_t id);

  template <class Visit>
  void for_each(Head head, std::uint32_t count, Visit&& visit) const {
    for (; count > 0; head = next_[head]) {
      const std::uint32_t here = filled(count);
      const IndexedPoint* const points = chunks_[head].data();
      for (std::uint32_t slot = 0; slot < here; ++slot) visit(points[slot]);
      count -= here;
    }
  }

  // Asks for the memory of the head chunk, of which for_each will read the first points.
  void prefetch(Head head, std::uint32_t count) const {
    for (std::uint32_t slot = 0; slot < std::min(count, kChunk); slot += 2) {
      __builtin_prefetch(&chunks_[head][slot]);
    }
  }

 private:
  using Chunk = std::array<IndexedPoint, kChunk>;

  // Points in the head chunk of a list with `count` > 0.
  static std::uint32_t filled(std::uint32_t count) { return (count - 1) % kChunk + 1; }

  Head allocate();

  std::vector<Chunk> chunks_ = std::vector<Chunk>(1);  // number 0 is kNone
  std::vector<Head> next_ = std::vector<Head>(1);      // of a list, or of the free chunks
  Head free_ = kNone;
};

}  // namespace goldenfour::geo
