#include "geo/point_lists.h"

#include <cassert>
#include <utility>

namespace goldenfour::geo {

void PointLists::push(Head& head, std::uint32_t count, const IndexedPoint& point) {
  if (count % kChunk == 0) {
    const Head added = allocate();
    next_[added] = head;
    head = added;
  }
  chunks_[head][count % kChunk] = point;
}

IndexedPoint PointLists::pop(Head& head, std::uint32_t count) {
  assert(count > 0);
  const IndexedPoint last = chunks_[head][filled(count) - 1];
  if (filled(count) == 1) {
    const Head emptied = std::exchange(head, next_[head]);
    next_[emptied] = std::exchange(free_, emptied);
  }
  return last;
}

IndexedPoint* PointLists::find(Head head, std::uint32_t count, std::uint64_t id) {
  for (; count > 0; head = next_[head]) {
    const std::uint32_t here = filled(count);
    for (std::uint32_t slot = 0; slot < here; ++slot) {
      if (chunks_[head][slot].id == id) return &chunks_[head][slot];
    }
    count -= here;
  }
  return nullptr;
}

PointLists::Head PointLists::allocate() {
  if (free_ != kNone) return std::exchange(free_, next_[free_]);
  chunks_.emplace_back();
  next_.push_back(kNone);
  return static_cast<Head>(chunks_.size() - 1);
}

}  // namespace goldenfour::geo
