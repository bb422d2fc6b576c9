// The policy laboratory: its statistics, its determinism, and that the baselines keep their rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "server/registry/canonical_hash.h"
#include "server/sim/lab/calibration.h"
#include "server/sim/lab/study.h"

namespace goldenfour::sim::lab {
namespace {

using dispatch::Strategy;

constexpr Strategy kBaselines[] = {Strategy::kGoodSam, Strategy::kPulsePoint, Strategy::kHartslagNu,
                                   Strategy::kDenmark, Strategy::kRegionDerLebensretter};

StudyOptions tiny() {
  StudyOptions options;
  options.seeds = {1, 2};
  options.training_seeds = {1001};
  options.incidents = 6;
  options.training_incidents = 4;
  options.baselines = {kBaselines, kBaselines + 5};
  options.policy = dispatch::default_policy();
  return options;
}

const World& city() {
  static const World world = synthetic_world();
  return world;
}

TEST(LabStatistics, StudentsQuantileAgreesWithTables) {
  EXPECT_NEAR(student_95(1), 12.706, 1e-9);
  EXPECT_NEAR(student_95(19), 2.093, 1e-9);
  EXPECT_NEAR(student_95(40), 2.021, 0.002);
  EXPECT_NEAR(student_95(1000), 1.962, 0.001);
}

TEST(LabStatistics, AnIntervalIsThatOfTheTextbook) {
  const std::vector<double> values{4, 6, 8};  // mean 6, deviation 2, error 2 / sqrt(3)
  const Interval interval = interval_of(values);
  EXPECT_NEAR(interval.mean, 6, 1e-12);
  EXPECT_NEAR(interval.high, 6 + 4.303 * 2 / std::sqrt(3.0), 1e-9);
  EXPECT_NEAR(interval.low, 6 - 4.303 * 2 / std::sqrt(3.0), 1e-9);
  const std::vector<double> one{5};
  EXPECT_EQ(interval_of(one).low, 5);
}

TEST(LabStatistics, NineteenOfTwentyIntervalsHoldTheTruth) {
  Random random(7);
  int held = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> values;
    for (int i = 0; i < 8; ++i) values.push_back(3 + random.normal());
    const Interval interval = interval_of(values);
    held += interval.low <= 3 && 3 <= interval.high;
  }
  EXPECT_NEAR(held / 2000.0, 0.95, 0.015);
}

TEST(LabStatistics, QuantilesLieBetweenNeighbours) {
  EXPECT_DOUBLE_EQ(quantile({4, 1, 3, 2}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(quantile({4, 1, 3, 2}, 1), 4);
  EXPECT_DOUBLE_EQ(quantile({}, 0.9), 0);
}

TEST(LabSurvival, BothModelsAsPublished) {
  EXPECT_NEAR(larsen(0, 0, 0), 0.67, 1e-12);
  EXPECT_NEAR(larsen(60, 60, 60), 0.67 - 0.055, 1e-12);
  EXPECT_EQ(larsen(3600, 3600, 3600), 0);
  EXPECT_NEAR(valenzuela(0, 0), 1 / (1 + std::exp(-0.26)), 1e-12);
  EXPECT_LT(valenzuela(300, 600), valenzuela(120, 600));
}

TEST(LabWorld, ADensityIsThatAroundACall) {
  const Settlement sparse = settle(city(), 2, Behaviour{}, 5);
  const Settlement dense = settle(city(), 10, Behaviour{}, 5);
  EXPECT_NEAR(static_cast<double>(dense.people.size()) / static_cast<double>(sparse.people.size()),
              5, 0.05);
  EXPECT_EQ(sparse.people[3].home, dense.people[3].home);
  double around = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const Call call = draw_call(city(), 5, i);
    const auto hits = dense.by_night.nearest(
        call.position, {.max_results = 100'000, .max_distance = geo::Meters{1000}});
    around += static_cast<double>(hits.size()) / 3.1416 / 200;
  }
  EXPECT_NEAR(around, 10, 1.5);
}

TEST(LabStudy, TheSameSeedsGiveTheSameTable) {
  const Setting setting{&city(), 10, Behaviour{}};
  std::uint64_t ticks = 0;
  const auto lambdas = calibrate(setting, tiny(), [&] { ++ticks; });
  EXPECT_EQ(ticks, calibration_ticks(tiny()));
  EXPECT_EQ(lambdas, calibrate(setting, tiny(), [] {}));
  const auto first = run_setting(setting, tiny(), lambdas, [&] { ++ticks; });
  const auto second = run_setting(setting, tiny(), lambdas, [] {});
  EXPECT_EQ(ticks, calibration_ticks(tiny()) + 12);
  ASSERT_EQ(first.size(), 5u);
  EXPECT_EQ(registry::canonical_hash(first), registry::canonical_hash(second));
  StudyOptions other = tiny();
  other.seeds = {3, 4};
  EXPECT_NE(registry::canonical_hash(first),
            registry::canonical_hash(run_setting(setting, other, lambdas, [] {})));
}

TEST(LabStudy, LambdaMakesOursAsQuietAsTheBaselineOnTheTrainingSeeds) {
  StudyOptions options = tiny();
  options.seeds = options.training_seeds;
  options.incidents = options.training_incidents;
  const Setting setting{&city(), 10, Behaviour{}};
  const auto lambdas = calibrate(setting, options, [] {});
  for (const Comparison& row : run_setting(setting, options, lambdas, [] {}))
    EXPECT_LE(row.ours.alerts.mean, row.theirs.alerts.mean) << dispatch::text_of(row.baseline);
}

/// Tries one baseline on many calls of the city and shows each incident as it ended.
template <class Look>
void try_baseline(Strategy strategy, Look look) {
  static const Settlement settlement = settle(city(), 10, Behaviour{}, 11);
  for (std::uint64_t number = 0; number < 12; ++number) {
    Occasion occasion = prepare(city(), settlement, Behaviour{}, 11, number);
    Rehearsal rehearsal(occasion,
                        baseline_policy(dispatch::default_policy(), strategy, occasion.call.town));
    const Outcome outcome = rehearsal.run();
    const dispatch::Incident& incident = rehearsal.incident();
    EXPECT_EQ(outcome.alerts, incident.offers.size());
    EXPECT_LE(outcome.to_cpr, outcome.to_crew);
    look(occasion, incident);
  }
}

double farthest(const dispatch::Incident& incident) {
  double meters = 0;
  for (const auto& [number, offer] : incident.offers)
    meters = std::max(meters, offer.why.distance.value());
  return meters;
}

std::size_t people_within(Occasion& occasion, double meters) {
  const auto all = [](const registry::Responder&) { return true; };
  return occasion.directory
      .responders_near(occasion.call.position, geo::Meters{meters}, 10'000, all)
      .size();
}

std::map<dispatch::Role, int> roles_of_wave(const dispatch::Incident& incident,
                                            std::uint32_t wave) {
  std::map<dispatch::Role, int> roles;
  for (const auto& [number, offer] : incident.offers)
    if (offer.wave == wave) ++roles[offer.role];
  return roles;
}

constexpr double kRounding = 25;  // stored distances are rounded to 50 m

TEST(LabBaselines, GoodSamAsksTheThreeNearestWithin500AndPassesOn) {
  bool passed_on = false;
  try_baseline(Strategy::kGoodSam, [&](Occasion& occasion, const dispatch::Incident& incident) {
    EXPECT_LE(farthest(incident), 500 + kRounding);
    EXPECT_EQ(std::min<std::size_t>(3, people_within(occasion, 500)),
              static_cast<std::size_t>(
                  std::count_if(incident.offers.begin(), incident.offers.end(),
                                [](const auto& entry) { return entry.second.wave == 1; })));
    passed_on = passed_on || incident.offers.size() > 3;
  });
  EXPECT_TRUE(passed_on);
}

TEST(LabBaselines, PulsePointAsksEverybodyInTheCircleOnce) {
  try_baseline(Strategy::kPulsePoint, [&](Occasion& occasion, const dispatch::Incident& incident) {
    const double radius = occasion.call.public_place ? 400 : 800;
    EXPECT_EQ(incident.offers.size(), people_within(occasion, radius));
    EXPECT_LE(farthest(incident), radius + kRounding);
  });
}

TEST(LabBaselines, HartslagNuSendsTwoOfThreeForAnAedAndAsksThirtyAtMost) {
  try_baseline(Strategy::kHartslagNu, [&](Occasion& occasion, const dispatch::Incident& incident) {
    EXPECT_LE(incident.offers.size(), 30u);
    EXPECT_LE(farthest(incident), 1000 + kRounding);
    const auto in_service = [](const registry::Aed&) { return true; };
    const bool any_aed =
        !occasion.directory.aeds_near(occasion.call.position, geo::Meters{500}, 1, in_service)
             .empty();
    auto roles = roles_of_wave(incident, 1);
    const int asked = roles[dispatch::Role::kCpr] + roles[dispatch::Role::kAed];
    if (!any_aed) EXPECT_EQ(roles[dispatch::Role::kAed], 0);
    EXPECT_GE(roles[dispatch::Role::kCpr], (asked + 2) / 3);
  });
}

TEST(LabBaselines, DenmarkAsksTwentyAndTheFirstFourFetch) {
  try_baseline(Strategy::kDenmark, [&](Occasion& occasion, const dispatch::Incident& incident) {
    EXPECT_EQ(incident.offers.size(), std::min<std::size_t>(20, people_within(occasion, 1800)));
    EXPECT_LE(farthest(incident), 1800 + kRounding);
    std::size_t fetching = 0;
    for (const auto& [number, task] : incident.tasks)
      if (task.role == dispatch::Role::kAed) ++fetching;
    EXPECT_LE(fetching, 4u);
  });
}

TEST(LabBaselines, RegionDerLebensretterFillsFourSlotsAndReplaces) {
  bool replaced = false;
  try_baseline(Strategy::kRegionDerLebensretter,
               [&](Occasion&, const dispatch::Incident& incident) {
                 auto roles = roles_of_wave(incident, 1);
                 EXPECT_LE(roles[dispatch::Role::kCpr], 2);
                 EXPECT_LE(roles[dispatch::Role::kAed], 1);
                 EXPECT_LE(roles[dispatch::Role::kGuide], 1);
                 replaced = replaced || incident.offers.size() > 4;
               });
  EXPECT_TRUE(replaced);
}

TEST(LabStudy, TheLuckOfAPersonDoesNotDependOnThePolicy) {
  const Settlement settlement = settle(city(), 10, Behaviour{}, 3);
  const Occasion first = prepare(city(), settlement, Behaviour{}, 3, 1);
  Behaviour slow = all_behaviours()[2];
  const Occasion second = prepare(city(), settlement, slow, 3, 1);
  ASSERT_EQ(first.trips.size(), second.trips.size());
  for (const auto& [id, trip] : first.trips) {
    EXPECT_EQ(trip.accepts, second.trips.at(id).accepts);
    EXPECT_NEAR(static_cast<double>(trip.turnout.count()) * 2,
                static_cast<double>(second.trips.at(id).turnout.count()), 2);
  }
}

}  // namespace
}  // namespace goldenfour::sim::lab
