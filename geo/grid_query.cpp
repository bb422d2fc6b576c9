// The questions that GridIndex answers; grid_index.cpp keeps it up to date.
#include <absl/container/inlined_vector.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "geo/grid_index.h"

namespace goldenfour::geo {
namespace {

constexpr std::uint32_t kFaces = 6;
// Open nodes of a depth-first walk: six faces, and three siblings for each of at most 30 levels.
constexpr std::size_t kMaxOpen = kFaces + 3 * 30;

}  // namespace

// Walks the cells depth first, nearest child first, and never enters one that is farther than the
// worst result so far.
class GridIndex::NearestSearch {
 public:
  NearestSearch(const std::vector<Node>& nodes, const Position& query,
                const NearestOptions& options, IdFilter accept)
      : nodes_(nodes),
        query_(sphere::to_unit_vector(query)),
        options_(options),
        accept_(accept),
        bound_(sphere::distance_to_chord(options.max_distance)) {}

  std::vector<Hit> run() {
    if (options_.max_results == 0) return {};
    open_cells(0, kFaces);
    while (open_count_ > 0) {
      const Open next = open_[--open_count_];
      if (next.squared_chord > bound_) continue;
      const Node& node = nodes_[next.node];
      if (node.first_child != 0) {
        open_cells(node.first_child, 4);
      } else {
        for (const Entry& entry : node.bucket) consider(entry);
      }
    }
    return sorted_hits();
  }

 private:
  struct Open {
    double squared_chord;
    std::uint32_t node;
  };

  struct Candidate {
    Meters distance;
    double squared_chord;
    std::uint64_t id;
    bool operator<(const Candidate& other) const {
      if (distance != other.distance) return distance < other.distance;
      return id < other.id;
    }
  };

  // Insertion keeps the farthest of the new cells at the bottom, the nearest on top.
  void open_cells(std::uint32_t first, std::uint32_t count) {
    const std::size_t base = open_count_;
    for (std::uint32_t node = first; node < first + count; ++node) {
      if (nodes_[node].count == 0) continue;
      const Open open{nodes_[node].box.squared_chord_from(query_), node};
      if (open.squared_chord > bound_) continue;
      std::size_t slot = open_count_++;
      for (; slot > base && open_[slot - 1].squared_chord < open.squared_chord; --slot) {
        open_[slot] = open_[slot - 1];
      }
      open_[slot] = open;
    }
  }

  void consider(const Entry& entry) {
    const double squared_chord = sphere::squared_chord(query_, entry.point);
    if (squared_chord > bound_) return;
    const Candidate candidate{sphere::chord_to_distance(squared_chord), squared_chord, entry.id};
    if (candidate.distance > options_.max_distance || !accept_(entry.id)) return;
    if (heap_.size() == options_.max_results) {
      if (!(candidate < heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = candidate;
    } else {
      heap_.push_back(candidate);
    }
    std::push_heap(heap_.begin(), heap_.end());
    if (heap_.size() == options_.max_results) tighten();
  }

  // Chords that differ by a rounding error may give the same distance, and then the id decides; the
  // allowance keeps every point that could tie.
  void tighten() {
    constexpr double kAllowance = 1.0 + 1e-14;
    bound_ = std::min(bound_, heap_.front().squared_chord * kAllowance);
  }

  std::vector<Hit> sorted_hits() {
    std::sort_heap(heap_.begin(), heap_.end());
    std::vector<Hit> hits;
    hits.reserve(heap_.size());
    for (const Candidate& candidate : heap_) hits.push_back({candidate.id, candidate.distance});
    return hits;
  }

  const std::vector<Node>& nodes_;
  const sphere::UnitVector query_;
  const NearestOptions options_;
  const IdFilter accept_;
  double bound_;  // squared chord beyond which nothing can matter
  std::array<Open, kMaxOpen> open_;
  std::size_t open_count_ = 0;
  absl::InlinedVector<Candidate, 32> heap_;  // worst in front
};

std::vector<Hit> GridIndex::nearest(const Position& query, const NearestOptions& options,
                                    IdFilter accept) const {
  return NearestSearch(nodes_, query, options, accept).run();
}

// Excludes cells by their height (latitude) and by the planes of the two meridians; what remains is
// decided on the coordinates themselves.
class GridIndex::RectangleSearch {
 public:
  RectangleSearch(const GridIndex& index, const Rectangle& rectangle, std::size_t limit,
                  IdFilter accept)
      : index_(index), rectangle_(rectangle), limit_(limit), accept_(accept) {
    const double west = radians(rectangle.west());
    const double east = radians(rectangle.east());
    low_ = std::sin(radians(rectangle.south())) - kSlack;
    high_ = std::sin(radians(rectangle.north())) + kSlack;
    east_of_west_edge_ = {-std::sin(west), std::cos(west)};
    west_of_east_edge_ = {std::sin(east), -std::cos(east)};
    const double width = rectangle.east() - rectangle.west();
    wider_than_half_ = (width < 0.0 ? width + 360.0 : width) > 180.0;
  }

  RectangleHits run() {
    std::array<std::uint32_t, kMaxOpen> open;
    std::size_t open_count = 0;
    for (std::uint32_t face = kFaces; face-- > 0;) open[open_count++] = face;
    while (open_count > 0 && !hits_.truncated) {
      const Node& node = index_.nodes_[open[--open_count]];
      if (node.count == 0 || excludes(node.box)) continue;
      if (node.first_child == 0) {
        scan(node);
      } else {
        for (std::uint32_t child = 4; child-- > 0;) open[open_count++] = node.first_child + child;
      }
    }
    return std::move(hits_);
  }

 private:
  struct Normal {
    double x;
    double y;
  };

  static constexpr double kSlack = 1e-12;  // 6 micrometres; rounding stays a thousand times below

  static double radians(double degrees) { return degrees * (std::numbers::pi / 180.0); }

  bool excludes(const CellBox& box) const {
    if (box.low[2] > high_ || box.high[2] < low_) return true;
    const auto beyond = [&box](const Normal& normal) {
      return box.greatest_on_equator_plane(normal.x, normal.y) < -kSlack;
    };
    const bool beyond_west = beyond(east_of_west_edge_);
    const bool beyond_east = beyond(west_of_east_edge_);
    return wider_than_half_ ? beyond_west && beyond_east : beyond_west || beyond_east;
  }

  // Leaf cells come in the order of the curve, so sorting each of them sorts the whole.
  void scan(const Node& node) {
    found_.clear();
    for (const Entry& entry : node.bucket) {
      if (entry.point.z < low_ || entry.point.z > high_) continue;
      const Place& place = index_.places_.find(entry.id)->second;
      if (!rectangle_.contains(place.position) || !accept_(entry.id)) continue;
      found_.emplace_back(place.leaf, entry.id);
    }
    std::sort(found_.begin(), found_.end());
    const std::size_t room = limit_ - hits_.ids.size();
    hits_.truncated = found_.size() > room;
    if (hits_.truncated) found_.resize(room);
    for (const auto& [leaf, id] : found_) hits_.ids.push_back(id);
  }

  const GridIndex& index_;
  const Rectangle rectangle_;
  const std::size_t limit_;
  const IdFilter accept_;
  double low_;
  double high_;
  Normal east_of_west_edge_;
  Normal west_of_east_edge_;
  bool wider_than_half_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> found_;  // leaf cell, id
  RectangleHits hits_{};
};

RectangleHits GridIndex::in_rectangle(const Rectangle& rectangle, std::size_t limit,
                                      IdFilter accept) const {
  return RectangleSearch(*this, rectangle, limit, accept).run();
}

}  // namespace goldenfour::geo
