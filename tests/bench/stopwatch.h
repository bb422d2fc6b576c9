#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace goldenfour::bench {

// Runs `work` and returns the microseconds it took on the wall clock.
template <class Work>
double microseconds(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

struct Spread {
  double mean = 0.0;
  double median = 0.0;
  double p99 = 0.0;
};

// Of a list that is not empty.
inline Spread spread(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  double sum = 0.0;
  for (const double sample : samples) sum += sample;
  return {sum / static_cast<double>(samples.size()), samples[samples.size() / 2],
          samples[samples.size() * 99 / 100]};
}

}  // namespace goldenfour::bench
