#include "geo/grid_index.h"

#include <s2/s2cell_id.h>
#include <s2/s2point.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace goldenfour::geo {
namespace {

// Measured with tests/bench/geo_bench at a million points: 16 to 48 differ by less than a tenth.
constexpr std::size_t kSplitAbove = 32;
// Well below kSplitAbove, so that points going to and fro over an edge do not divide and unite
// the same cell again and again.
constexpr std::uint32_t kMergeBelow = 12;
// About 10 m: more people than kSplitAbove in one house cost a longer bucket, not a deeper tree.
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
  nodes_.clear();
  nodes_.resize(kFaces);
  for (std::uint32_t face = 0; face < kFaces; ++face) {
    nodes_[face].box = CellBox::of(S2CellId::FromFace(static_cast<int>(face)));
  }
}

void GridIndex::upsert(std::uint64_t id, const Position& position) {
  const Entry entry{sphere::to_unit_vector(position), id};
  const std::uint64_t leaf = leaf_of(entry.point);
  const auto [found, is_new] = places_.try_emplace(id, Place{position, leaf});
  if (!is_new) {
    const std::uint64_t old_leaf = std::exchange(found->second.leaf, leaf);
    found->second.position = position;
    if (move_within_leaf(old_leaf, leaf, entry)) return;
    remove(old_leaf, id);
  }
  assert(places_.size() <= kMaxPoints);
  insert(leaf, entry);
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

void GridIndex::insert(std::uint64_t leaf, const Entry& entry) {
  std::uint32_t node = face_of(leaf);
  int level = 0;
  while (nodes_[node].first_child != 0) {
    ++nodes_[node].count;
    node = nodes_[node].first_child + child_of(leaf, ++level);
  }
  ++nodes_[node].count;
  nodes_[node].bucket.push_back(entry);
  if (nodes_[node].bucket.size() > kSplitAbove && level < kDeepestLevel) {
    split(node, S2CellId(leaf).parent(level).id());
  }
}

void GridIndex::remove(std::uint64_t leaf, std::uint64_t id) {
  std::uint32_t node = face_of(leaf);
  std::uint32_t smallest = 0;  // the highest inner node that is now small enough to become a leaf
  bool merges = false;
  for (int level = 1; nodes_[node].first_child != 0; ++level) {
    if (--nodes_[node].count <= kMergeBelow && !merges) {
      merges = true;
      smallest = node;
    }
    node = nodes_[node].first_child + child_of(leaf, level);
  }
  --nodes_[node].count;
  std::vector<Entry>& bucket = nodes_[node].bucket;
  const auto entry = std::find_if(bucket.begin(), bucket.end(),
                                  [id](const Entry& candidate) { return candidate.id == id; });
  assert(entry != bucket.end());
  *entry = bucket.back();
  bucket.pop_back();
  if (merges) merge(smallest);
}

// Most moves are of a few metres: when the point stays in its leaf cell, only its entry changes.
bool GridIndex::move_within_leaf(std::uint64_t old_leaf, std::uint64_t new_leaf,
                                 const Entry& entry) {
  std::uint32_t node = face_of(old_leaf);
  if (node != face_of(new_leaf)) return false;
  for (int level = 1; nodes_[node].first_child != 0; ++level) {
    const std::uint32_t child = child_of(old_leaf, level);
    if (child != child_of(new_leaf, level)) return false;
    node = nodes_[node].first_child + child;
  }
  for (Entry& candidate : nodes_[node].bucket) {
    if (candidate.id != entry.id) continue;
    candidate.point = entry.point;
    return true;
  }
  assert(false && "every point stands in the bucket of its leaf");
  return false;
}

void GridIndex::split(std::uint32_t node, std::uint64_t cell) {
  const std::uint32_t first_child = allocate_children(cell);
  const int child_level = S2CellId(cell).level() + 1;
  nodes_[node].first_child = first_child;
  for (const Entry& entry : std::exchange(nodes_[node].bucket, {})) {
    Node& child = nodes_[first_child + child_of(leaf_of(entry.point), child_level)];
    ++child.count;
    child.bucket.push_back(entry);
  }
  if (child_level == kDeepestLevel) return;
  for (std::uint32_t index = 0; index < 4; ++index) {
    if (nodes_[first_child + index].bucket.size() > kSplitAbove) {
      split(first_child + index, S2CellId(cell).child(static_cast<int>(index)).id());
    }
  }
}

std::uint32_t GridIndex::allocate_children(std::uint64_t cell) {
  std::uint32_t first_child = 0;
  if (free_blocks_.empty()) {
    first_child = static_cast<std::uint32_t>(nodes_.size());
    nodes_.resize(nodes_.size() + 4);
  } else {
    first_child = free_blocks_.back();
    free_blocks_.pop_back();
  }
  for (std::uint32_t index = 0; index < 4; ++index) {
    nodes_[first_child + index].box = CellBox::of(S2CellId(cell).child(static_cast<int>(index)));
  }
  return first_child;
}

void GridIndex::merge(std::uint32_t node) {
  std::vector<Entry> entries;
  entries.reserve(nodes_[node].count);
  collect(node, entries);
  nodes_[node].bucket = std::move(entries);
}

// Moves the entries below `node` out and frees its descendants, which leaves it an empty leaf.
void GridIndex::collect(std::uint32_t node, std::vector<Entry>& entries) {
  const std::uint32_t first_child = std::exchange(nodes_[node].first_child, 0);
  if (first_child == 0) {
    const std::vector<Entry> bucket = std::exchange(nodes_[node].bucket, {});
    entries.insert(entries.end(), bucket.begin(), bucket.end());
    return;
  }
  for (std::uint32_t index = 0; index < 4; ++index) {
    collect(first_child + index, entries);
    nodes_[first_child + index].count = 0;
  }
  free_blocks_.push_back(first_child);
}

GridIndex::Shape GridIndex::shape() const {
  Shape shape{0, 0, 0};
  std::vector<std::pair<std::uint32_t, int>> open;
  for (std::uint32_t face = 0; face < kFaces; ++face) open.emplace_back(face, 0);
  while (!open.empty()) {
    const auto [node, level] = open.back();
    open.pop_back();
    const std::uint32_t first_child = nodes_[node].first_child;
    if (first_child == 0) {
      ++shape.cells;
      shape.deepest_level = std::max(shape.deepest_level, level);
      shape.fullest_cell = std::max(shape.fullest_cell, nodes_[node].bucket.size());
      continue;
    }
    for (std::uint32_t index = 0; index < 4; ++index)
      open.emplace_back(first_child + index, level + 1);
  }
  return shape;
}

}  // namespace goldenfour::geo
