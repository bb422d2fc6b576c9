// Many casualties, teams, and incidents that compete, drawn as maps. One letter is 50 m; see
// town_map.h for the letters.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "server/dispatch/view.h"
#include "tests/sim/map_test.h"

namespace goldenfour::sim {
namespace {

using dispatch::Alert;
using dispatch::IncidentKind;
using dispatch::TaskStep;

class Major : public MapTest {
 protected:
  /// Team "rescue": the captain first, then `deputies`, then `members`, by their letters.
  void enlist(char captain, const std::string& deputies, const std::string& members) {
    registry::Team team;
    team.id = registry::TeamId("rescue");
    team.jurisdiction = registry::JurisdictionId("town");
    team.name = "Rescue";
    team.captain = s().person(captain).id;
    for (const char who : deputies) team.deputies.push_back(s().person(who).id);
    for (const char who : members) team.members.push_back(s().person(who).id);
    EXPECT_EQ(s().say(dispatch::PutTeam{team, std::nullopt}).error, dispatch::ErrorCode::kNone);
  }
  void raise_for(std::uint32_t casualties) {
    s().raise([&](Alert& alert) {
      alert.kind = IncidentKind::kOther;  // nobody but teams is called
      alert.casualties = casualties;
    });
  }
  dispatch::RosterLine roster() {
    const registry::Directory nobody;
    const auto view = dispatch::incident_view(
        s().incident(), nobody, dispatch::Audience::kDispatcher, dispatch::Extent::kFull);
    return view.teams.empty() ? dispatch::RosterLine{} : view.teams.front();
  }
};

TEST_F(Major, ManyCasualtiesCallTheCaptainAndTellTheSupervisor) {
  play("P..r..s..t");
  enlist('r', "s", "t");
  raise_for(12);
  EXPECT_EQ(s().alarms(), "MAJOR_EVENT");
  EXPECT_EQ(of('r'), "asked CAPTAIN");
  EXPECT_EQ(of('s'), "not asked") << "the deputy waits for the captain's answer";
  EXPECT_EQ(of('t'), "not asked");
}

TEST_F(Major, FewCasualtiesCallNoTeam) {
  play("P..r..s");
  enlist('r', "", "s");
  raise_for(2);
  EXPECT_FALSE(s().incident().major);
  EXPECT_EQ(of('r'), "not asked");
}

TEST_F(Major, TheDeputyIsAskedWhenTheCaptainIsSilent) {
  play("P..r..s..t");
  enlist('r', "s", "t");
  raise_for(12);
  s().hear('r');
  s().wait(seconds(61));
  EXPECT_EQ(of('r'), "EXPIRED");
  EXPECT_EQ(of('s'), "asked CAPTAIN");
  s().accept('s');
  EXPECT_EQ(of('s'), "task CAPTAIN");
  EXPECT_EQ(of('t'), "asked MEMBER");
}

TEST_F(Major, WhenNobodyLeadsTheDispatcherIsTold) {
  play("P..r..s");
  enlist('r', "s", "");
  raise_for(12);
  s().hear('r');
  s().wait(minutes(2));
  EXPECT_EQ(of('r'), "EXPIRED");
  EXPECT_EQ(s().alarms(), "MAJOR_EVENT NOBODY_ACCEPTED");
}

TEST_F(Major, MembersConfirmAndTheRosterCounts) {
  play("P.r.s.t.u.v");
  enlist('r', "", "stuv");
  raise_for(12);
  s().accept('r');
  s().accept('s');
  s().decline('t');
  s().hear('u');
  EXPECT_EQ(of('s'), "task MEMBER");
  s().wait(seconds(181));
  const auto line = roster();
  EXPECT_EQ(line.confirmed, 2U) << "with the captain";
  EXPECT_EQ(line.declined, 1U);
  EXPECT_EQ(line.silent, 2U);
  EXPECT_EQ(line.asked, 0U);
  EXPECT_EQ(line.leader, "r");
}

TEST_F(Major, ADispatcherDeclaresItAndNamesTheRallyPoint) {
  play("P..r..s");
  enlist('r', "", "s");
  raise_for(0);
  EXPECT_EQ(of('r'), "not asked");
  const auto rally = *geo::Position::from_degrees(46.051, 14.501);
  dispatch::DeclareMajor declare;
  declare.incident = s().incident().id;
  declare.rally = rally;
  s().say(declare);
  EXPECT_EQ(of('r'), "asked CAPTAIN");
  s().say(declare);
  EXPECT_EQ(s().alarms(), "MAJOR_EVENT") << "said twice, declared once";
  EXPECT_EQ(s().incident().scene->rally, rally);
}

TEST_F(Major, WhoHasATaskIsNotCalledWithTheTeam) {
  play("P.r.s");
  enlist('r', "", "s");
  s().raise([](Alert& alert) { alert.kind = IncidentKind::kChoking; });
  s().accept('r');
  dispatch::DeclareMajor declare;
  declare.incident = s().incident().id;
  s().say(declare);
  EXPECT_EQ(of('r'), "task CPR") << "one task a person";
}

TEST_F(Major, OneCrewDoesNotEndAMajorEvent) {
  play("P.r.s");
  enlist('r', "", "s");
  raise_for(12);
  s().accept('r');
  s().crew_arrives();
  EXPECT_EQ(s().status(), "OPEN");
  EXPECT_EQ(of('r'), "task CAPTAIN");
  s().wait(minutes(50));
  EXPECT_EQ(s().status(), "OPEN");
}

TEST_F(Major, ADrillCallsOnlyEnrolledMembers) {
  play("P.r.s.t");
  enlist('r', "", "st");
  for (const char who : {'r', 't'}) {
    s().person(who).enrolled_for_drills = true;
    s().register_again(who);
  }
  s().raise([](Alert& alert) {
    alert.kind = IncidentKind::kOther;
    alert.status = dispatch::AlertStatus::kExercise;
    alert.casualties = 20;
  });
  s().accept('r');
  EXPECT_EQ(of('s'), "not asked");
  EXPECT_EQ(of('t'), "asked MEMBER");
}

}  // namespace
}  // namespace goldenfour::sim
