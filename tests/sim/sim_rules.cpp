// Whom the plan chooses, and for what, rule by rule, drawn as maps. One letter is 50 m; see
// town_map.h for the letters. It is a Monday, 14:13.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/sim/map_test.h"

namespace goldenfour::sim {
namespace {

using dispatch::IncidentKind;
using registry::Aed;
using registry::Responder;

class Rule : public MapTest {
 protected:
  void hours(char cabinet, const std::string& opening_hours) {
    s().change_aed(cabinet, [&](Aed& aed) { aed.opening_hours = opening_hours; });
  }
  bool anybody_guides() {
    const std::string people = "rstuvwxyz";
    return std::any_of(people.begin(), people.end(),
                       [&](char who) { return of(who) == "asked GUIDE"; });
  }
};

const std::string kManyPeople =
    "r.s.P.t..a.u\n"
    "..v..w..x...\n"
    ".....y....z.";

// ---- which AED ---------------------------------------------------------------------------------

TEST_F(Rule, TheNearestAedIsClosedSoTheNextOneIsFetched) {
  play("r.P....b..a.s");
  hours('a', "Mo-Fr 08:00-12:00");
  s().raise();
  EXPECT_EQ(of('s'), "asked AED b");
}

TEST_F(Rule, AnAedThatClosesInAMinuteIsTheReserve) {
  play("r.P....b..a.s");
  hours('a', "Mo-Fr 08:00-14:14");
  s().raise();
  EXPECT_EQ(of('s'), "asked AED b or a");
}

TEST_F(Rule, UnknownHoursAreNeitherOpenNorInvisible) {
  play("r.P....b..a.s");
  hours('a', "");
  s().raise();
  EXPECT_EQ(of('s'), "asked AED b or a") << "the open one first, the other in reserve";
}

TEST_F(Rule, UnknownHoursAreBetterThanNoAed) {
  play("r....P..a.s");
  hours('a', "");
  s().raise();
  EXPECT_EQ(of('s'), "asked AED a");
}

TEST_F(Rule, AnAedThatSaysItIsBrokenIsTheReserve) {
  play("r.P....b..a.s");
  s().change_aed('a', [](Aed& aed) { aed.telemetry = {{kMorning, false, "battery"}}; });
  s().raise();
  EXPECT_EQ(of('s'), "asked AED b or a");
}

TEST_F(Rule, WhereNothingCanBeFetchedEverybodyGoesStraight) {
  play("r....P..a.s");
  hours('a', "Sa-Su");
  s().raise();
  EXPECT_EQ(of('s'), "asked CPR");
}

// ---- who ---------------------------------------------------------------------------------------

TEST_F(Rule, WhoCyclesIsAskedBeforeWhoWalksFromNearer) {
  play("s..............P...........r");
  s().change_person('s',
                    [](Responder& person) { person.usual_mode = registry::TravelMode::kBicycle; });
  s().raise();
  const auto& first = s().incident().offers.at(1);
  EXPECT_EQ(first.responder, id_of('s')) << "750 m by bicycle are sooner than 600 m on foot";
}

TEST_F(Rule, WhoseCertificateHasLapsedIsNotAsked) {
  play("P.r..s");
  s().change_person('r', [](Responder& person) { person.certified_until = kMorning; });
  s().wait(seconds(1));
  s().raise();
  EXPECT_EQ(of('r'), "not asked");
  EXPECT_EQ(of('s'), "asked CPR");
}

TEST_F(Rule, WhoIsOffDutySleeps) {
  play("P.r..s");
  s().say(dispatch::SetDuty{id_of('r'), false});
  s().raise();
  EXPECT_EQ(of('r'), "not asked");
  EXPECT_EQ(of('s'), "asked CPR");
}

TEST_F(Rule, WhoWasWokenThreeTimesTonightIsLeftInPeace) {
  play("P.r....s");
  for (const char* call : {"call-1", "call-2", "call-3"}) {
    s().raise([&](auto& alert) { alert.external_id = call; });
    ASSERT_EQ(of('r'), "asked CPR");
    s().cancel();
    s().wait_but_hear(minutes(20));
  }
  s().raise([](auto& alert) { alert.external_id = "call-4"; });
  EXPECT_EQ(of('r'), "not asked");
}

TEST_F(Rule, SomebodyGuidesTheCrewIntoATower) {
  play(kManyPeople);
  s().raise([](auto& alert) {
    alert.scene.floor = "18";
    alert.crew_due = alert.sent + minutes(9);
  });
  EXPECT_TRUE(anybody_guides());
}

TEST_F(Rule, AHouseNeedsNoGuide) {
  play(kManyPeople);
  s().raise([](auto& alert) { alert.crew_due = alert.sent + minutes(9); });
  EXPECT_FALSE(anybody_guides());
}

// ---- two emergencies ---------------------------------------------------------------------------

TEST_F(Rule, WhoIsOnTheWayToOneEmergencyIsNotAskedForTheOther) {
  play("P.r...................Q");
  s().raise();
  s().accept('r');
  const auto first = s().incident().id;
  s().raise([&](auto& alert) {
    alert.external_id = "call-2";
    alert.scene.position = s().at('Q');
  });
  EXPECT_EQ(of('r'), "not asked");
  EXPECT_EQ(s().alarms(), "NO_CANDIDATE");
  s().look_at(first);
  EXPECT_EQ(of('r'), "task CPR");
}

TEST_F(Rule, OneAedIsNotFetchedForTwoEmergencies) {
  play("r.P..a.s.............t.Q.u");
  s().raise();
  ASSERT_EQ(of('s'), "asked AED a");
  s().accept('s');
  s().raise([&](auto& alert) {
    alert.external_id = "call-2";
    alert.scene.position = s().at('Q');
  });
  EXPECT_EQ(of('t'), "asked CPR") << "the only AED is promised";
  EXPECT_EQ(of('u'), "asked CPR");
}

TEST_F(Rule, WhoIsJustBeingAskedIsLeftToTheEmergencyThatGainsMore) {
  play("Q.r......P");
  s().raise();
  ASSERT_EQ(of('r'), "asked CPR");
  const auto far = s().incident().id;
  s().raise([&](auto& alert) {
    alert.external_id = "call-2";
    alert.scene.position = s().at('Q');
  });
  EXPECT_EQ(of('r'), "asked CPR") << "100 m from here, 350 m from there";
  s().look_at(far);
  EXPECT_EQ(of('r'), "WITHDRAWN");
}

}  // namespace
}  // namespace goldenfour::sim
