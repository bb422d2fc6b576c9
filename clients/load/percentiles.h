#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace goldenfour::load {

/// Collects numbers; keeps at most kMost (the first ones: a run that long has settled).
class Percentiles {
 public:
  static constexpr std::size_t kMost = 1'000'000;

  void add(double value) {
    if (values_.size() < kMost) values_.push_back(value);
  }
  std::size_t count() const { return values_.size(); }

  /// The smallest value that `share` (0..1) of all do not exceed; 0 without values. O(n log n).
  double at(double share) const {
    if (values_.empty()) return 0;
    std::vector<double> sorted = values_;
    std::sort(sorted.begin(), sorted.end());
    const double rank = std::ceil(share * static_cast<double>(sorted.size()));
    const auto index = static_cast<std::size_t>(std::max(1.0, rank)) - 1;
    return sorted[std::min(index, sorted.size() - 1)];
  }

 private:
  std::vector<double> values_;
};

}  // namespace goldenfour::load
