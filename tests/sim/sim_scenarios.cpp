// Emergencies drawn as maps. One letter is 50 m; see town_map.h for the letters.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/sim/map_test.h"

namespace goldenfour::sim {
namespace {

using dispatch::ErrorCode;
using dispatch::TaskStep;

class Map : public MapTest {};

TEST_F(Map, TheNearestGoesStraightAndTheOneByTheCabinetFetches) {
  play("r.P..D.a.s");
  s().raise();
  EXPECT_EQ(of('r'), "asked CPR");
  EXPECT_EQ(of('s'), "asked AED a");
  s().accept('s');
  EXPECT_EQ(of('s'), "task AED a");
  s().accept('r');
  EXPECT_EQ(of('r'), "task CPR");
}

TEST_F(Map, WhoDeclinesIsReplacedAtOnce) {
  play("P..r..s");
  s().raise([](auto& alert) { alert.kind = dispatch::IncidentKind::kChoking; });
  s().decline('r');
  EXPECT_EQ(of('r'), "DECLINED");
  EXPECT_EQ(of('s'), "asked CPR");
}

TEST_F(Map, WhoStaysSilentIsReplacedAtTheDeadline) {
  play("P..D..r");
  s().raise();
  s().hear('r');
  s().wait(seconds(24));
  EXPECT_EQ(of('r'), "asked CPR");
  s().wait(seconds(2));
  EXPECT_EQ(of('r'), "EXPIRED");
  EXPECT_EQ(s().alarms(), "NO_CANDIDATE") << "there is nobody else";
}

TEST_F(Map, WhoIsNotConnectedIsTextedAtOnceAndThenNotReached) {
  play("P..D..R");
  s().raise();
  EXPECT_TRUE(s().was_texted('r'));
  s().wait(seconds(26));
  EXPECT_EQ(of('r'), "NOT_REACHED");
}

TEST_F(Map, WhoDoesNotAcknowledgeIsTextedAfterFiveSeconds) {
  play("P..D..r");
  s().raise();
  s().wait(seconds(4));
  EXPECT_FALSE(s().was_texted('r'));
  s().wait(seconds(2));
  EXPECT_TRUE(s().was_texted('r'));
}

TEST_F(Map, TheSecondForTheSameCabinetGetsTheAlternate) {
  play(
      "P......r\n"
      "..a.....\n"
      ".b......\n"
      ".......s\n");
  s().raise();
  ASSERT_EQ(of('r'), "asked AED a or b");
  ASSERT_EQ(of('s'), "asked AED a or b") << "offers do not reserve";
  s().accept('s');
  EXPECT_EQ(of('s'), "task AED a or b");
  s().accept('r');
  EXPECT_EQ(of('r'), "task AED b") << "told in the answer, before they leave";
}

TEST_F(Map, NobodyIsAskedWhoWouldArriveAfterTheCrew) {
  play("P..r...............................s");
  s().raise([](auto& alert) { alert.crew_due = alert.sent + minutes(5); });
  EXPECT_EQ(of('r'), "asked CPR");
  EXPECT_EQ(of('s'), "not asked") << "1.75 km on foot";
}

TEST_F(Map, CancellingStandsEverybodyDown) {
  play("t.r.P..D.a.s");
  s().raise();
  s().accept('r');
  s().cancel();
  EXPECT_EQ(s().status(), "CANCELLED");
  EXPECT_EQ(of('r'), "task CANCELLED");
  EXPECT_EQ(of('s'), "CANCELLED");
  EXPECT_TRUE(s().state().commitments.empty());
  s().wait(minutes(5));
  EXPECT_TRUE(s().state().asked.empty()) << "and nobody is asked again";
}

TEST_F(Map, FilledRolesStandTheOthersDownExceptTheNear) {
  play("u.s........P....t.r.v");
  s().raise([](auto& alert) { alert.crew_due = alert.sent + minutes(12); });
  ASSERT_EQ(of('u'), "asked CPR");
  ASSERT_EQ(of('t'), "asked CPR");
  s().accept('v');
  s().accept('r');
  ASSERT_EQ(of('u'), "asked CPR");
  s().accept('s');
  EXPECT_EQ(of('u'), "STOOD_DOWN") << "three are on their way; 550 m is too far to keep asking";
  EXPECT_EQ(of('t'), "asked CPR") << "within 500 m one goes on asking";
}

TEST_F(Map, AHeldIncidentAlertsNobodyUntilItIsReleased) {
  play("P..r");
  s().raise([](auto& alert) { alert.hazards = {dispatch::Hazard::kViolence}; });
  EXPECT_EQ(s().status(), "HELD");
  s().wait(minutes(3));
  EXPECT_EQ(of('r'), "not asked");
  s().resume();
  EXPECT_EQ(of('r'), "asked CPR");
  s().hold();
  EXPECT_EQ(of('r'), "WITHDRAWN");
}

TEST_F(Map, ARestartResumesTheDeadline) {
  play("P..r");
  s().raise();
  s().hear('r');
  s().wait(seconds(10));
  s().crash(seconds(5), false);
  EXPECT_EQ(of('r'), "asked CPR");
  s().wait(seconds(9));
  EXPECT_EQ(of('r'), "asked CPR") << "24 s after the offer";
  s().wait(seconds(2));
  EXPECT_EQ(of('r'), "EXPIRED");
}

TEST_F(Map, ADeadlineThatPassedDuringARebootActsAtTheStart) {
  play("P..r");
  s().raise();
  s().hear('r');
  s().crash(minutes(2), true);
  s().wait(milliseconds(1));
  EXPECT_EQ(of('r'), "EXPIRED");
}

TEST_F(Map, ACrashBeforeTheTextWasSentSendsItAfterwards) {
  play("P..R");
  s().raise();
  s().crash(seconds(3), false);
  EXPECT_TRUE(s().was_texted('r'));
}

TEST_F(Map, TheSameAlertAgainIsTheSameIncident) {
  play("P..r");
  const auto first = s().raise();
  s().crash(seconds(1), true);
  const auto again = s().raise();
  EXPECT_EQ(again.error, ErrorCode::kNone);
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.incident, first.incident);
}

TEST_F(Map, TheSameKeyWithAnotherBodyIsRefused) {
  play("P..r");
  s().raise([](auto& alert) { alert.idempotency_key = "k"; });
  const auto other = s().raise([](auto& alert) {
    alert.idempotency_key = "k";
    alert.scene.address = "elsewhere";
  });
  EXPECT_EQ(other.error, ErrorCode::kIdempotencyKeyReused);
}

TEST_F(Map, NobodyThereIsAnAlarm) {
  play("P..a..D");
  s().raise();
  EXPECT_EQ(s().alarms(), "NO_CANDIDATE");
}

TEST_F(Map, NobodyAcceptsIsAnAlarmAfterAMinute) {
  play("r.P.s");
  s().raise();
  s().everybody_hears();
  s().wait(seconds(61));
  EXPECT_NE(s().alarms().find("NOBODY_ACCEPTED"), std::string::npos) << s().alarms();
}

TEST_F(Map, WhenTheOnlyHelperGivesUpASilentMinuteIsAnAlarmAgain) {
  play("P.r..s..t");
  s().raise();
  s().accept('r');
  s().wait(seconds(20));
  s().decline('r');
  ASSERT_EQ(of('r'), "task GAVE_UP");
  s().everybody_hears();
  s().wait_but_hear(seconds(61));
  EXPECT_EQ(s().alarms(), "NO_CANDIDATE NOBODY_ACCEPTED") << "the first minute is long over";
}

TEST_F(Map, ADrillRingsOnlyWhoIsEnrolled) {
  play("P.r.s");
  s().person('s').enrolled_for_drills = true;
  s().register_again('s');
  s().raise([](auto& alert) { alert.status = dispatch::AlertStatus::kExercise; });
  EXPECT_EQ(of('r'), "not asked");
  EXPECT_EQ(of('s'), "asked CPR");
}

TEST_F(Map, AnEmptyCabinetSendsToTheNextOne) {
  play(
      "P......r\n"
      "..a..b..\n");
  s().raise();
  s().accept('r');
  ASSERT_EQ(of('r'), "task AED a or b");
  s().report('r', TaskStep::kAedUnavailable);
  EXPECT_EQ(of('r'), "task AED b");
}

TEST_F(Map, TheCrewTakesOver) {
  play("r.P......s");
  s().raise();
  s().accept('r');
  s().report('r', TaskStep::kOnScene);
  s().crew_arrives();
  EXPECT_EQ(of('s'), "STOOD_DOWN");
  EXPECT_EQ(of('r'), "task CPR") << "who presses goes on until relieved";
  s().report('r', TaskStep::kHandedOver);
  EXPECT_EQ(s().status(), "CLOSED");
}

}  // namespace
}  // namespace goldenfour::sim
