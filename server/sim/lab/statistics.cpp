#include "server/sim/lab/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "server/registry/check.h"

namespace goldenfour::sim::lab {

double mean_of(std::span<const double> values) {
  if (values.empty()) return 0;
  double sum = 0;
  for (double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double student_95(std::size_t freedom) {
  registry::check(freedom >= 1, "a spread needs two values");
  constexpr std::array kFirst{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                              2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                              2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                              2.060,  2.056, 2.052, 2.048, 2.045, 2.042};
  if (freedom <= kFirst.size()) return kFirst[freedom - 1];
  // Cornish and Fisher's first terms around the normal quantile.
  constexpr double z = 1.959964;
  const double n = static_cast<double>(freedom);
  return z + (z * z * z + z) / (4 * n) +
         (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * n * n);
}

Interval interval_of(std::span<const double> values) {
  const double mean = mean_of(values);
  if (values.size() < 2) return {mean, mean, mean};
  double squares = 0;
  for (double value : values) squares += (value - mean) * (value - mean);
  const double n = static_cast<double>(values.size());
  const double half = student_95(values.size() - 1) * std::sqrt(squares / (n - 1) / n);
  return {mean, mean - half, mean + half};
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double at = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  const double rest = at - static_cast<double>(below);
  return values[below] * (1 - rest) + values[above] * rest;
}

}  // namespace goldenfour::sim::lab
