#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "server/dispatch/aed_legs.h"
#include "server/dispatch/arrival_model.h"
#include "tests/support/town.h"

namespace goldenfour::dispatch {
namespace {

using namespace std::chrono_literals;
using support::Town;

constexpr WallTime kNoon{12h};
constexpr WallTime kMidnight{0h};

NearbyResponder at_distance(double meters) {
  NearbyResponder person;
  person.distance = geo::Meters{meters};
  return person;
}

TEST(ArrivalTime, TableAgreesWithTheErrorFunction) {
  for (double z = -5; z <= 5; z += 0.0137)
    EXPECT_NEAR(normal_cdf(z), 0.5 * std::erfc(-z / std::sqrt(2.0)), 1e-5) << z;
}

TEST(ArrivalTime, MatchesMeanAndVariance) {
  const ArrivalTime time = ArrivalTime::matched(geo::Seconds{300}, 90 * 90);
  double mean = 0;
  double square = 0;
  for (double t = 0.5; t < 3000; t += 1) {
    const double share = time.by(geo::Seconds{t + 0.5}) - time.by(geo::Seconds{t - 0.5});
    mean += share * t;
    square += share * t * t;
  }
  EXPECT_NEAR(mean, 300, 0.5);
  EXPECT_NEAR(std::sqrt(square - mean * mean), 90, 0.5);
  EXPECT_LT(time.at(-kTenthQuantile), time.median());
}

TEST(ArrivalTime, WhoIsOverdueMayNotComeAtAll) {
  const ArrivalTime time = ArrivalTime::around(200s, 0.3);
  const auto soon = [&](Duration waited) { return remaining_cells(time, waited, 0.5)[kCells - 1]; };
  EXPECT_NEAR(soon(0s), 0.5, 1e-4);
  EXPECT_GT(soon(0s), soon(200s));
  EXPECT_GT(soon(200s), soon(400s));
  EXPECT_LT(soon(2000s), 0.01);
}

TEST(ArrivalTime, WhatIsCertainIsExpectedSoonHoweverLate) {
  const ArrivalTime crew = ArrivalTime::around(9min, 0.2);
  EXPECT_NEAR(remaining_cells(crew, 0s, 1)[26], 0.5, 0.01);
  EXPECT_LT(remaining_quantile(crew, 30min, 0.5), 3min);
  EXPECT_NEAR(static_cast<double>(remaining_quantile(crew, 0s, 0.5).count()), 540'000, 200);
}

TEST(ArrivalModel, NightCostsFortySecondsTurnout) {
  const Policy policy = default_policy();
  const auto median = [&](WallTime now) {
    const ArrivalModel model(policy, now, {"", 10});
    const NearbyResponder person = at_distance(0);
    return model.arrival(model.traveller(person, nullptr), {person.distance}).median();
  };
  const Duration more = median(kMidnight) - median(kNoon);
  EXPECT_GT(more, 30s);
  EXPECT_LT(more, 50s);
}

TEST(ArrivalModel, WayOverSpeedByModeAndDensity) {
  const Policy policy = default_policy();
  const auto mean = [&](double meters, registry::TravelMode mode, double density) {
    const ArrivalModel model(policy, kNoon, {"", density});
    NearbyResponder person = at_distance(meters);
    person.mode = mode;
    return ArrivalModel::mean(model.traveller(person, nullptr), {person.distance}).value();
  };
  const auto way = [&](registry::TravelMode mode, double density) {
    return mean(1000, mode, density) - mean(0, mode, density);
  };
  EXPECT_NEAR(way(registry::TravelMode::kFoot, 10), 1500 / 2.0, 1e-6);
  EXPECT_NEAR(way(registry::TravelMode::kCar, 10), 1500 / 6.0, 1e-6);
  EXPECT_NEAR(way(registry::TravelMode::kCar, 0.1), 1500 / 11.0, 1e-6);
}

TEST(ArrivalModel, FloorsAsPeopleWriteThem) {
  EXPECT_EQ(floor_number("12"), 12);
  EXPECT_EQ(floor_number("3F"), 3);
  EXPECT_EQ(floor_number("12楼"), 12);
  EXPECT_EQ(floor_number("-1"), -1);
  EXPECT_EQ(floor_number("B2"), -2);
  EXPECT_FALSE(floor_number("ground"));
  const Policy policy = default_policy();
  const auto seconds = [&](const std::string& floor) {
    const ArrivalModel model(policy, kNoon, {floor, 10});
    return model.traveller(at_distance(0), nullptr).start_seconds;
  };
  EXPECT_NEAR(seconds("11") - seconds("1"), 120, 1e-9);
  EXPECT_NEAR(seconds("90") - seconds("1"), 168, 1e-9);
}

TEST(ArrivalModel, OwnHistoryShiftsTurnoutAndAcceptance) {
  const Policy policy = default_policy();
  const ArrivalModel model(policy, kNoon, {"", 10});
  Habit eager;
  Habit deaf;
  for (int i = 0; i < 20; ++i) {
    remember_response(eager, false, Response::kAccepted, kNoon);
    remember_turnout(eager, false, 30s, kNoon);
    remember_response(deaf, false, Response::kSilent, kNoon);
  }
  const NearbyResponder person = at_distance(300);
  EXPECT_LT(model.traveller(person, &eager).start_seconds,
            model.traveller(person, nullptr).start_seconds - 40);
  EXPECT_GT(model.acceptance(person, &eager, true), 0.7);
  EXPECT_LT(model.acceptance(person, &deaf, true), 0.12);
  EXPECT_NEAR(model.acceptance(person, nullptr, true), 0.35, 0.01);
  EXPECT_LT(model.acceptance(person, nullptr, false), 0.3);
}

TEST(Habit, HalvesInSixMonths) {
  Habit habit;
  for (int i = 0; i < 8; ++i) remember_response(habit, true, Response::kAccepted, kNoon);
  EXPECT_EQ(habit.night.asked, 8 * HabitCounts::kOne);
  remember_response(habit, true, Response::kDeclined, kNoon + 180 * 24h);
  EXPECT_NEAR(static_cast<double>(habit.night.accepted) / HabitCounts::kOne, 4, 0.05);
  remember_response(habit, false, Response::kDeclined, kNoon - 24h);
  EXPECT_NEAR(static_cast<double>(habit.night.accepted) / HabitCounts::kOne, 4, 0.05);
}

TEST(Habit, IsLearntFromWhatPeopleDo) {
  Town town;
  town.add_person("anna", Town::at(200, 0));
  town.add_person("ben", Town::at(300, 0));
  const Incident& incident = town.raise();
  ASSERT_EQ(incident.offers.size(), 2U);
  town.pass(4s);
  town.answer(incident, 1, true);
  town.answer(incident, 2, false);
  town.pass(60s);
  town.send(Progress{{incident.id, 1}, incident.tasks.at(1).responder, TaskStep::kLeft});
  const HabitCounts yes = town.state()
                              .habits.at(incident.offers.at(1).responder)
                              .part(incident.offers.at(1).why.at_night);
  EXPECT_EQ(yes.accepted, HabitCounts::kOne);
  EXPECT_NEAR(static_cast<double>(yes.log_turnouts) / HabitCounts::kOne, std::log(64.0), 1e-3);
  const HabitCounts no = town.state()
                             .habits.at(incident.offers.at(2).responder)
                             .part(incident.offers.at(2).why.at_night);
  EXPECT_EQ(no.asked, HabitCounts::kOne);
  EXPECT_EQ(no.accepted, 0);
}

/// An AED by distance from the patient, east, and usability.
UsableAed aed(const registry::Aed& record, double east, double usability) {
  return {&record, {east, 0}, geo::Meters{std::abs(east)}, 30s, usability};
}

TEST(AedLegs, KeepsTheUnbeatenAndTheBestOfTheRest) {
  const Policy policy = default_policy();
  const ArrivalModel model(policy, kNoon, {"", 10});
  std::vector<registry::Aed> records(5);
  for (std::size_t i = 0; i < records.size(); ++i)
    records[i].id = AedId(std::string(1, static_cast<char>('a' + i)));
  // From 500 m east: a lies on the way, doubtful; b a little off it and good; c beaten by b, d and
  // e far behind.
  const std::vector<UsableAed> aeds{aed(records[0], 300, 0.4), aed(records[1], -50, 0.95),
                                    aed(records[2], -80, 0.9), aed(records[3], -400, 0.95),
                                    aed(records[4], 1500, 0.95)};
  const auto legs = best_legs(model, model.traveller(at_distance(500), nullptr), {500, 0}, aeds);
  ASSERT_EQ(legs.size(), 3U);
  EXPECT_EQ(legs[0].aed, AedId("a"));
  EXPECT_EQ(legs[1].aed, AedId("b"));
  EXPECT_EQ(legs[2].aed, AedId("c"));
}

TEST(AedLegs, TheFlatMapIsNearTheSphere) {
  const geo::Position patient = Town::at(0, 0);
  for (const auto& [north, east] :
       std::vector<std::pair<double, double>>{{1000, 0}, {0, 1000}, {-2500, 2500}, {3000, -3000}}) {
    const geo::Position there = Town::at(north, east);
    const FlatPlace flat = flat_place(patient, there);
    EXPECT_NEAR(std::hypot(flat.east, flat.north), geo::distance(patient, there).value(), 1.0);
  }
}

}  // namespace
}  // namespace goldenfour::dispatch
