#include <gtest/gtest.h>

#include "server/runtime/inboxes.h"

namespace goldenfour::runtime {
namespace {

using dispatch::ErrorCode;

PendingCommand command(dispatch::CommandBody body) {
  PendingCommand pending;
  pending.command.body = std::move(body);
  return pending;
}

PresenceUpdate at(const std::string& responder, double latitude) {
  registry::Presence presence;
  presence.position = *geo::Position::from_degrees(latitude, 14.5);
  return {.responder = registry::ResponderId(responder), .presence = presence, .heard_at = {}};
}

TEST(Inboxes, RegistryChangesWaitBehindAlerts) {
  Inboxes inboxes({});
  ASSERT_EQ(inboxes.put(command(dispatch::ImportAeds{})), ErrorCode::kNone);
  ASSERT_EQ(inboxes.put(command(dispatch::RaiseAlert{})), ErrorCode::kNone);
  EXPECT_TRUE(std::holds_alternative<dispatch::RaiseAlert>(inboxes.take_command()->command.body));
  EXPECT_TRUE(std::holds_alternative<dispatch::ImportAeds>(inboxes.take_command()->command.body));
  EXPECT_FALSE(inboxes.take_command());
}

TEST(Inboxes, AlertsAnswersAndCancelsAreRefusedLast) {
  Inboxes inboxes({.commands = 8});
  for (int i = 0; i < 6; ++i)
    ASSERT_EQ(inboxes.put(command(dispatch::ReportDelivery{})), ErrorCode::kNone);
  EXPECT_EQ(inboxes.put(command(dispatch::ReportDelivery{})), ErrorCode::kOverloaded);
  EXPECT_EQ(inboxes.put(command(dispatch::SetDuty{})), ErrorCode::kOverloaded);
  EXPECT_EQ(inboxes.put(command(dispatch::RaiseAlert{})), ErrorCode::kNone);
  EXPECT_EQ(inboxes.put(command(dispatch::CancelIncident{})), ErrorCode::kNone);
  EXPECT_EQ(inboxes.put(command(dispatch::Answer{})), ErrorCode::kOverloaded);
}

TEST(Inboxes, ImportsHaveTheirOwnLimit) {
  Inboxes inboxes({.registry_commands = 1});
  EXPECT_EQ(inboxes.put(command(dispatch::ImportAeds{})), ErrorCode::kNone);
  EXPECT_EQ(inboxes.put(command(dispatch::PutAed{})), ErrorCode::kOverloaded);
  EXPECT_EQ(inboxes.put(command(dispatch::RaiseAlert{})), ErrorCode::kNone);
}

TEST(Inboxes, NewestPositionWinsAndKeepsItsPlace) {
  Inboxes inboxes({});
  EXPECT_TRUE(inboxes.put(at("ana", 46.0)));
  EXPECT_TRUE(inboxes.put(at("bor", 46.1)));
  EXPECT_TRUE(inboxes.put(at("ana", 46.2)));
  const auto taken = inboxes.take_presences(256);
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[0].responder.value(), "ana");
  EXPECT_DOUBLE_EQ(taken[0].presence->position.latitude_degrees(), 46.2);
}

TEST(Inboxes, ASignOfLifeDoesNotEraseAPosition) {
  Inboxes inboxes({});
  inboxes.put(at("ana", 46.0));
  inboxes.put(PresenceUpdate{.responder = registry::ResponderId("ana"),
                             .presence = {},
                             .heard_at = registry::Instant{registry::Duration(5)}});
  const auto taken = inboxes.take_presences(1);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_TRUE(taken[0].presence);
  EXPECT_TRUE(taken[0].heard_at);
}

TEST(Inboxes, PresencesAreBoundedButKnownRespondersStillUpdate) {
  Inboxes inboxes({.presences = 1});
  EXPECT_TRUE(inboxes.put(at("ana", 46.0)));
  EXPECT_FALSE(inboxes.put(at("bor", 46.0)));
  EXPECT_TRUE(inboxes.put(at("ana", 46.1)));
}

TEST(Inboxes, TakesAtMostSoManyPresences) {
  Inboxes inboxes({});
  for (int i = 0; i < 300; ++i) inboxes.put(at("p" + std::to_string(i), 46.0));
  EXPECT_EQ(inboxes.take_presences(256).size(), 256U);
  EXPECT_EQ(inboxes.take_presences(256).size(), 44U);
}

TEST(Inboxes, QueriesAreShedAtTheirLimit) {
  Inboxes inboxes({.queries = 1});
  EXPECT_EQ(inboxes.put(ports::Query{}), ErrorCode::kNone);
  EXPECT_EQ(inboxes.put(ports::Query{}), ErrorCode::kOverloaded);
}

TEST(Inboxes, ClosedTakesNothingButKeepsWhatWaits) {
  Inboxes inboxes({});
  ASSERT_EQ(inboxes.put(command(dispatch::RaiseAlert{})), ErrorCode::kNone);
  inboxes.close();
  EXPECT_EQ(inboxes.put(command(dispatch::RaiseAlert{})), ErrorCode::kShuttingDown);
  EXPECT_EQ(inboxes.put(ports::Query{}), ErrorCode::kShuttingDown);
  EXPECT_FALSE(inboxes.put(at("ana", 46.0)));
  EXPECT_FALSE(inboxes.finished());
  EXPECT_TRUE(inboxes.take_command());
  EXPECT_TRUE(inboxes.finished());
}

}  // namespace
}  // namespace goldenfour::runtime
