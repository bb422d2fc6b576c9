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
// Open cells of a depth-first walk: six faces, and three siblings for each of at most 30 levels.
constexpr std::size_t kMaxOpen = kFaces + 3 * 30;

// Squared chords that differ by more than this, relatively, give distances in the same order; those
// that differ by less may give the same double, and then the id decides.
constexpr double kClearly = 1.0 + 1e-14;

struct Candidate {
  double squared_chord;
  std::uint64_t id;

  // By distance, then id; the arc sine only where the chords do not tell.
  bool operator<(const Candidate& other) const {
    if (squared_chord == other.squared_chord) return id < other.id;
    if (squared_chord * kClearly < other.squared_chord) return true;
    if (other.squared_chord * kClearly < squared_chord) return false;
    const Meters mine = sphere::chord_to_distance(squared_chord);
    const Meters theirs = sphere::chord_to_distance(other.squared_chord);
    return mine == theirs ? id < other.id : mine < theirs;
  }
};

}  // namespace

// Walks the cells depth first, nearest child first, and never enters one that is farther than the
// worst result so far.
class GridIndex::NearestSearch {
 public:
  NearestSearch(const GridIndex& index, const Position& query, const NearestOptions& options,
                IdFilter accept)
      : index_(index),
        query_(sphere::to_unit_vector(query)),
        options_(options),
        accept_(accept),
        bound_(sphere::distance_to_chord(options.max_distance)),
        surely_within_(bound_ * (1.0 - 1e-12)) {}

  std::vector<Hit> run() {
    if (options_.max_results == 0) return {};
    open_block(0);
    open_block(1);
    while (open_count_ > 0) {
      const Open next = open_[--open_count_];
      if (next.squared_chord > bound_) continue;
      if (index_.is_inner(next.cell)) {
        open_block(index_.first_child(next.cell) / 4);
      } else {
        index_.lists_.for_each(index_.below(next.cell) / 2, index_.count(next.cell),
                               [this](const IndexedPoint& point) { consider(point); });
      }
    }
    return sorted_hits();
  }

 private:
  struct Open {
    float squared_chord;
    CellNumber cell;
  };

  // The nearest of the four goes on top.
  void open_block(std::uint32_t number) {
    const Block& block = index_.blocks_[number];
    const std::array<float, 4> squared_chords = block.boxes.squared_chords_from(query_);
    const std::size_t base = open_count_;
    for (std::uint32_t slot = 0; slot < 4; ++slot) {
      const Open open{squared_chords[slot], number * 4 + slot};
      if (block.count[slot] == 0 || open.squared_chord > bound_) continue;
      index_.prefetch(open.cell);
      std::size_t place = open_count_++;
      for (; place > base && open_[place - 1].squared_chord < open.squared_chord; --place) {
        open_[place] = open_[place - 1];
      }
      open_[place] = open;
    }
  }

  void consider(const IndexedPoint& point) {
    const Candidate candidate{sphere::squared_chord(query_, point.vector), point.id};
    if (candidate.squared_chord > bound_) return;
    const bool full = heap_.size() == options_.max_results;
    if (full && !(candidate < heap_.front())) return;
    if (!within_max_distance(candidate.squared_chord) || !accept_(point.id)) return;
    if (full) {
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = candidate;
    } else {
      heap_.push_back(candidate);
    }
    std::push_heap(heap_.begin(), heap_.end());
    if (heap_.size() == options_.max_results) {
      bound_ = std::min(bound_, heap_.front().squared_chord * kClearly);
    }
  }

  bool within_max_distance(double squared_chord) const {
    return squared_chord <= surely_within_ ||
           sphere::chord_to_distance(squared_chord) <= options_.max_distance;
  }

  std::vector<Hit> sorted_hits() {
    std::sort_heap(heap_.begin(), heap_.end());
    std::vector<Hit> hits;
    hits.reserve(heap_.size());
    for (const Candidate& candidate : heap_) {
      hits.push_back({candidate.id, sphere::chord_to_distance(candidate.squared_chord)});
    }
    return hits;
  }

  const GridIndex& index_;
  const sphere::UnitVector query_;
  const NearestOptions options_;
  const IdFilter accept_;
  double bound_;                // squared chord beyond which nothing can matter
  const double surely_within_;  // squared chord up to which max_distance needs no arc sine
  std::array<Open, kMaxOpen> open_;
  std::size_t open_count_ = 0;
  absl::InlinedVector<Candidate, 32> heap_;  // worst in front
};

std::vector<Hit> GridIndex::nearest(const Position& query, const NearestOptions& options,
                                    IdFilter accept) const {
  return NearestSearch(*this, query, options, accept).run();
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
    std::array<CellNumber, kMaxOpen> open;
    std::size_t open_count = 0;
    for (CellNumber face = kFaces; face-- > 0;) open[open_count++] = face;
    while (open_count > 0 && !hits_.truncated) {
      const CellNumber cell = open[--open_count];
      if (index_.count(cell) == 0 || excludes(cell)) continue;
      if (index_.is_inner(cell)) {
        for (CellNumber child = 4; child-- > 0;) {
          open[open_count++] = index_.first_child(cell) + child;
        }
      } else {
        scan(cell);
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

  bool excludes(CellNumber cell) const {
    const FourBoxes& boxes = index_.blocks_[cell / 4].boxes;
    const std::size_t slot = cell % 4;
    if (boxes.low(2, slot) > high_ || boxes.high(2, slot) < low_) return true;
    const auto beyond = [&boxes, slot](const Normal& normal) {
      const double x = normal.x * (normal.x > 0 ? boxes.high(0, slot) : boxes.low(0, slot));
      const double y = normal.y * (normal.y > 0 ? boxes.high(1, slot) : boxes.low(1, slot));
      return x + y < -kSlack;
    };
    const bool beyond_west = beyond(east_of_west_edge_);
    const bool beyond_east = beyond(west_of_east_edge_);
    return wider_than_half_ ? beyond_west && beyond_east : beyond_west || beyond_east;
  }

  // Leaf cells come in the order of the curve, so sorting each of them sorts the whole.
  void scan(CellNumber cell) {
    found_.clear();
    index_.lists_.for_each(index_.below(cell) / 2, index_.count(cell),
                           [this](const IndexedPoint& point) {
                             if (point.vector.z < low_ || point.vector.z > high_) return;
                             const Place& place = index_.places_.find(point.id)->second;
                             if (!rectangle_.contains(place.position) || !accept_(point.id)) return;
                             found_.emplace_back(place.leaf, point.id);
                           });
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
