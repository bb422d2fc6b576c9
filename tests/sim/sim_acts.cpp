// The dispatcher's hand, and re-planning, drawn as maps. One letter is 50 m; see town_map.h.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/sim/map_test.h"

namespace goldenfour::sim {
namespace {

using dispatch::ErrorCode;
using dispatch::Role;
using dispatch::TaskStep;

class Hand : public MapTest {};
class Replan : public MapTest {};

TEST_F(Hand, ANamedPersonIsAskedOutOfTurn) {
  play("P.r..s............a.t");
  s().raise([](auto& alert) { alert.kind = dispatch::IncidentKind::kChoking; });
  ASSERT_EQ(of('t'), "not asked");
  EXPECT_EQ(s().assign('t', Role::kGuide).error, ErrorCode::kNone);
  EXPECT_EQ(of('t'), "asked GUIDE");
  s().assign('t', Role::kGuide);
  EXPECT_EQ(of('t'), "asked GUIDE") << "said twice, asked once";
  s().assign('t', Role::kCpr);
  EXPECT_EQ(of('t'), "asked CPR") << "another errand replaces the question";
}

TEST_F(Hand, WhoIsOffDutyIsNotAssignedEvenByForce) {
  play("P.r.s");
  s().person('s').duty.on_duty = false;
  s().register_again('s');
  s().raise();
  const auto reply = s().assign('s', Role::kCpr, "", true);
  EXPECT_EQ(reply.error, ErrorCode::kResponderUnavailable);
  EXPECT_EQ(reply.detail.substr(0, 8), "OFF_DUTY");
}

TEST_F(Hand, ForceOverridesDistanceAndAnEarlierNo) {
  play("P.r" + std::string(60, '.') + "s");
  s().raise();
  EXPECT_EQ(s().assign('s', Role::kCpr).detail.substr(0, 7), "TOO_FAR") << "3 km";
  s().assign('s', Role::kCpr, "", true);
  EXPECT_EQ(of('s'), "asked CPR");
  s().decline('r');
  EXPECT_EQ(s().assign('r', Role::kCpr).detail.substr(0, 13), "ALREADY_ASKED");
  s().assign('r', Role::kCpr, "", true);
  EXPECT_EQ(of('r'), "asked CPR");
}

TEST_F(Hand, WhoIsAskedByHandAndStaysSilentBecomesAnAlarm) {
  play("P..r");
  s().raise([](auto& alert) { alert.kind = dispatch::IncidentKind::kOther; });
  s().wait(minutes(2));
  ASSERT_EQ(s().alarms(), "") << "this kind summons nobody by itself";
  s().assign('r', Role::kGuide);
  s().hear('r');
  s().wait(seconds(61));
  EXPECT_EQ(s().alarms(), "NOBODY_ACCEPTED");
}

TEST_F(Hand, NothingOverridesATaskElsewhere) {
  play("P.r.s");
  s().raise();
  s().accept('r');
  const auto other = s().raise([](auto& alert) { alert.external_id = "call-2"; });
  ASSERT_TRUE(other.created);
  EXPECT_EQ(s().assign('r', Role::kCpr, "", true).error, ErrorCode::kAlreadyCommitted);
}

TEST_F(Hand, TheHolderOfATaskIsSentForAnotherAed) {
  play(
      "P......r\n"
      "..a.....\n"
      ".b......\n");
  s().raise();
  s().accept('r');
  ASSERT_EQ(of('r'), "task AED a or b");
  s().assign('r', Role::kAed, "b");
  EXPECT_EQ(of('r'), "task AED b or a");
  s().assign('r', Role::kCpr);
  EXPECT_EQ(of('r'), "task CPR");
  EXPECT_TRUE(s().state().reservations.empty());
}

TEST_F(Hand, AnAedThatIsPromisedToAnotherIsRefused) {
  play("r.P..D.a.s");
  s().raise();
  s().accept('s');
  s().accept('r');
  ASSERT_EQ(of('s'), "task AED a");
  EXPECT_EQ(s().assign('r', Role::kAed, "a").error, ErrorCode::kAedUnavailable);
  EXPECT_EQ(of('r'), "task CPR");
}

TEST_F(Hand, WhoIsReleasedIsNotAskedAgain) {
  play("P.r.s");
  s().raise();
  s().accept('r');
  s().release('r');
  EXPECT_EQ(of('r'), "task RELEASED");
  s().wait(minutes(1));
  EXPECT_EQ(of('r'), "task RELEASED") << "not by the plan";
  s().assign('r', Role::kCpr);
  EXPECT_EQ(of('r'), "asked CPR") << "but by hand";
  s().release('r');
  EXPECT_EQ(of('r'), "RELEASED");
}

TEST_F(Hand, NobodyIsAssignedWhileHeld) {
  play("P.r");
  s().raise();
  s().hold();
  EXPECT_EQ(s().assign('r', Role::kCpr).error, ErrorCode::kIllegalTransition);
  s().resume();
  EXPECT_EQ(of('r'), "asked CPR") << "who was kept back is asked again";
}

TEST_F(Hand, EscalationIsToldToTheSupervisorAndCanBeTakenBack) {
  play("P.r.s");
  s().raise();
  s().escalate(1);
  EXPECT_EQ(s().alarms(), "ESCALATED");
  s().escalate(1);
  EXPECT_EQ(s().alarms(), "ESCALATED") << "said twice, done once";
  s().escalate(0);
  EXPECT_EQ(s().incident().escalation, 0U);
  EXPECT_EQ(s().escalate(9).error, ErrorCode::kInvalidField);
}

TEST_F(Hand, ACorrectedPlaceTellsHoldersAndAsksTheRightPeople) {
  play("s.P.r..............................Q.t");
  s().raise([](auto& alert) { alert.crew_due = alert.sent + minutes(9); });
  s().accept('r');
  ASSERT_EQ(of('s'), "asked CPR");
  ASSERT_EQ(of('t'), "not asked") << "1.75 km away";
  s().relocate('Q');
  EXPECT_EQ(of('r'), "task CPR") << "told, and free to turn round";
  EXPECT_EQ(of('s'), "WITHDRAWN") << "too far now";
  EXPECT_EQ(of('t'), "asked CPR");
}

TEST_F(Hand, ASmallCorrectionDisturbsNobody) {
  play("s.PQ....r");
  s().raise();
  ASSERT_EQ(of('r'), "asked CPR");
  const auto offers = s().incident().offers.size();
  s().relocate('Q');
  EXPECT_EQ(of('r'), "asked CPR");
  EXPECT_EQ(of('s'), "asked CPR");
  EXPECT_EQ(s().incident().offers.size(), offers) << "nobody is rung twice";
}

TEST_F(Replan, ACrewThatComesSoonerCallsOffWhoWouldBeLate) {
  play("P.r...............s");
  s().raise([](auto& alert) { alert.crew_due = alert.sent + minutes(20); });
  ASSERT_EQ(of('s'), "asked CPR");
  s().say(dispatch::UpdateIncident{.incident = s().incident().id,
                                   .kind = {},
                                   .hazards = {},
                                   .crew_due = s().incident().opened_at + minutes(4),
                                   .position = {},
                                   .address = {},
                                   .floor = {},
                                   .entrance = {},
                                   .note = {}});
  EXPECT_EQ(of('s'), "STOOD_DOWN");
  EXPECT_EQ(of('r'), "asked CPR");
}

TEST_F(Replan, WhoFallsSilentUnderWayKeepsTheTaskAndRaisesAnAlarm) {
  play("r.P");
  s().raise();
  s().accept('r');
  s().goes_silent('r');
  s().wait(seconds(100));
  EXPECT_EQ(s().alarms(), "");
  s().wait(seconds(10));
  EXPECT_EQ(s().alarms(), "NO_CONTACT NO_CANDIDATE") << "and nobody else is left to ask";
  EXPECT_EQ(of('r'), "task CPR");
  s().calls_in('r');
  EXPECT_EQ(s().incident().tasks.begin()->second.contact, dispatch::Contact::kGood);
}

TEST_F(Replan, WhoIsLostIsReplaced) {
  play("us.........P......................rv");
  s().raise([](auto& alert) { alert.crew_due = alert.sent + minutes(13); });
  for (const char who : {'r', 'v'}) {
    s().assign(who, Role::kCpr, "", true);
    s().accept(who);
  }
  s().accept('s');
  ASSERT_EQ(of('u'), "STOOD_DOWN") << "three are on their way; 550 m is far";
  s().goes_silent('s');
  s().wait_but_hear(seconds(110), "s");
  EXPECT_EQ(of('s'), "task CPR");
  EXPECT_EQ(of('u'), "asked CPR") << "sooner than the other";
}

TEST_F(Replan, ARestartLosesNobodyWhoCallsInAfterwards) {
  play("r...P");
  s().raise();
  s().accept('r');
  s().goes_silent('r');
  s().crash(seconds(95), false);
  s().wait(seconds(5));
  EXPECT_EQ(s().alarms(), "") << "the phone has had no time to come back";
  s().calls_in('r');
  s().wait_but_hear(seconds(40));
  EXPECT_EQ(s().alarms(), "");
}

TEST_F(Replan, WhoDoesNotComeNearerIsNotCountedOn) {
  play("P..r");
  s().raise();
  s().accept('r');
  s().wait_but_hear(minutes(6));
  EXPECT_EQ(s().incident().tasks.begin()->second.contact, dispatch::Contact::kStalled);
  EXPECT_NE(s().alarms().find("NO_CONTACT"), std::string::npos) << s().alarms();
  s().walked('r', 0.9);
  EXPECT_EQ(s().incident().tasks.begin()->second.contact, dispatch::Contact::kGood);
}

TEST_F(Replan, WhoWalksAsExpectedChangesNothing) {
  play("P" + std::string(9, '.') + "r");
  s().raise();
  s().accept('r');
  s().report('r', TaskStep::kLeft);
  s().wait(seconds(100));
  const auto version = s().incident().version;
  s().walked('r', 0.02);
  EXPECT_EQ(s().incident().version, version) << "noise of positions is no news";
  s().walked('r', 0.6);
  EXPECT_GT(s().incident().version, version) << "much nearer than thought is";
}

TEST_F(Replan, ADriverInTheCountryIsNotLateForDrivingAsPlanned) {
  play("P" + std::string(44, '.') + "r");
  s().person('r').usual_mode = registry::TravelMode::kCar;
  s().register_again('r');
  s().walked('r', 0);
  s().raise();
  s().accept('r');
  s().report('r', TaskStep::kLeft);
  s().wait(seconds(100));
  const auto version = s().incident().version;
  s().walked('r', 0.01);
  EXPECT_EQ(s().incident().version, version) << "few live here: the way is driven fast";
}

TEST_F(Replan, ABrokenAedSendsItsHolderToTheAlternateInTheSameTurn) {
  play(
      "P......r\n"
      "..a..b..\n");
  s().raise();
  s().accept('r');
  ASSERT_EQ(of('r'), "task AED a or b");
  registry::Aed broken;
  broken.id = registry::AedId("a");
  broken.jurisdiction = s().incident().id.jurisdiction;
  broken.position = s().incident().scene->position;
  broken.status = registry::AedStatus::kOutOfService;
  s().say(dispatch::PutAed{broken, std::nullopt});
  EXPECT_EQ(of('r'), "task AED b");
}

TEST_F(Replan, WhenBothAedsBreakAtOnceTheHolderStartsCpr) {
  play(
      "P......r\n"
      "..a..b..\n");
  s().raise();
  s().accept('r');
  dispatch::ImportAeds import;
  for (const char* id : {"a", "b"}) {
    registry::Aed broken;
    broken.id = registry::AedId(id);
    broken.jurisdiction = s().incident().id.jurisdiction;
    broken.position = s().incident().scene->position;
    broken.status = registry::AedStatus::kOutOfService;
    import.aeds.push_back(broken);
  }
  s().say(import);
  EXPECT_EQ(of('r'), "task CPR");
  EXPECT_TRUE(s().state().reservations.empty());
}

TEST_F(Replan, WhoWasStoodDownIsAskedAgainWhenSomebodyGivesUp) {
  play("us.........P......................rv");
  s().raise([](auto& alert) { alert.crew_due = alert.sent + minutes(13); });
  ASSERT_EQ(of('u'), "asked CPR");
  for (const char who : {'r', 'v'}) {
    s().assign(who, Role::kCpr, "", true);
    s().accept(who);
  }
  s().accept('s');
  ASSERT_EQ(of('u'), "STOOD_DOWN");
  s().wait_but_hear(seconds(40));
  s().decline('s');
  EXPECT_EQ(of('s'), "task GAVE_UP");
  EXPECT_EQ(of('u'), "asked CPR");
}

TEST_F(Replan, WhenNobodyFetchesTheLaterOfTwoDoes) {
  play("r.P....s....");
  s().raise();
  s().accept('r');
  s().accept('s');
  ASSERT_EQ(of('r'), "task CPR");
  ASSERT_EQ(of('s'), "task CPR");
  registry::Aed found;
  found.id = registry::AedId("new");
  found.jurisdiction = s().incident().id.jurisdiction;
  found.position = s().incident().scene->position;
  found.access = registry::AedAccess::kPublic;
  found.opening_hours = "24/7";
  s().say(dispatch::PutAed{found, std::nullopt});
  s().wait_but_hear(seconds(20));
  EXPECT_EQ(of('r'), "task CPR") << "the nearer one presses";
  EXPECT_EQ(of('s'), "task AED new");
}

}  // namespace
}  // namespace goldenfour::sim
