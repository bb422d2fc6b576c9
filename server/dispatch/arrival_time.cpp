#include "server/dispatch/arrival_time.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace goldenfour::dispatch {
namespace {

using registry::Duration;

constexpr double kTableEdge = 4.5;  ///< beyond it the distribution is 0 or 1 to 4e-6
constexpr double kStepsPerUnit = 64;
constexpr std::size_t kSteps = static_cast<std::size_t>(2 * kTableEdge * kStepsPerUnit);

std::array<double, kSteps + 2> make_normal_table() {
  std::array<double, kSteps + 2> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double z = static_cast<double>(i) / kStepsPerUnit - kTableEdge;
    table[i] = 0.5 * std::erfc(-z / std::numbers::sqrt2);
  }
  return table;
}

const std::array<double, kSteps + 2> kNormal = make_normal_table();

Cells make_log_ends() {
  Cells ends{};
  for (std::size_t k = 0; k < kCells; ++k)
    ends[k] = std::log(static_cast<double>(k + 1) * kCellSeconds);
  return ends;
}

/// Logarithm of the end of each cell, in seconds.
const Cells kLogEnds = make_log_ends();

double seconds(Duration time) {
  return static_cast<double>(time.count()) / 1000;
}

Duration duration(double seconds) {
  return Duration(static_cast<Duration::rep>(std::llround(std::min(seconds, 86'400.0) * 1000)));
}

/// `waited`, or the time by which nearly all of it would have happened.
double waited_at_most(const ArrivalTime& time, Duration waited) {
  constexpr double kLatestZ = 2.0537489106318225;  // of 98 %
  return std::clamp(seconds(waited), 0.0, std::exp(time.log_seconds + kLatestZ * time.sigma));
}

}  // namespace

double normal_cdf(double z) {
  const double place = (z + kTableEdge) * kStepsPerUnit;
  if (!(place > 0)) return 0;
  if (place >= static_cast<double>(kSteps)) return 1;
  const auto step = static_cast<std::size_t>(place);
  const double rest = place - static_cast<double>(step);
  return kNormal[step] + rest * (kNormal[step + 1] - kNormal[step]);
}

ArrivalTime ArrivalTime::matched(geo::Seconds mean, double variance) {
  const double m = std::max(mean.value(), 1.0);
  const double square = std::log1p(variance / (m * m));
  return {std::log(m) - square / 2, std::max(std::sqrt(square), 0.01)};
}

ArrivalTime ArrivalTime::around(Duration median, double sigma) {
  return {std::log(std::max(seconds(median), 1.0)), std::max(sigma, 0.01)};
}

Duration ArrivalTime::median() const {
  return at(0);
}

Duration ArrivalTime::at(double z) const {
  return duration(std::exp(log_seconds + z * sigma));
}

double ArrivalTime::by(geo::Seconds time) const {
  return time.value() > 0 ? normal_cdf((std::log(time.value()) - log_seconds) / sigma) : 0;
}

Cells cells_of(const ArrivalTime& time) {
  Cells cells;
  const double scale = 1 / time.sigma;
  for (std::size_t k = 0; k < kCells; ++k)
    cells[k] = normal_cdf((kLogEnds[k] - time.log_seconds) * scale);
  return cells;
}

Cells remaining_cells(const ArrivalTime& time, Duration waited, double probability) {
  const double start =
      probability < 1 ? std::max(seconds(waited), 0.0) : waited_at_most(time, waited);
  const double before = time.by(geo::Seconds{start});
  const double left = 1 - probability * before;
  Cells cells;
  for (std::size_t k = 0; k < kCells; ++k) {
    const double end = start + static_cast<double>(k + 1) * kCellSeconds;
    cells[k] = probability * (time.by(geo::Seconds{end}) - before) / left;
  }
  return cells;
}

double sooner(const Cells& first, const Cells& second) {
  double sum = (1 - second[kCells - 1]) * first[kCells - 1];
  for (std::size_t k = 1; k < kCells; ++k) sum += (second[k] - second[k - 1]) * first[k - 1];
  return sum;
}

Duration remaining_quantile(const ArrivalTime& time, Duration waited, double share) {
  const double start = waited_at_most(time, waited);
  const double before = time.by(geo::Seconds{start});
  const double wanted = before + (1 - before) * share;
  double low = start;
  double high = start + 86'400;
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2;
    (time.by(geo::Seconds{middle}) < wanted ? low : high) = middle;
  }
  return duration(high - start);
}

}  // namespace goldenfour::dispatch
