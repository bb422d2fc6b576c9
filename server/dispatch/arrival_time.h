#pragma once

#include <array>
#include <cstddef>

#include "geo/units.h"
#include "server/registry/time.h"

namespace goldenfour::dispatch {

/// The planner's time grid, from now on. Cells of 20 s: the outcome changes by less than 2 % in
/// one, and arrivals are not known better. 24 minutes: without help Larsen's curve is at 0 after
/// 12, with CPR from the third minute after 21.
inline constexpr std::size_t kCells = 72;
inline constexpr registry::Duration kCell{20'000};
inline constexpr double kCellSeconds = 20;

/// Per cell, the probability that something has happened by the end of it.
using Cells = std::array<double, kCells>;

/// The standard normal distribution from a table: error below 1e-5, exact order kept.
double normal_cdf(double z);

/// A random time after its start, lognormal. Turnout is lognormal in every series; a sum with a way
/// of uncertain speed is matched by mean and variance (Fenton and Wilkinson).
struct ArrivalTime {
  double log_seconds = 0;  ///< of the median
  double sigma = 0.01;     ///< of the logarithm, > 0

  /// With this mean (> 0 s) and variance (>= 0 s^2).
  static ArrivalTime matched(geo::Seconds mean, double variance);
  static ArrivalTime around(registry::Duration median, double sigma);

  registry::Duration median() const;
  /// The time by which it has happened with the probability of `z` standard deviations.
  registry::Duration at(double z) const;
  /// Probability that it has happened so long after the start.
  double by(geo::Seconds time) const;
};

/// One in ten is outside on either side.
inline constexpr double kTenthQuantile = 1.2815515655446004;

/// The distribution over the grid when it starts now. O(kCells), no transcendental function.
Cells cells_of(const ArrivalTime& time);

/// The same when it started `waited` ago, nothing has happened so far, and it happens at all with
/// `probability`: what remains, by Bayes. With probability 1 the tail is cut at its last 2 %, so
/// that something long overdue is still expected soon.
Cells remaining_cells(const ArrivalTime& time, registry::Duration waited, double probability);

/// Probability that the first, if it happens, does so in an earlier cell than the second.
double sooner(const Cells& first, const Cells& second);

/// When of what remains, with probability 1, this share (0..1) has happened. Long when beyond a
/// day.
registry::Duration remaining_quantile(const ArrivalTime& time, registry::Duration waited,
                                      double share);

}  // namespace goldenfour::dispatch
