#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "server/dispatch/survival.h"
#include "tests/support/random.h"

namespace goldenfour::dispatch {
namespace {

using namespace std::chrono_literals;

/// The dull twin: sums over every subset of people who come.
double by_enumeration(const std::vector<Arrival>& arrivals, registry::Duration latest) {
  double expected = 0;
  for (unsigned subset = 0; subset < (1U << arrivals.size()); ++subset) {
    double probability = 1;
    auto first = latest;
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
      const bool comes = (subset >> i) & 1U;
      probability *= comes ? arrivals[i].probability : 1 - arrivals[i].probability;
      if (comes) first = std::min(first, arrivals[i].after);
    }
    expected += probability * static_cast<double>(first.count());
  }
  return expected;
}

TEST(Survival, ExpectedFirstEqualsTheSumOverAllSubsets) {
  const std::uint64_t seed = 20261123;
  RecordProperty("seed", std::to_string(seed));
  support::Random random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Arrival> arrivals(random.below(9));
    for (Arrival& arrival : arrivals)
      arrival = {registry::Duration(static_cast<int>(random.below(900'000))),
                 static_cast<double>(random.below(1001)) / 1000};
    const registry::Duration latest(static_cast<int>(random.below(900'000)));
    const double dull = by_enumeration(arrivals, latest);
    EXPECT_NEAR(static_cast<double>(expected_first(arrivals, latest).count()), dull, 1.0)
        << "seed " << seed << " round " << round;
  }
}

TEST(Survival, LarsenLosesFivePointFivePercentAMinute) {
  EXPECT_NEAR(larsen_survival(0ms, 0ms, 0ms), 0.67, 1e-12);
  EXPECT_NEAR(larsen_survival(60s, 60s, 60s), 0.67 - 0.055, 1e-12);
}

}  // namespace
}  // namespace goldenfour::dispatch
