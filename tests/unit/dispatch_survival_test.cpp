#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "server/dispatch/expected_survival.h"
#include "server/dispatch/survival.h"
#include "tests/support/random.h"

namespace goldenfour::dispatch {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSeed = 20261123;

TEST(Survival, LarsenLosesFivePointFivePercentAMinute) {
  EXPECT_NEAR(survival(larsen_curve(), {0ms, 0ms, 0ms}), 0.67, 1e-12);
  EXPECT_NEAR(survival(larsen_curve(), {60s, 60s, 60s}), 0.67 - 0.055, 1e-12);
  EXPECT_EQ(survival(larsen_curve(), {20min, 20min, 20min}), 0);
}

TEST(Survival, ValenzuelaAsPublished) {
  EXPECT_NEAR(survival(valenzuela_curve(), {0ms, 0ms, 0ms}), 1 / (1 + std::exp(-0.260)), 1e-12);
  EXPECT_NEAR(survival(valenzuela_curve(), {5min, 10min, 99min}),
              1 / (1 + std::exp(-0.260 + 0.53 + 1.39)), 1e-12);
}

/// A random cumulative distribution over the grid that takes few values, so that outcomes can be
/// listed; index kCells: not within the grid.
struct FewTimes {
  std::vector<std::pair<std::size_t, double>> times;
  Cells cells() const {
    Cells cells{};
    for (const auto& [cell, chance] : times)
      for (std::size_t k = cell; k < kCells; ++k) cells[k] += chance;
    return cells;
  }
};

FewTimes few_times(support::Random& random) {
  FewTimes made;
  double left = 1;
  for (int i = 0; i < 2; ++i) {
    const double chance = left * static_cast<double>(random.below(1001)) / 1000;
    made.times.emplace_back(random.below(kCells), chance);
    left -= chance;
  }
  made.times.emplace_back(kCells, left);
  return made;
}

/// One helper: comes with a chance, at one of few times, with an AED that works with a chance.
struct Helper {
  FewTimes when;
  double comes = 0;
  double usable = 0;
  Help help() const {
    Help help;
    const Cells cells = when.cells();
    for (std::size_t k = 0; k < kCells; ++k) {
      help.press[k] = comes * (1 - usable) * cells[k];
      help.shock[k] = comes * usable * cells[k];
    }
    return help;
  }
};

/// The dull twin: sums the published curve over every outcome.
class Enumeration {
 public:
  Enumeration(const Emergency& emergency, const std::vector<Helper>& helpers, const FewTimes& crew)
      : emergency_(emergency), helpers_(helpers) {
    for (const auto& [cell, chance] : crew.times) branch(0, chance, kCells, kCells, cell);
  }
  double expected() const { return expected_; }

 private:
  void branch(std::size_t i, double chance, std::size_t cpr, std::size_t shock, std::size_t crew) {
    if (chance == 0) return;
    if (i == helpers_.size()) {
      expected_ += chance * outcome(std::min(cpr, crew), std::min(shock, crew), crew);
      return;
    }
    const Helper& helper = helpers_[i];
    branch(i + 1, chance * (1 - helper.comes), cpr, shock, crew);
    for (const auto& [cell, share] : helper.when.times) {
      const double here = chance * helper.comes * share;
      branch(i + 1, here * (1 - helper.usable), std::min(cpr, cell), shock, crew);
      branch(i + 1, here * helper.usable, std::min(cpr, cell), std::min(shock, cell), crew);
    }
  }

  double outcome(std::size_t cpr, std::size_t shock, std::size_t crew) const {
    const auto time = [&](std::size_t cell) {
      return emergency_.elapsed + kCell / 2 + static_cast<int>(cell) * kCell;
    };
    return survival(emergency_.curve, {emergency_.cpr_since.value_or(time(cpr)),
                                       emergency_.shock_since.value_or(time(shock)), time(crew)});
  }

  const Emergency& emergency_;
  const std::vector<Helper>& helpers_;
  double expected_ = 0;
};

TEST(ExpectedSurvival, EqualsTheSumOverEveryOutcome) {
  RecordProperty("seed", std::to_string(kSeed));
  support::Random random(kSeed);
  for (int round = 0; round < 300; ++round) {
    const FewTimes crew = few_times(random);
    Emergency emergency;
    emergency.curve =
        survival_curve(round % 2 == 0 ? SurvivalModel::kLarsen : SurvivalModel::kValenzuela);
    emergency.elapsed = registry::Duration(static_cast<int>(random.below(300'000)));
    emergency.crew = crew.cells();
    if (random.chance(0.2)) emergency.cpr_since = emergency.elapsed / 2;
    if (emergency.cpr_since && random.chance(0.3)) emergency.shock_since = emergency.elapsed / 2;
    std::vector<Helper> helpers(random.below(5));
    ExpectedSurvival fast(emergency);
    for (Helper& helper : helpers) {
      helper = {few_times(random), static_cast<double>(random.below(1001)) / 1000,
                random.chance(0.5) ? static_cast<double>(random.below(1001)) / 1000 : 0};
      const double before = fast.value();
      const double gain = fast.gain(helper.help());
      fast.add(helper.help());
      ASSERT_NEAR(fast.value() - before, gain, 1e-12) << "seed " << kSeed << " round " << round;
    }
    const double dull = Enumeration(emergency, helpers, crew).expected();
    // The planner's curve goes on below 0 at a thousandth of its slope: 1.6e-3 at 40 minutes.
    ASSERT_NEAR(fast.value(), dull,
                emergency.curve.form == SurvivalCurve::Form::kLinear ? 2e-3 : 1e-9)
        << "seed " << kSeed << " round " << round;
    ASSERT_LE(fast.value(), dull + 1e-9);
  }
}

TEST(ExpectedSurvival, MoreHelpIsNeverWorse) {
  support::Random random(kSeed + 1);
  for (int round = 0; round < 300; ++round) {
    Emergency emergency;
    emergency.curve =
        survival_curve(round % 2 == 0 ? SurvivalModel::kLarsen : SurvivalModel::kValenzuela);
    emergency.crew = few_times(random).cells();
    ExpectedSurvival survival(emergency);
    for (int i = 0; i < 4; ++i) {
      const Helper helper{few_times(random), 0.5, 0.5};
      ASSERT_GE(survival.gain(helper.help()), -1e-12) << "seed " << kSeed + 1;
      survival.add(helper.help());
    }
  }
}

}  // namespace
}  // namespace goldenfour::dispatch
