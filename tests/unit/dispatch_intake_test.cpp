#include <gtest/gtest.h>

#include "tests/support/town.h"

namespace goldenfour::dispatch {
namespace {

using support::Town;

TEST(Intake, NewAlertOpensOneIncidentWithAReviewTimer) {
  Town town;
  const Reply reply = town.send(RaiseAlert{town.alert("120-1")});
  ASSERT_EQ(reply.error, ErrorCode::kNone);
  EXPECT_TRUE(reply.created);
  EXPECT_EQ(to_string(reply.incident), "ljubljana-1-1");
  EXPECT_NE(town.incident(reply.incident).timer(TimerPurpose::kReview), nullptr);
}

TEST(Intake, SameAlertAgainIsTheSameIncidentAndChangesNothing) {
  Town town;
  const Reply first = town.send(RaiseAlert{town.alert("120-1")});
  const Reply again = town.send(RaiseAlert{town.alert("120-1")});
  EXPECT_EQ(again.incident, first.incident);
  EXPECT_FALSE(again.created);
  EXPECT_FALSE(town.step().decision.has_value());
}

TEST(Intake, SameKeyWithOtherContentIsRefused) {
  Town town;
  Alert alert = town.alert();
  alert.idempotency_key = "k1";
  town.send(RaiseAlert{alert});
  alert.scene.floor = "7";
  EXPECT_EQ(town.send(RaiseAlert{alert}).error, ErrorCode::kIdempotencyKeyReused);
}

TEST(Intake, KeyOfAnUpdateIsRememberedToo) {
  Town town;
  town.send(RaiseAlert{town.alert("120-1")});
  Alert update = town.alert("120-1");
  update.sent = update.sent + Duration(1000);
  update.scene.floor = "7";
  update.idempotency_key = "k2";
  EXPECT_EQ(town.send(RaiseAlert{update}).error, ErrorCode::kNone);
  update.scene.floor = "8";
  update.sent = update.sent + Duration(1000);
  EXPECT_EQ(town.send(RaiseAlert{update}).error, ErrorCode::kIdempotencyKeyReused);
}

TEST(Intake, LaterSentUpdatesAndEarlierSentIsStale) {
  Town town;
  const Reply first = town.send(RaiseAlert{town.alert("120-1")});
  Alert change = town.alert("120-1");
  change.scene.floor = "7";
  EXPECT_EQ(town.send(RaiseAlert{change}).error, ErrorCode::kStaleUpdate);
  change.sent = change.sent + Duration(1);
  EXPECT_EQ(town.send(RaiseAlert{change}).incident, first.incident);
  EXPECT_EQ(town.incident(first.incident).scene->floor, "7");
}

TEST(Intake, ChangeOfAnEndedIncidentIsRefused) {
  Town town;
  const Reply first = town.send(RaiseAlert{town.alert("120-1")});
  town.send(CancelIncident{first.incident});
  Alert change = town.alert("120-1");
  change.sent = change.sent + Duration(1);
  change.scene.floor = "7";
  EXPECT_EQ(town.send(RaiseAlert{change}).error, ErrorCode::kIllegalTransition);
}

TEST(Intake, RepeatedCorrectionChangesNothing) {
  Town town;
  const IncidentId id = town.raise().id;
  UpdateIncident correction;
  correction.incident = id;
  correction.kind = IncidentKind::kUnconscious;
  town.send(correction);
  EXPECT_TRUE(town.step().decision.has_value());
  EXPECT_EQ(town.send(correction).error, ErrorCode::kNone);
  EXPECT_FALSE(town.step().decision.has_value());
}

TEST(Intake, ViolenceHoldsEverybodyBackUntilResumed) {
  Town town;
  town.add_person("ana", Town::at(200, 0));
  Alert alert = town.alert();
  alert.hazards = {Hazard::kViolence};
  const IncidentId id = town.send(RaiseAlert{alert}).incident;
  EXPECT_EQ(town.incident(id).status, IncidentStatus::kHeld);
  EXPECT_TRUE(town.incident(id).offers.empty());
  town.send(ResumeIncident{id});
  EXPECT_EQ(town.incident(id).offers.size(), 1U);
}

TEST(Intake, OtherJurisdictionIsRefused) {
  Town town;
  Command command;
  command.jurisdiction = JurisdictionId("nowhere");
  command.correlation = 1;
  command.body = RaiseAlert{town.alert()};
  const DirectoryWorld world(town.directory(), default_policy(), {});
  const Step step = town.dispatcher().handle(command, world, town.now());
  EXPECT_EQ(std::get<Reply>(step.effects.at(0)).error, ErrorCode::kWrongJurisdiction);
  EXPECT_FALSE(step.decision.has_value());
}

TEST(Ids, WrittenFormsReadBack) {
  OfferId offer{{JurisdictionId("bei-jing"), 3, 42}, 7};
  OfferId read;
  ASSERT_TRUE(parse(to_string(offer), read));
  EXPECT_EQ(read, offer);
  for (const char* bad : {"", "x", "x-1", "-1-1", "x-1-", "x-1-01", "x-0-1-1", "x-1-99999999999-1",
                          "x y-1-1-1", "x-1-1-a"})
    EXPECT_FALSE(parse(std::string(bad), read)) << bad;
}

}  // namespace
}  // namespace goldenfour::dispatch
