#pragma once

#include <span>
#include <tuple>
#include <vector>

namespace goldenfour::sim::lab {

/// A mean with its 95 % confidence interval.
struct Interval {
  double mean = 0;
  double low = 0;
  double high = 0;
  auto tie() const { return std::tie(mean, low, high); }
};

/// Student's interval of the mean of independent values (one per seed). A single value has no
/// spread: its interval is that value.
Interval interval_of(std::span<const double> values);

/// The two-sided 95 % quantile of Student's t for `freedom` >= 1; within 0.5 % between the rows of
/// the table.
double student_95(std::size_t freedom);

/// The value below which `share` of all lie, between neighbours by weight. 0 for none. O(n log n).
double quantile(std::vector<double> values, double share);

double mean_of(std::span<const double> values);

}  // namespace goldenfour::sim::lab
