#include "geo/grid_index.h"

#include <s2/s2cell_id.h>
#include <s2/s2point.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace goldenfour::geo {
namespace {

// A leaf cell is full with one chunk of points.
constexpr std::uint32_t kSplitAt = PointLists::kChunk;
// Well below kSplitAt, so that points going to and fro over an edge do not divide and unite the
// same cell again and again.
constexpr std::uint32_t kMergeAt = 12;
// About 10 m: more people than kSplitAt in one house cost a longer list, not a deeper tree.
constexpr int kDeepestLevel = 20;
constexpr std::uint32_t kFaces = 6;

std::uint64_t leaf_of(const sphere::UnitVector& point) {
  return S2CellId(S2Point(point.x, point.y, point.z)).id();
}

std::uint32_t face_of(std::uint64_t leaf) {
  return static_cast<std::uint32_t>(S2CellId(leaf).face());
}

std::uint32_t child_of(std::uint64_t leaf, int level) {
  return static_cast<std::uint32_t>(S2CellId(leaf).child_position(level));
}

}  // namespace

GridIndex::GridIndex() {
  clear();
}

void GridIndex::clear() {
  places_.clear();
  free_blocks_.clear();
  lists_.clear();
  blocks_.assign(2, Block{});  // the six faces and two that stay empty
  for (CellNumber face = 0; face < kFaces; ++face) {
    blocks_[face / 4].boxes.set(face % 4, S2CellId::FromFace(static_cast<int>(face)));
  }
}

void GridIndex::upsert(std::uint64_t id, const Position& position) {
  const IndexedPoint point{sphere::to_unit_vector(position), id};
  const std::uint64_t leaf = leaf_of(point.vector);
  const auto [found, is_new] = places_.try_emplace(id, Place{position, leaf});
  if (!is_new) {
    const std::uint64_t old_leaf = std::exchange(found->second.leaf, leaf);
    found->second.position = position;
    if (move_within_leaf(old_leaf, leaf, point)) return;
    remove(old_leaf, id);
  }
  assert(places_.size() <= kMaxPoints);
  insert(leaf, point);
}

bool GridIndex::erase(std::uint64_t id) {
  const auto found = places_.find(id);
  if (found == places_.end()) return false;
  remove(found->second.leaf, id);
  places_.erase(found);
  return true;
}

std::optional<Position> GridIndex::position(std::uint64_t id) const {
  const auto found = places_.find(id);
  if (found == places_.end()) return std::nullopt;
  return found->second.position;
}

void GridIndex::insert(std::uint64_t leaf, const IndexedPoint& point) {
  CellNumber cell = face_of(leaf);
  for (int level = 0;;) {
    if (!is_inner(cell)) {
      if (count(cell) < kSplitAt || level == kDeepestLevel) break;
      split(cell, S2CellId(leaf).parent(level).id());
    }
    ++count(cell);
    cell = first_child(cell) + child_of(leaf, ++level);
  }
  push(cell, point);
}

void GridIndex::remove(std::uint64_t leaf, std::uint64_t id) {
  CellNumber cell = face_of(leaf);
  std::optional<CellNumber> shrunk;  // the highest inner cell that may become a leaf again
  for (int level = 1; is_inner(cell); ++level) {
    if (--count(cell) <= kMergeAt && !shrunk) shrunk = cell;
    cell = first_child(cell) + child_of(leaf, level);
  }
  const IndexedPoint last = pop(cell);
  if (last.id != id) {
    IndexedPoint* const removed = lists_.find(below(cell) / 2, count(cell), id);
    assert(removed != nullptr);
    *removed = last;
  }
  if (shrunk) merge(*shrunk);
}

// Most moves are of a few metres: when the point stays in its leaf cell, only its vector changes.
bool GridIndex::move_within_leaf(std::uint64_t old_leaf, std::uint64_t new_leaf,
                                 const IndexedPoint& point) {
  CellNumber cell = face_of(old_leaf);
  if (cell != face_of(new_leaf)) return false;
  for (int level = 1; is_inner(cell); ++level) {
    const std::uint32_t child = child_of(old_leaf, level);
    if (child != child_of(new_leaf, level)) return false;
    cell = first_child(cell) + child;
  }
  IndexedPoint* const moved = lists_.find(below(cell) / 2, count(cell), point.id);
  assert(moved != nullptr);
  *moved = point;
  return true;
}

void GridIndex::push(CellNumber leaf_cell, const IndexedPoint& point) {
  PointLists::Head head = below(leaf_cell) / 2;
  lists_.push(head, count(leaf_cell)++, point);
  below(leaf_cell) = head * 2;
}

IndexedPoint GridIndex::pop(CellNumber leaf_cell) {
  PointLists::Head head = below(leaf_cell) / 2;
  const IndexedPoint last = lists_.pop(head, count(leaf_cell)--);
  below(leaf_cell) = head * 2;
  return last;
}

// Makes an inner cell of a leaf; its count stays.
void GridIndex::split(CellNumber cell, std::uint64_t s2_cell) {
  const std::uint32_t points = count(cell);
  const CellNumber children = allocate_children(s2_cell);
  const int child_level = S2CellId(s2_cell).level() + 1;
  while (count(cell) > 0) {
    const IndexedPoint point = pop(cell);
    push(children + child_of(leaf_of(point.vector), child_level), point);
  }
  count(cell) = points;
  below(cell) = children * 2 + 1;
}

GridIndex::CellNumber GridIndex::allocate_children(std::uint64_t s2_cell) {
  CellNumber first = 0;
  if (free_blocks_.empty()) {
    first = static_cast<CellNumber>(blocks_.size() * 4);
    blocks_.emplace_back();
  } else {
    first = free_blocks_.back();
    free_blocks_.pop_back();
  }
  for (std::uint32_t slot = 0; slot < 4; ++slot) {
    blocks_[first / 4].boxes.set(slot, S2CellId(s2_cell).child(static_cast<int>(slot)));
  }
  return first;
}

void GridIndex::merge(CellNumber cell) {
  std::vector<IndexedPoint> points;
  points.reserve(count(cell));
  drain(cell, points);
  for (const IndexedPoint& point : points) push(cell, point);
}

// Moves the points of `cell` out and frees its descendants, which leaves an empty leaf.
void GridIndex::drain(CellNumber cell, std::vector<IndexedPoint>& points) {
  if (!is_inner(cell)) {
    while (count(cell) > 0) points.push_back(pop(cell));
    return;
  }
  const CellNumber children = first_child(cell);
  for (CellNumber child = children; child < children + 4; ++child) drain(child, points);
  free_blocks_.push_back(children);
  count(cell) = 0;
  below(cell) = PointLists::kNone;
}

GridIndex::Shape GridIndex::shape() const {
  Shape shape{0, 0, 0};
  std::vector<std::pair<CellNumber, int>> open;
  for (CellNumber face = 0; face < kFaces; ++face) open.emplace_back(face, 0);
  while (!open.empty()) {
    const auto [cell, level] = open.back();
    open.pop_back();
    if (!is_inner(cell)) {
      ++shape.cells;
      shape.deepest_level = std::max(shape.deepest_level, level);
      shape.fullest_cell = std::max(shape.fullest_cell, std::size_t{count(cell)});
      continue;
    }
    for (CellNumber slot = 0; slot < 4; ++slot) {
      open.emplace_back(first_child(cell) + slot, level + 1);
    }
  }
  return shape;
}

}  // namespace goldenfour::geo
