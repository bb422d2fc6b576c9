#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "server/dispatch/restart.h"
#include "server/registry/canonical_hash.h"
#include "tests/support/town.h"

namespace goldenfour::dispatch {
namespace {

using namespace std::chrono_literals;
using support::Town;

const Offer& offer_to(const Incident& incident, const std::string& responder) {
  for (const auto& [number, offer] : incident.offers)
    if (offer.responder.value() == responder) return offer;
  ADD_FAILURE() << responder << " was not asked";
  static const Offer none;
  return none;
}

TEST(Track, AcceptingReservesTheAedAndNamesTheAlternate) {
  Town town;
  town.add_aed("library", Town::at(150, 0));
  town.add_aed("station", Town::at(400, 300));
  town.add_person("near", Town::at(100, 0));
  town.add_person("aed", Town::at(250, 0));
  const Incident& incident = town.raise();
  const Offer& fetch = offer_to(incident, "aed");
  ASSERT_EQ(fetch.role, Role::kAed);
  EXPECT_TRUE(town.state().reservations.empty()) << "offers do not reserve";
  const Reply reply = town.answer(incident, fetch.number, true);
  EXPECT_EQ(reply.error, ErrorCode::kNone);
  const Task& task = incident.tasks.at(fetch.number);
  EXPECT_EQ(task.aed.value(), "library");
  EXPECT_EQ(task.alternate.value(), "station");
  EXPECT_TRUE(town.state().reservations.contains(task.aed));
}

TEST(Track, StoredFiguresOfAPersonsWhereaboutsAreCoarse) {
  Town town;
  town.add_person("ana", Town::at(103, 0));
  const Incident& incident = town.raise();
  EXPECT_EQ(incident.offers.at(1).why.distance, geo::Meters{100});
  EXPECT_EQ(incident.offers.at(1).why.direct_arrival.count() % 10'000, 0);
}

TEST(Track, AnsweringTwiceTakesEffectOnce) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  const Incident& incident = town.raise();
  const Reply first = town.answer(incident, 1, true);
  const Reply again = town.answer(incident, 1, true);
  EXPECT_EQ(again.task, first.task);
  EXPECT_FALSE(town.step().decision.has_value());
}

TEST(Track, MissingAedGivesTheAlternateAndIsNotOfferedAgain) {
  Town town;
  town.add_aed("library", Town::at(150, 0));
  town.add_aed("station", Town::at(400, 300));
  town.add_person("aed", Town::at(250, 0));
  town.add_person("near", Town::at(100, 0));
  const Incident& incident = town.raise();
  const std::uint32_t number = offer_to(incident, "aed").number;
  town.answer(incident, number, true);
  town.send(Progress{{incident.id, number}, ResponderId("aed"), TaskStep::kAedUnavailable});
  EXPECT_EQ(incident.tasks.at(number).aed.value(), "station");
  EXPECT_TRUE(incident.tasks.at(number).alternate.empty()) << "none in reach";
  EXPECT_FALSE(town.state().reservations.contains(AedId("library")));
  town.send(Progress{{incident.id, number}, ResponderId("aed"), TaskStep::kAedUnavailable});
  EXPECT_EQ(incident.tasks.at(number).role, Role::kCpr) << "no AED is left";
}

TEST(Track, RepeatedWordOfAMissingAedDoesNotLoseTheReplacement) {
  Town town;
  town.add_aed("library", Town::at(150, 0));
  town.add_aed("station", Town::at(400, 300));
  town.add_person("aed", Town::at(250, 0));
  town.add_person("near", Town::at(100, 0));
  const Incident& incident = town.raise();
  const std::uint32_t number = offer_to(incident, "aed").number;
  town.answer(incident, number, true);
  const Progress missing{
      {incident.id, number}, ResponderId("aed"), TaskStep::kAedUnavailable, AedId("library")};
  town.send(missing);
  EXPECT_EQ(town.send(missing).error, ErrorCode::kNone);
  EXPECT_FALSE(town.step().decision.has_value());
  EXPECT_EQ(incident.tasks.at(number).aed.value(), "station");
}

TEST(Track, RepeatedCallForHelpRaisesOneAlarm) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  const Incident& incident = town.raise();
  town.answer(incident, 1, true);
  const Progress help{{incident.id, 1}, ResponderId("ana"), TaskStep::kNeedHelp};
  town.send(help);
  const std::size_t alarms = incident.alarms.size();
  town.send(help);
  EXPECT_FALSE(town.step().decision.has_value());
  town.send(AcknowledgeAlarm{incident.id, incident.alarms.back().number});
  town.send(help);
  EXPECT_EQ(incident.alarms.size(), alarms + 1) << "after the acknowledgement it is a new call";
}

TEST(Track, WhoLostTheConnectionIsAskedByTheNextChannelAtOnce) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  town.send(PresenceLost{ResponderId("ana")});
  const Incident& incident = town.raise();
  EXPECT_EQ(incident.offers.at(1).delivery(Channel::kWebhook).stage, DeliveryStage::kQueued);
}

TEST(Track, AcknowledgedNoCandidateAlarmIsNotRaisedAgainAtEachReview) {
  Town town;
  const Incident& incident = town.raise();
  ASSERT_EQ(incident.alarms.size(), 1U);
  town.send(AcknowledgeAlarm{incident.id, 1});
  town.wait(50s);
  EXPECT_EQ(incident.alarms.size(), 1U);
  town.wait(300s);
  EXPECT_GE(incident.alarms.size(), 2U) << "but after five minutes it is";
}

TEST(Track, DeletingAReservedAedGivesTheTaskTheAlternate) {
  Town town;
  town.add_aed("library", Town::at(150, 0));
  town.add_aed("station", Town::at(400, 300));
  town.add_person("aed", Town::at(250, 0));
  town.add_person("near", Town::at(100, 0));
  const Incident& incident = town.raise();
  const std::uint32_t number = offer_to(incident, "aed").number;
  town.answer(incident, number, true);
  EXPECT_EQ(town.send(DeleteAed{AedId("library"), std::nullopt}).error, ErrorCode::kNone);
  EXPECT_EQ(incident.tasks.at(number).aed.value(), "station");
}

TEST(Track, GivingUpATaskFreesThePersonAndLooksForAnother) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  const Incident& incident = town.raise();
  town.answer(incident, 1, true);
  town.add_person("bor", Town::at(300, 0));
  town.answer(incident, 1, false);
  EXPECT_EQ(incident.tasks.at(1).end, TaskEnd::kGaveUp);
  EXPECT_FALSE(town.state().commitments.contains(ResponderId("ana")));
  EXPECT_EQ(offer_to(incident, "bor").end, OfferEnd::kNone);
}

TEST(Track, UnacknowledgedOfferGoesToTheNextChannelAfterFiveSeconds) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  const Incident& incident = town.raise();
  town.send(ReportDelivery{{incident.id, 1}, Channel::kWebSocket, DeliveryStage::kSent});
  town.wait(4s);
  EXPECT_EQ(incident.offers.at(1).delivery(Channel::kWebhook).stage, DeliveryStage::kNone);
  town.wait(2s);
  EXPECT_EQ(incident.offers.at(1).delivery(Channel::kWebhook).stage, DeliveryStage::kQueued);
}

TEST(Track, AcknowledgedOfferStaysOnItsChannel) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  const Incident& incident = town.raise();
  town.send(ReportDelivery{{incident.id, 1}, Channel::kWebSocket, DeliveryStage::kDelivered});
  town.wait(10s);
  EXPECT_EQ(incident.offers.at(1).delivery(Channel::kWebhook).stage, DeliveryStage::kNone);
}

TEST(Track, WhatPushTookIsToldByItsOwnName) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  const Incident& incident = town.raise();
  const auto push = [&](DeliveryStage stage) {
    town.send(ReportDelivery{{incident.id, 1}, Channel::kPush, stage});
    return incident.offers.at(1).delivery(Channel::kPush).stage;
  };
  EXPECT_EQ(push(DeliveryStage::kSent), DeliveryStage::kNone) << "nobody asked for it";
  town.wait(6s);
  EXPECT_EQ(push(DeliveryStage::kSent), DeliveryStage::kSent);
  const Offer& offer = incident.offers.at(1);
  EXPECT_EQ(offer.delivery(Channel::kWebhook).stage, DeliveryStage::kQueued) << "goes on by itself";
  const std::uint32_t version = incident.version;
  EXPECT_EQ(push(DeliveryStage::kSent), DeliveryStage::kSent);
  EXPECT_EQ(incident.version, version) << "no news";
  const auto unsent = [&town] {
    const auto effects = effects_at_start(town.state());
    return std::ranges::count_if(
        effects, [](const Effect& each) { return std::holds_alternative<SendByChannel>(each); });
  };
  EXPECT_EQ(unsent(), 1) << "the webhook may not have it yet";
  town.send(ReportDelivery{{incident.id, 1}, Channel::kWebhook, DeliveryStage::kSent});
  EXPECT_EQ(unsent(), 0);
}

TEST(Track, EveryoneSilentRaisesTheAlarmAtSixtySeconds) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  const Incident& incident = town.raise();
  town.send(ReportDelivery{{incident.id, 1}, Channel::kWebSocket, DeliveryStage::kDelivered});
  town.wait(61s);
  EXPECT_EQ(incident.offers.at(1).end, OfferEnd::kExpired);
  bool alarmed = false;
  for (const Alarm& alarm : incident.alarms) alarmed |= alarm.kind == AlarmKind::kNobodyAccepted;
  EXPECT_TRUE(alarmed);
}

TEST(Track, CrewTakesOverAndTheIncidentCloses) {
  Town town;
  town.add_person("ana", Town::at(100, 0));
  town.add_person("bor", Town::at(2000, 0));
  const Incident& incident = town.raise();
  town.answer(incident, offer_to(incident, "ana").number, true);
  const std::uint32_t task = offer_to(incident, "ana").number;
  town.send(Progress{{incident.id, task}, ResponderId("ana"), TaskStep::kOnScene});
  town.send(EmsOnScene{incident.id});
  EXPECT_EQ(incident.status, IncidentStatus::kOpen) << "Ana still hands over";
  town.send(Progress{{incident.id, task}, ResponderId("ana"), TaskStep::kHandedOver});
  EXPECT_EQ(incident.status, IncidentStatus::kClosed);
  EXPECT_EQ(incident.close_reason, CloseReason::kHandedOver);
  EXPECT_TRUE(town.state().commitments.empty());
}

TEST(Track, ReplayOfAllDecisionsGivesTheSameHash) {
  Town town;
  std::vector<Decision> stored;
  registry::Directory directory;
  Dispatcher replayed(town.jurisdictions(), directory);
  const auto follow = [&] {
    if (town.step().decision) replayed.replay(*town.step().decision);
    EXPECT_EQ(replayed.hash(), town.dispatcher().hash());
  };
  town.send(PutResponder{town.person("ana", Town::at(100, 0)), std::nullopt});
  follow();
  const Incident& incident = town.raise();
  follow();
  town.answer(incident, 1, true);
  follow();
  town.send(CancelIncident{incident.id});
  follow();
}

}  // namespace
}  // namespace goldenfour::dispatch
