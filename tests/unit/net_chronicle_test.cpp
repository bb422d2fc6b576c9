// Who caused what, and how often somebody was asked: what decisions tell besides the state.
#include <gtest/gtest.h>

#include "server/net/codec/encode.h"
#include "server/net/codec/encode_held.h"
#include "server/net/message_body.h"
#include "server/net/routes/chronicle.h"
#include "server/net/routes/who_acted.h"

namespace goldenfour::net {
namespace {

using namespace dispatch;

const IncidentId kFirst{JurisdictionId("ljubljana"), 1, 1};
const IncidentId kSecond{JurisdictionId("ljubljana"), 1, 2};
const ResponderId kAna("ana");
const Actor kDesk1{ActorKind::kDispatcher, "desk-1"};
const Actor kDesk2{ActorKind::kDispatcher, "desk-2"};
const Actor kNobody{ActorKind::kResponder, ""};

Decision decision(Actor actor, std::vector<Fact> facts) {
  Decision made;
  made.actor = std::move(actor);
  made.facts = std::move(facts);
  return made;
}

IncidentOpened opened(const IncidentId& incident) {
  IncidentOpened fact;
  fact.incident = incident;
  fact.version = 1;
  return fact;
}

OfferMade offer(const IncidentId& incident, std::uint64_t version, const ResponderId& responder) {
  OfferMade fact;
  fact.incident = incident;
  fact.version = version;
  fact.offer = 1;
  fact.responder = responder;
  return fact;
}

TaskStarted task(const IncidentId& incident, std::uint64_t version, const ResponderId& responder) {
  TaskStarted fact;
  fact.incident = incident;
  fact.version = version;
  fact.offer = 1;
  fact.responder = responder;
  return fact;
}

/// Two desks at work on two incidents, and ana, who says yes to the first.
void tell_evening(Chronicle& chronicle) {
  chronicle.note(decision(kDesk1, {opened(kFirst), offer(kFirst, 2, kAna)}));
  chronicle.note(decision(kDesk2, {opened(kSecond)}));
  chronicle.note(decision({ActorKind::kResponder, "ana"}, {task(kFirst, 3, kAna)}));
  chronicle.note(decision({}, {AlarmRaised{kFirst, 4, 1, AlarmKind::kNeedHelp, {}}}));
  chronicle.note(decision(kDesk2, {AlarmAcknowledged{kFirst, 5, 1, {}}}));
}

TEST(Chronicle, EachVersionHasItsActor) {
  Chronicle chronicle;
  tell_evening(chronicle);
  EXPECT_EQ(kDesk1, chronicle.who(kFirst, 1));
  EXPECT_EQ(kDesk1, chronicle.who(kFirst, 2));
  EXPECT_EQ(kNobody, chronicle.who(kFirst, 3)) << "of a responder no id";
  EXPECT_EQ(Actor{}, chronicle.who(kFirst, 4)) << "the system";
  EXPECT_EQ(kDesk2, chronicle.who(kFirst, 5));
  EXPECT_EQ(kDesk2, chronicle.who(kSecond, 1));
  EXPECT_EQ(kDesk2, chronicle.who_acknowledged(kFirst, 1));
  EXPECT_FALSE(chronicle.who_acknowledged(kFirst, 2));
  EXPECT_FALSE(chronicle.who(kFirst, 0));
}

TEST(Chronicle, WhatIsArchivedIsForgotten) {
  Chronicle chronicle;
  tell_evening(chronicle);
  IncidentArchived archived;
  archived.incident = kFirst;
  archived.version = 6;
  chronicle.note(decision({}, {archived}));
  EXPECT_FALSE(chronicle.who(kFirst, 1));
  EXPECT_FALSE(chronicle.who_acknowledged(kFirst, 1));
  EXPECT_EQ(kDesk2, chronicle.who(kSecond, 1));
}

TEST(Chronicle, CountsQuestionsAndTasksOfEachPersonUntilTheyGo) {
  Chronicle chronicle;
  tell_evening(chronicle);
  chronicle.note(
      decision(kDesk2, {offer(kSecond, 2, kAna), offer(kSecond, 3, ResponderId("bor"))}));
  EXPECT_EQ((Chronicle::Tally{2, 1}), chronicle.tally(kAna));
  EXPECT_EQ((Chronicle::Tally{1, 0}), chronicle.tally(ResponderId("bor")));
  EXPECT_EQ(Chronicle::Tally{}, chronicle.tally(ResponderId("cene")));
  TaskJoined joined;
  joined.incident = kSecond;
  joined.version = 4;
  joined.responder = kAna;
  chronicle.note(decision(kDesk2, {joined}));
  EXPECT_EQ((Chronicle::Tally{2, 1}), chronicle.tally(kAna)) << "the same errand goes on";
  chronicle.note(decision({}, {ResponderDeleted{kAna, kFirst.jurisdiction}}));
  EXPECT_EQ(Chronicle::Tally{}, chronicle.tally(kAna));
}

TEST(WhoActed, IsTheSameAsJsonAndProtobuf) {
  Chronicle chronicle;
  tell_evening(chronicle);
  v1::TimelineEvent event;
  event.set_version(5);
  tell_who(chronicle, kFirst, event);
  EXPECT_EQ(R"({"version":"5","actor":{"kind":"DISPATCHER","name":"desk-2"}})",
            write_json(event).value());
  v1::TimelineEvent again;
  ASSERT_TRUE(parse_protobuf(write_protobuf(event), again));
  EXPECT_EQ(v1::Actor::DISPATCHER, again.actor().kind());
  EXPECT_EQ("desk-2", again.actor().name());
  event.set_version(3);
  tell_who(chronicle, kFirst, event);
  EXPECT_EQ(R"({"version":"3","actor":{"kind":"RESPONDER"}})", write_json(event).value());
}

TEST(WhoActed, ANameOfAResponderIsNeverWritten) {
  EXPECT_EQ("", codec::encode(Actor{ActorKind::kResponder, "ana"}).name());
  EXPECT_EQ("centre", codec::encode(Actor{ActorKind::kIntegration, "centre"}).name());
  EXPECT_EQ(v1::Actor::SYSTEM, codec::encode(Actor{}).kind());
  EXPECT_EQ(v1::Actor::OPERATOR, codec::encode(Actor{ActorKind::kOperator, "root"}).kind());
}

TEST(WhoActed, AnAlarmThatWasOpenWhenItWasLookedAtHasNobody) {
  Chronicle chronicle;
  tell_evening(chronicle);
  v1::Incident incident;
  incident.add_alarms()->set_number(1);
  tell_who(chronicle, kFirst, incident);
  EXPECT_FALSE(incident.alarms(0).has_acknowledged_by());
  incident.mutable_alarms(0)->mutable_acknowledged_at();
  tell_who(chronicle, kFirst, incident);
  EXPECT_EQ("desk-2", incident.alarms(0).acknowledged_by().name());
}

TEST(WhoActed, ConsolesLearnItByEventsAndByAReset) {
  Chronicle chronicle;
  tell_evening(chronicle);
  dispatch::IncidentView view;
  view.id = kFirst;
  view.alarms = {{1, AlarmKind::kNeedHelp, {}, WallTime{}}};
  dispatch::ConsoleFrame event{{1, 9}, {}, kFirst, {}, view};
  event.event.version = 5;
  ports::StreamFrame frame{{}, event};
  v1::ServerFrame message = codec::encode(frame);
  tell_who(chronicle, frame, message);
  EXPECT_EQ("desk-2", message.incident().event().actor().name());
  EXPECT_EQ("desk-2", message.incident().state().alarms(0).acknowledged_by().name());
  ports::Reset reset;
  reset.incidents = {view};
  frame.body = reset;
  message = codec::encode(frame);
  tell_who(chronicle, frame, message);
  EXPECT_EQ("desk-2", message.reset().incidents(0).alarms(0).acknowledged_by().name());
}

TEST(Held, AHabitIsToldInPeoplesFigures) {
  codec::Held held;
  held.position_kept = std::chrono::seconds(600);
  held.habit.emplace();
  EXPECT_EQ(R"({"positionKeptSeconds":600})", write_json(codec::encode(held)).value())
      << "a habit of which nothing is left is none";
  const WallTime at{Duration(1'790'000'000'000)};
  for (const auto response : {Response::kAccepted, Response::kDeclined, Response::kSilent})
    remember_response(*held.habit, false, response, at);
  remember_response(*held.habit, true, Response::kAccepted, at);
  remember_turnout(*held.habit, false, std::chrono::seconds(50), at);
  remember_turnout(*held.habit, true, std::chrono::seconds(200), at);
  held.position_heard_at = at;
  held.push_devices = {"phone", "tablet"};
  held.offers = 5;
  held.tasks = 2;
  const v1::HeldAboutResponder told = codec::encode(held);
  EXPECT_EQ(4, told.habit().asked());
  EXPECT_EQ(2, told.habit().accepted());
  EXPECT_EQ(1, told.habit().silent());
  EXPECT_EQ(100, told.habit().turnout_seconds());
  EXPECT_EQ(1'790'000'000, told.position_heard_at().seconds());
  EXPECT_EQ(2, told.push_devices_size());
  EXPECT_EQ(5U, told.offers());
  EXPECT_EQ(2U, told.tasks());
  EXPECT_FALSE(told.has_duty_changed_at());
  EXPECT_FALSE(told.has_device_heard_at());
}

}  // namespace
}  // namespace goldenfour::net
