#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "server/dispatch/plan.h"

namespace goldenfour::dispatch {
namespace {

using namespace std::chrono_literals;

constexpr double kSpread = 0.3;

Candidate person(const std::string& id, Duration direct, double acceptance = 0.5) {
  Candidate candidate;
  candidate.responder = ResponderId(id);
  candidate.direct = ArrivalTime::around(direct, kSpread);
  candidate.acceptance = acceptance;
  return candidate;
}

AedLeg leg(const std::string& aed, Duration arrival, double usability = 0.9) {
  return {AedId(aed), ArrivalTime::around(arrival, kSpread), usability};
}

/// An arrest just reported, the crew in ten minutes, room for two of each.
PlanInput arrest() {
  PlanInput input;
  input.curve = larsen_curve();
  input.crew = ArrivalTime::around(10min, 0.2);
  input.room = {2, 2, 1};
  input.max_offers = 4;
  return input;
}

PlanPolicy policy(double lambda = 0.002) {
  PlanPolicy policy;
  policy.lambda = lambda;
  return policy;
}

TEST(Plan, NobodyIsAskedWhoComesAfterTheCrew) {
  const Plan plan = make_plan(arrest(), {person("late", 11min), person("early", 3min)}, policy());
  ASSERT_EQ(plan.offers.size(), 1U);
  EXPECT_EQ(plan.offers[0].candidate, 1U);
}

TEST(Plan, OneOfTwoFetchesTheAed) {
  std::vector<Candidate> people{person("near", 3min), person("by the AED", 4min)};
  people[1].legs = {leg("library", 270s)};
  const Plan plan = make_plan(arrest(), people, policy());
  ASSERT_EQ(plan.offers.size(), 2U);
  for (const PlannedOffer& offer : plan.offers)
    EXPECT_EQ(offer.role, offer.candidate == 1 ? Role::kAed : Role::kCpr);
  EXPECT_GT(plan.survival_after, plan.survival_before);
}

TEST(Plan, RolesHaveRoomForSoMany) {
  std::vector<Candidate> people;
  for (int i = 0; i < 6; ++i) people.push_back(person("p" + std::to_string(i), 3min));
  EXPECT_EQ(make_plan(arrest(), people, policy()).offers.size(), 2U);
}

TEST(Plan, NobodyIsWokenForLessThanLambda) {
  const std::vector<Candidate> people{person("p", 3min), person("q", 9min)};
  EXPECT_EQ(make_plan(arrest(), people, policy(0)).offers.size(), 2U);
  EXPECT_EQ(make_plan(arrest(), people, policy(0.02)).offers.size(), 1U);
  EXPECT_EQ(make_plan(arrest(), people, policy(0.5)).offers.size(), 0U);
}

TEST(Plan, SomebodyIsAskedEvenWhenNobodyIsWorthLambda) {
  PlanInput input = arrest();
  input.min_offers = 1;
  EXPECT_EQ(make_plan(input, {person("p", 3min), person("q", 4min)}, policy(0.5)).offers.size(),
            1U);
  EXPECT_TRUE(make_plan(input, {person("late", 11min)}, policy(0.5)).offers.empty());
}

TEST(Plan, OfTwoEqualsTheOneWhoWasWokenLessIsAsked) {
  std::vector<Candidate> people{person("tired", 3min), person("rested", 3min)};
  people[0].waking_cost = 2;
  PlanInput input = arrest();
  input.max_offers = 1;
  EXPECT_EQ(make_plan(input, people, policy()).offers.at(0).candidate, 1U);
}

TEST(Plan, WhoIsOnTheWayMakesOthersWorthLess) {
  const std::vector<Candidate> people{person("p", 4min)};
  PlanInput input = arrest();
  const double alone = make_plan(input, people, policy(0)).offers.at(0).gain;
  input.standing.push_back({ArrivalTime::around(3min, kSpread), 0s, 0.95, 0, {}});
  const double beside = make_plan(input, people, policy(0)).offers.at(0).gain;
  EXPECT_LT(beside, alone / 2);
}

TEST(Plan, OnceSomebodyPressesOnlyAnAedIsOfUse) {
  std::vector<Candidate> people{person("p", 3min), person("q", 3min)};
  people[1].legs = {leg("library", 4min)};
  PlanInput input = arrest();
  input.elapsed = 2min;
  input.cpr_since = 1min;
  const Plan plan = make_plan(input, people, policy());
  ASSERT_EQ(plan.offers.size(), 1U);
  EXPECT_EQ(plan.offers[0].role, Role::kAed);
  input.shock_since = 1min;
  EXPECT_TRUE(make_plan(input, people, policy()).offers.empty());
}

TEST(Plan, TheSecondPersonGetsTheOtherAed) {
  std::vector<Candidate> people{person("p", 5min, 0.8), person("q", 5min, 0.8)};
  for (Candidate& candidate : people) candidate.legs = {leg("a", 4min), leg("b", 250s)};
  const Plan plan = make_plan(arrest(), people, policy());
  ASSERT_EQ(plan.offers.size(), 2U);
  EXPECT_EQ(plan.offers[0].role, Role::kAed);
  EXPECT_EQ(plan.offers[1].role, Role::kAed);
  EXPECT_NE(plan.offers[0].leg, plan.offers[1].leg);
}

TEST(Plan, AnAedThatSomebodyWasOfferedIsWorthLess) {
  std::vector<Candidate> people{person("p", 5min)};
  people[0].legs = {leg("a", 4min), leg("b", 250s)};
  PlanInput input = arrest();
  input.standing.push_back({ArrivalTime::around(4min, kSpread), 0s, 0.5, 0.9, AedId("a")});
  const Plan plan = make_plan(input, people, policy());
  ASSERT_EQ(plan.offers.size(), 1U);
  EXPECT_EQ(plan.offers[0].leg, 1U);
}

TEST(Plan, ATowerGetsAGuide) {
  std::vector<Candidate> people{person("p", 3min), person("q", 3min), person("r", 3min)};
  PlanInput input = arrest();
  input.room = {2, 0, 1};
  EXPECT_EQ(make_plan(input, people, policy()).offers.size(), 2U);
  input.guide_saving = 90s;
  const Plan plan = make_plan(input, people, policy());
  ASSERT_EQ(plan.offers.size(), 3U);
  EXPECT_EQ(plan.offers[2].role, Role::kGuide);
}

TEST(Plan, BothSurvivalModelsAskTheNearer) {
  PlanInput input = arrest();
  input.max_offers = 1;
  for (const SurvivalModel model : {SurvivalModel::kLarsen, SurvivalModel::kValenzuela}) {
    input.curve = survival_curve(model);
    EXPECT_EQ(
        make_plan(input, {person("p", 5min), person("q", 3min)}, policy()).offers.at(0).candidate,
        1U);
  }
}

TEST(Plan, ValueIsWhatThePlanSays) {
  std::vector<Candidate> people{person("p", 3min), person("q", 4min)};
  people[1].legs = {leg("a", 5min)};
  const Plan plan = make_plan(arrest(), people, policy());
  EXPECT_NEAR(plan_value(arrest(), people, policy(), plan.offers),
              plan.survival_after - policy().lambda * static_cast<double>(plan.offers.size()),
              1e-12);
}

}  // namespace
}  // namespace goldenfour::dispatch
