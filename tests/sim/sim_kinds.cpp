// Kinds of emergencies and dangers, drawn as maps. One letter is 50 m; see town_map.h for the
// letters.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/sim/map_test.h"

namespace goldenfour::sim {
namespace {

using dispatch::Alert;
using dispatch::Hazard;
using dispatch::IncidentKind;
using dispatch::TaskStep;
using registry::Equipment;
using registry::Skill;

class Kinds : public MapTest {
 protected:
  void raise(IncidentKind kind, dispatch::Hazards hazards = {}) {
    s().raise([&](Alert& alert) {
      alert.kind = kind;
      alert.hazards = hazards;
    });
  }
};

TEST_F(Kinds, SevereBleedingWantsTheSkillAndTheKit) {
  play(
      "r.P..b..a\n"
      ".....s.t.\n");
  s().train('s', Skill::kBleedingControl);
  s().train('t', Skill::kBleedingControl);
  s().stock('b', {Equipment::kBleedingKit});
  raise(IncidentKind::kSevereBleeding);
  EXPECT_EQ(of('r'), "not asked") << "the nearest, but never learnt it";
  s().accept('t');
  s().accept('s');
  EXPECT_TRUE(of('s') == "task AED b" || of('t') == "task AED b") << of('s') << ", " << of('t');
  EXPECT_EQ(of('s').find("AED a") + of('t').find("AED a"), 2 * std::string::npos)
      << "an AED is of no use here";
}

TEST_F(Kinds, AnaphylaxisWantsAnAutoInjector) {
  play(".r.P.a..b..s.");
  s().train('s', Skill::kAnaphylaxis);
  s().stock('b', {Equipment::kAed, Equipment::kAutoInjector});
  raise(IncidentKind::kAnaphylaxis);
  EXPECT_EQ(of('r'), "not asked");
  EXPECT_EQ(of('s'), "asked AED b");
}

TEST_F(Kinds, ChokingWantsTheNearestAndNothingFetched) {
  play("P.r..a...............s");
  raise(IncidentKind::kChoking);
  EXPECT_EQ(of('r'), "asked CPR");
  s().accept('r');
  EXPECT_EQ(of('r'), "task CPR");
}

TEST_F(Kinds, AnEmergencyOfAnotherKindWakesNobody) {
  play("P.r");
  raise(IncidentKind::kOther);
  s().wait(minutes(3));
  EXPECT_EQ(of('r'), "not asked");
  EXPECT_EQ(s().alarms(), "") << "nobody is missed";
}

TEST_F(Kinds, WhenItIsNoArrestTheOneWithTheAedIsLetGoAndTheSkilledStays) {
  play("r.P..a..s");
  s().train('r', Skill::kBleedingControl);
  raise(IncidentKind::kCardiacArrest);
  s().accept('s');
  ASSERT_EQ(of('s'), "task AED a");
  s().accept('r');
  s().correct(IncidentKind::kSevereBleeding);
  EXPECT_EQ(of('r'), "task CPR");
  EXPECT_EQ(of('s'), "task KIND_CHANGED");
  EXPECT_TRUE(s().state().reservations.empty()) << "the cabinet is free again";
}

TEST_F(Kinds, WhoFetchesTheWrongThingFetchesTheRightOne) {
  play("r.P..b..a..s");
  s().train('s', Skill::kBleedingControl);
  s().stock('b', {Equipment::kBleedingKit});
  raise(IncidentKind::kCardiacArrest);
  s().accept('r');
  s().accept('s');
  ASSERT_EQ(of('s'), "task AED a");
  s().correct(IncidentKind::kSevereBleeding);
  EXPECT_EQ(of('s'), "task AED b");
}

TEST_F(Kinds, WhoIsLetGoLeavesTheKitToWhoStays) {
  play("s.a..P.....b...t");
  s().train('s', Skill::kBleedingControl);
  s().stock('b', {Equipment::kAed, Equipment::kBleedingKit});
  raise(IncidentKind::kCardiacArrest);
  s().accept('s');
  s().accept('t');
  ASSERT_EQ(of('s').substr(0, 10), "task AED a");
  ASSERT_EQ(of('t').substr(0, 10), "task AED b");
  s().correct(IncidentKind::kSevereBleeding);
  EXPECT_EQ(of('t'), "task KIND_CHANGED") << "never learnt it";
  EXPECT_EQ(of('s'), "task AED b") << "which the other one has just left";
}

TEST_F(Kinds, WhoIsWithThePatientIsNotSentAwayByACorrection) {
  play("r.P");
  raise(IncidentKind::kCardiacArrest);
  s().accept('r');
  s().report('r', TaskStep::kOnScene);
  s().correct(IncidentKind::kOther);
  EXPECT_EQ(of('r'), "task CPR");
}

TEST_F(Kinds, AnOpenQuestionThatStillFitsIsNotAskedAgain) {
  play("r.P..s");
  raise(IncidentKind::kChoking);
  ASSERT_EQ(of('r'), "asked CPR");
  s().correct(IncidentKind::kCardiacArrest);
  EXPECT_EQ(of('r'), "asked CPR");
  EXPECT_EQ(s().incident().offers.begin()->second.end, dispatch::OfferEnd::kNone);
}

TEST_F(Kinds, TrafficWarnsAndViolenceHolds) {
  play("P..r");
  raise(IncidentKind::kCardiacArrest, {Hazard::kTraffic});
  EXPECT_EQ(s().status(), "OPEN");
  EXPECT_EQ(of('r'), "asked CPR");
  s().correct(dispatch::Hazards{Hazard::kTraffic, Hazard::kViolence});
  EXPECT_EQ(s().status(), "HELD");
  EXPECT_EQ(of('r'), "WITHDRAWN");
}

TEST_F(Kinds, AHazardSeenOnSceneMakesThoseOnTheWayWait) {
  play("r.P.....s..D..t");
  raise(IncidentKind::kCardiacArrest);
  s().accept('r');
  s().accept('s');
  s().report('r', TaskStep::kOnScene);
  s().report('s', TaskStep::kLeft);
  EXPECT_EQ(s().may('s'), "go");
  s().report('r', Hazard::kViolence);
  EXPECT_EQ(s().status(), "HELD");
  EXPECT_EQ(s().alarms(), "HAZARD");
  EXPECT_EQ(s().may('s'), "wait");
  EXPECT_EQ(s().may('r'), "go") << "is there already; told of the hazard";
  s().report('r', Hazard::kViolence);
  EXPECT_EQ(s().alarms(), "HAZARD") << "said twice, known once";
  s().resume();
  EXPECT_EQ(s().may('s'), "go");
}

TEST_F(Kinds, AReleaseCoversOnlyTheHazardsThatWereKnown) {
  play("r.P..s");
  raise(IncidentKind::kCardiacArrest, {Hazard::kViolence});
  s().resume();
  EXPECT_EQ(s().status(), "OPEN");
  s().correct(dispatch::Hazards{Hazard::kViolence, Hazard::kFire});
  EXPECT_EQ(s().status(), "HELD") << "the fire is new";
}

TEST_F(Kinds, ACallerWhoDoesNotKnowOfTheHazardDoesNotRemoveIt) {
  play("r.P");
  raise(IncidentKind::kCardiacArrest);
  s().accept('r');
  s().report('r', TaskStep::kOnScene);
  s().report('r', Hazard::kElectricity);
  s().raise([](Alert& alert) {
    alert.sent = alert.sent + minutes(1);
    alert.scene.note = "second call";
  });
  EXPECT_TRUE(s().incident().hazards.contains(Hazard::kElectricity));
  EXPECT_EQ(s().status(), "HELD");
}

TEST_F(Kinds, ATestRingsOnlyWhoIsEnrolledFromTheCallToTheHandOver) {
  play("r.P.a.s.t");
  for (const char who : {'r', 's'}) {
    s().person(who).enrolled_for_drills = true;
    s().register_again(who);
  }
  s().raise([](Alert& alert) { alert.status = dispatch::AlertStatus::kTest; });
  EXPECT_EQ(of('t'), "not asked");
  s().accept('r');
  s().accept('s');
  s().report('r', TaskStep::kOnScene);
  s().wait(minutes(2));
  EXPECT_EQ(of('t'), "not asked") << "nor later";
  s().crew_arrives();
  s().report('r', TaskStep::kHandedOver);
  EXPECT_EQ(s().status(), "CLOSED");
  EXPECT_TRUE(s().incident().is_drill()) << "and marked to its end";
}

}  // namespace
}  // namespace goldenfour::sim
