// The grid index beside a full scan and S2ClosestPointQuery, on the same towns and questions. Every
// answer is compared: a wrong one ends the program with exit code 1.
#include <s2/s2closest_point_query.h>
#include <s2/s2earth.h>
#include <s2/s2point_index.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <vector>

#include "geo/grid_index.h"
#include "geo/sphere.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/random.h"

namespace goldenfour {
namespace {

using bench::microseconds;
using bench::Spread;
using geo::GridIndex;
using geo::Hit;
using geo::Meters;
using geo::Position;
using support::Random;

constexpr std::uint64_t kSeed = 1;
constexpr geo::NearestOptions kQuestion{10, Meters{5000.0}};

bool accept(std::uint64_t id) {
  return id % 2 == 0;
}
constexpr auto kAccept = [](std::uint64_t id) { return accept(id); };

Position at(double latitude, double longitude) {
  return Position::from_degrees(latitude, longitude).value();
}

// A province of 400 km by 400 km around Jinhua: a town for each 2,500 people, few of them large,
// people dense in the middle of a town; one in ten lives in the open country.
class Province {
 public:
  Province(Random& random, std::size_t people) {
    double weight = 0.0;
    for (std::size_t rank = 1; rank <= std::max<std::size_t>(4, people / 2500); ++rank) {
      const double share = 1.0 / static_cast<double>(rank);
      weight += share;
      towns_.push_back({anywhere(random), 0.004 + 0.03 * std::sqrt(share), weight});
    }
  }

  Position draw(Random& random) const {
    if (random.chance(0.1)) return anywhere(random);
    const double ticket = random.uniform(0.0, towns_.back().weight);
    const auto town = std::lower_bound(
        towns_.begin(), towns_.end(), ticket,
        [](const Town& candidate, double value) { return candidate.weight < value; });
    return moved(random, town->middle, town->radius);
  }

  static Position moved(Random& random, const Position& from, double degrees) {
    return at(from.latitude_degrees() + degrees * random.normal(),
              from.longitude_degrees() + degrees * random.normal());
  }

 private:
  struct Town {
    Position middle;
    double radius;  // degrees, one deviation
    double weight;  // of this and all before
  };

  static Position anywhere(Random& random) {
    return at(random.uniform(27.3, 30.9), random.uniform(117.6, 121.7));
  }

  std::vector<Town> towns_;
};

class FullScan {
 public:
  explicit FullScan(const std::vector<Position>& people) {
    for (const Position& person : people) points_.push_back(geo::sphere::to_unit_vector(person));
  }

  std::vector<Hit> nearest(const Position& query) const {
    const auto from = geo::sphere::to_unit_vector(query);
    const double limit = geo::sphere::distance_to_chord(kQuestion.max_distance);
    std::vector<Hit> hits;
    for (std::uint64_t id = 0; id < points_.size(); ++id) {
      const double chord = geo::sphere::squared_chord(from, points_[id]);
      if (chord > limit || !accept(id)) continue;
      hits.push_back({id, geo::sphere::chord_to_distance(chord)});
    }
    const std::size_t count = std::min(kQuestion.max_results, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count), hits.end(),
                      [](const Hit& a, const Hit& b) {
                        return a.distance < b.distance || (a.distance == b.distance && a.id < b.id);
                      });
    hits.resize(count);
    return hits;
  }

 private:
  std::vector<geo::sphere::UnitVector> points_;
};

// S2's own index. It takes no filter, so it is asked for twice as many and a few, and again for
// twice that as long as the accepted are too few.
class Peer {
 public:
  explicit Peer(const std::vector<Position>& people) {
    for (std::uint64_t id = 0; id < people.size(); ++id) index_.Add(point(people[id]), id);
    query_.Init(&index_);
    query_.mutable_options()->set_inclusive_max_distance(
        S1ChordAngle(S2Earth::MetersToAngle(kQuestion.max_distance.value())));
  }

  std::size_t nearest(const Position& position) {
    S2ClosestPointQuery<std::uint64_t>::PointTarget target(point(position));
    for (int asked = 24;; asked *= 2) {
      query_.mutable_options()->set_max_results(asked);
      query_.FindClosestPoints(&target, &results_);
      std::size_t accepted = 0;
      for (const auto& result : results_) accepted += accept(result.data()) ? 1 : 0;
      if (accepted >= kQuestion.max_results) return kQuestion.max_results;
      if (results_.size() < static_cast<std::size_t>(asked)) return accepted;
    }
  }

  void move(std::uint64_t id, const Position& from, const Position& to) {
    index_.Remove(point(from), id);
    index_.Add(point(to), id);
  }

 private:
  static S2Point point(const Position& position) {
    const auto vector = geo::sphere::to_unit_vector(position);
    return {vector.x, vector.y, vector.z};
  }

  S2PointIndex<std::uint64_t> index_;
  S2ClosestPointQuery<std::uint64_t> query_;
  std::vector<S2ClosestPointQuery<std::uint64_t>::Result> results_;
};

void require(bool same) {
  if (same) return;
  std::fprintf(stderr, "bench_geo: two ways of asking gave different answers\n");
  std::exit(1);
}

// One sample per question.
template <class Ask>
Spread ask_all(const std::vector<Position>& questions, std::size_t count, Ask ask) {
  std::vector<double> samples;
  samples.reserve(count);
  for (std::size_t number = 0; number < count; ++number) {
    samples.push_back(microseconds([&] { ask(questions[number], number); }));
  }
  return bench::spread(samples);
}

void print(const char* who, const Spread& spread) {
  std::printf("  %-22s %10.2f %10.2f %10.2f\n", who, spread.mean, spread.median, spread.p99);
}

void measure_queries(const Province& province, Random& random, const GridIndex& grid,
                     const std::vector<Position>& people) {
  constexpr std::size_t kQuestions = 20000;
  std::vector<Position> questions;
  for (std::size_t n = 0; n < kQuestions; ++n) questions.push_back(province.draw(random));
  std::vector<std::vector<Hit>> answers(kQuestions);
  const FullScan scan(people);
  Peer peer(people);
  const std::size_t scanned = std::min(kQuestions, 100'000'000 / people.size() / 2);
  const Spread ours = ask_all(questions, kQuestions, [&](const Position& query, std::size_t n) {
    answers[n] = grid.nearest(query, kQuestion, kAccept);
  });
  const Spread theirs = ask_all(questions, kQuestions, [&](const Position& query, std::size_t n) {
    require(peer.nearest(query) == answers[n].size());
  });
  const Spread slow = ask_all(questions, scanned, [&](const Position& query, std::size_t n) {
    require(scan.nearest(query) == answers[n]);
  });
  print("full scan", slow);
  print("S2ClosestPointQuery", theirs);
  print("GridIndex", ours);
}

struct Move {
  std::uint64_t id;
  Position to;
};

// A walker's move of some 20 m, or a jump to anywhere in the province.
std::vector<Move> moves_of(const Province& province, Random& random,
                           const std::vector<Position>& people, bool walk) {
  constexpr std::size_t kMoves = 300000;
  std::vector<Position> now = people;
  std::vector<Move> moves;
  for (std::size_t n = 0; n < kMoves; ++n) {
    const std::uint64_t id = random.below(people.size());
    now[id] = walk ? Province::moved(random, now[id], 0.0002) : province.draw(random);
    moves.push_back({id, now[id]});
  }
  return moves;
}

void measure_updates(const Province& province, Random& random, const std::vector<Position>& people,
                     bool walk) {
  const std::vector<Move> moves = moves_of(province, random, people, walk);
  GridIndex grid;
  for (std::uint64_t id = 0; id < people.size(); ++id) grid.upsert(id, people[id]);
  Peer peer(people);
  std::vector<Position> now = people;
  const double ours = microseconds([&] {
    for (const Move& move : moves) grid.upsert(move.id, move.to);
  });
  const double theirs = microseconds([&] {
    for (const Move& move : moves) {
      peer.move(move.id, now[move.id], move.to);
      now[move.id] = move.to;
    }
  });
  const auto per_second = [&moves](double total) {
    return static_cast<double>(moves.size()) / total;
  };
  std::printf("  %-22s %10.2f million/s, S2PointIndex %.2f million/s\n",
              walk ? "moves of about 20 m" : "moves to anywhere", per_second(ours),
              per_second(theirs));
}

void measure(std::size_t count) {
  Random random(kSeed);
  const Province province(random, count);
  std::vector<Position> people;
  for (std::size_t n = 0; n < count; ++n) people.push_back(province.draw(random));
  GridIndex grid;
  const double built = microseconds([&] {
    for (std::uint64_t id = 0; id < count; ++id) grid.upsert(id, people[id]);
  });
  const GridIndex::Shape shape = grid.shape();
  std::printf("%zu points (%zu cells, deepest level %d, built in %.0f ms)\n", count, shape.cells,
              shape.deepest_level, built / 1000.0);
  measure_queries(province, random, grid, people);
  measure_updates(province, random, people, true);
  measure_updates(province, random, people, false);
}

}  // namespace
}  // namespace goldenfour

int main() {
  std::printf(
      "geo: 10 nearest within 5 km, half of the points filtered out, clustered like towns; "
      "seed %llu\n  %-22s %10s %10s %10s\n",
      static_cast<unsigned long long>(goldenfour::kSeed), "microseconds per query", "mean",
      "median", "p99");
  for (const std::size_t count : {10'000, 100'000, 1'000'000}) goldenfour::measure(count);
}
