// What is stored of a decision, and what of it each reader sees.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "server/dispatch/view.h"
#include "tests/support/town.h"

namespace goldenfour::dispatch {
namespace {

using registry::UsabilityReason;
using support::Town;

Duration minutes(int count) {
  return Duration(count * 60'000);
}

class Explain : public ::testing::Test {
 protected:
  void add_aed(const std::string& id, geo::Position where, const std::string& hours) {
    registry::Aed aed;
    aed.id = AedId(id);
    aed.jurisdiction = town_.jurisdictions()[0];
    aed.position = where;
    aed.name = "Name of " + id;
    aed.access = registry::AedAccess::kPublic;
    aed.opening_hours = hours;
    town_.send(PutAed{aed, std::nullopt});
  }

  /// Opening hours from midnight to so long from now, by the policy's clock.
  std::string until(Duration from_now) {
    const Policy policy = default_policy();
    const auto local = policy.local_time.to_local(town_.now().utc + from_now);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto minute = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
    char text[32];
    std::snprintf(text, sizeof text, "00:00-%02d:%02d", static_cast<int>(minute / 60),
                  static_cast<int>(minute % 60));
    return text;
  }

  ExplanationView seen(const Incident& incident, Audience audience = Audience::kDispatcher) {
    return explanation_view(incident, town_.directory(), audience);
  }

  static const Offer* fetcher(const Incident& incident) {
    for (const auto& [number, offer] : incident.offers)
      if (offer.role == Role::kAed) return &offer;
    return nullptr;
  }

  Town town_;
};

bool gives(const std::vector<registry::ReasonGiven>& reasons, UsabilityReason reason) {
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const auto& given) { return given.reason == reason; });
}

TEST_F(Explain, AnOfferKeepsWhyItsAedCanBeUsedWhenSomebodyGetsThere) {
  town_.add_person("ana", Town::at(200, 0));
  town_.add_person("bor", Town::at(300, 0));
  add_aed("library", Town::at(150, 30), until(minutes(120)));
  const Incident& incident = town_.raise();
  const Offer* offer = fetcher(incident);
  ASSERT_NE(offer, nullptr);
  EXPECT_GT(offer->why.usability, 0.5);
  ASSERT_TRUE(offer->why.aed_reached);
  EXPECT_LT(*offer->why.aed_reached, *offer->why.via_aed_arrival);
  ASSERT_TRUE(gives(offer->why.aed_reasons, UsabilityReason::kOpen));
  const auto& open = offer->why.aed_reasons.front();
  ASSERT_TRUE(open.at);
  EXPECT_LE(*open.at - town_.now().utc, minutes(120));
  EXPECT_GT(*open.at - town_.now().utc, minutes(118));
}

TEST_F(Explain, WhatIsStoredStaysWhenTheRegistryChanges) {
  town_.add_person("ana", Town::at(200, 0));
  town_.add_person("bor", Town::at(300, 0));
  add_aed("library", Town::at(150, 30), "24/7");
  const IncidentId id = town_.raise().id;
  const Why before = fetcher(town_.incident(id))->why;
  town_.directory().put([&] {
    registry::Aed aed = *town_.directory().aed(AedId("library"));
    aed.opening_hours = "off";
    return aed;
  }());
  const auto view = seen(town_.incident(id));
  const auto line = std::find_if(view.offers.begin(), view.offers.end(),
                                 [](const OfferLine& each) { return each.role == Role::kAed; });
  ASSERT_NE(line, view.offers.end());
  EXPECT_EQ(line->why->aed_reasons, before.aed_reasons);
}

TEST_F(Explain, AnAedThatClosesOnTheWayCountsByWhoGetsThereInTime) {
  town_.add_person("near", Town::at(60, 0));
  town_.add_person("far", Town::at(700, 0));
  add_aed("closing", Town::at(40, 0), until(minutes(5)));
  const Incident& incident = town_.raise();
  const auto& others = incident.last_plan->best_non_offers;
  EXPECT_TRUE(incident.last_plan->aeds_ruled_out.empty()) << "somebody may still get there";
  for (const auto& [number, offer] : incident.offers)
    if (offer.responder == ResponderId("far"))
      EXPECT_EQ(offer.role, Role::kCpr) << "would stand before a closed door";
  for (const NonOffer& other : others)
    if (other.responder == ResponderId("far")) EXPECT_EQ(other.role, Role::kCpr);
}

TEST_F(Explain, AClosedAndAReservedAedAreNamedWithTheirReason) {
  town_.add_person("ana", Town::at(200, 0));
  town_.add_person("bor", Town::at(250, 0));
  add_aed("closed", Town::at(20, 0), "off");
  add_aed("open", Town::at(100, 0), "24/7");
  const Incident& first = town_.raise();
  ASSERT_EQ(first.last_plan->aeds_ruled_out.size(), 1U);
  const AedRuledOut& closed = first.last_plan->aeds_ruled_out[0];
  EXPECT_EQ(closed.aed, AedId("closed"));
  EXPECT_EQ(closed.reason.reason, UsabilityReason::kClosed);
  EXPECT_NEAR(closed.distance.value(), 20, 50);

  const Offer* offer = fetcher(first);
  ASSERT_NE(offer, nullptr);
  ASSERT_EQ(town_.answer(first, offer->number, true).error, ErrorCode::kNone);
  const Incident& second = town_.incident(town_.send(RaiseAlert{town_.alert("2")}).incident);
  const auto& out = second.last_plan->aeds_ruled_out;
  EXPECT_TRUE(std::any_of(out.begin(), out.end(), [](const AedRuledOut& each) {
    return each.aed == AedId("open") && each.reason.reason == UsabilityReason::kReserved;
  }));
}

TEST_F(Explain, ThoseNotAskedAreToldBestFirstWithTheirReason) {
  for (int i = 0; i < 30; ++i)
    town_.add_person("p" + std::to_string(i), Town::at(100 + 20 * i, 10 * i));
  town_.send(PutResponder{[&] {
                            auto late = town_.person("lapsed", Town::at(10, 0));
                            late.certified_until = town_.now().utc + minutes(-1);
                            return late;
                          }(),
                          std::nullopt});
  const Incident& incident = town_.raise();
  ASSERT_TRUE(incident.last_plan);
  const PlanMade& plan = *incident.last_plan;
  EXPECT_EQ(plan.best_non_offers.size(), kNonOffersKept);
  EXPECT_TRUE(std::is_sorted(plan.best_non_offers.begin(), plan.best_non_offers.end(),
                             [](const auto& a, const auto& b) { return a.gain > b.gain; }));
  EXPECT_TRUE(
      std::any_of(plan.best_non_offers.begin(), plan.best_non_offers.end(), [](const auto& other) {
        return other.reason == Exclusion::kNotCertified && other.gain > 0;
      }));
  std::uint32_t not_asked = 0;
  for (const auto count : plan.excluded) not_asked += count;
  EXPECT_EQ(not_asked + plan.offers, 31U) << "everybody is accounted for";
  for (const NonOffer& other : plan.best_non_offers)
    for (const auto& [number, offer] : incident.offers)
      EXPECT_NE(other.responder, offer.responder) << "asked, and told as not asked";
}

TEST_F(Explain, BeforeAcceptanceBandsAfterwardsNameAndExactFigures) {
  town_.add_person("ana", Town::at(200, 0));
  town_.add_person("bor", Town::at(330, 0));
  add_aed("library", Town::at(150, 30), "24/7");
  const IncidentId id = town_.raise().id;
  const std::uint32_t number = fetcher(town_.incident(id))->number;
  const auto line_of = [&](Audience audience) {
    const auto view = seen(town_.incident(id), audience);
    return *std::find_if(view.offers.begin(), view.offers.end(),
                         [&](const OfferLine& each) { return each.id.number == number; });
  };
  for (const Audience audience :
       {Audience::kDispatcher, Audience::kIntegration, Audience::kOperator}) {
    const OfferLine line = line_of(audience);
    EXPECT_EQ(line.responder, "responder " + std::to_string(number));
    EXPECT_EQ(line.arrival_seconds.second - line.arrival_seconds.first, 30U);
    EXPECT_EQ(line.why->likely_seconds.first % 30, 0U);
    EXPECT_EQ(line.why->likely_seconds.second % 30, 0U);
    EXPECT_EQ(line.why->aed_name, "Name of library");
    EXPECT_DOUBLE_EQ(line.gain, std::round(line.gain * 1000) / 1000) << "else it tells a distance";
    EXPECT_FALSE(line.why->exact);
  }
  ASSERT_EQ(town_.answer(town_.incident(id), number, true).error, ErrorCode::kNone);
  const OfferLine desk = line_of(Audience::kDispatcher);
  ASSERT_TRUE(desk.why->exact);
  EXPECT_EQ(desk.why->exact->responder_name, "Test " + desk.responder);
  EXPECT_EQ(desk.arrival_seconds.first, desk.arrival_seconds.second);
  EXPECT_GT(desk.why->exact->distance.value(), 0);
  EXPECT_FALSE(line_of(Audience::kIntegration).why->exact);
  EXPECT_FALSE(line_of(Audience::kOperator).why->exact);
  town_.send(CancelIncident{id});
  EXPECT_EQ(line_of(Audience::kDispatcher).why->exact->responder_name, "") << "after the end";
}

TEST_F(Explain, AContestIsTold) {
  town_.add_person("only", Town::at(200, 0));
  Alert far = town_.alert("far");
  far.scene.position = Town::at(900, 0);
  const IncidentId first = town_.send(RaiseAlert{far}).incident;
  ASSERT_EQ(town_.incident(first).offers.size(), 1U);
  const Incident& second = town_.incident(town_.send(RaiseAlert{town_.alert("near")}).incident);
  ASSERT_EQ(second.offers.size(), 1U);
  EXPECT_EQ(second.offers.at(1).why.taken_from, first);
  EXPECT_EQ(seen(second).offers[0].why->taken_from, first);
  EXPECT_FALSE(seen(second, Audience::kIntegration).offers[0].why->taken_from);
}

}  // namespace
}  // namespace goldenfour::dispatch
