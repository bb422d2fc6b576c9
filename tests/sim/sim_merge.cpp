// Two calls about one emergency, drawn as maps. One letter is 50 m; see town_map.h.
#include <gtest/gtest.h>

#include <string>

#include "tests/sim/map_test.h"

namespace goldenfour::sim {
namespace {

using dispatch::Alert;
using dispatch::ErrorCode;
using dispatch::Hazard;
using dispatch::IncidentId;
using dispatch::IncidentKind;
using dispatch::IncidentStatus;
using dispatch::TaskStep;

class Merge : public MapTest {
 protected:
  /// The first call; what it opened.
  IncidentId first_call() {
    s().raise();
    return s().incident().id;
  }
  /// Somebody else calls, from `place`.
  IncidentId second_call(char place, IncidentKind kind = IncidentKind::kCardiacArrest) {
    s().raise([&](Alert& alert) {
      alert.external_id = "call-2";
      alert.kind = kind;
      if (place != 'P') alert.scene.position = s().at(place);
    });
    return s().incident().id;
  }
  void goes_on_duty(char who, bool on_duty) {
    s().person(who).duty.on_duty = on_duty;
    s().register_again(who);
  }
  std::size_t rings(const IncidentId& id, char who) {
    std::size_t count = 0;
    for (const auto& [number, offer] : s().state().find(id)->offers)
      if (offer.responder == s().person(who).id) ++count;
    return count;
  }
};

TEST_F(Merge, ASecondCallNearbyIsProposedAndNeverMergedByItself) {
  play("P.r.s.Q");
  const IncidentId first = first_call();
  const IncidentId second = second_call('P', IncidentKind::kUnconscious);
  EXPECT_NE(first, second);
  EXPECT_EQ(s().incident().possible_twin, first);
  EXPECT_NE(s().alarms().find("POSSIBLE_DUPLICATE"), std::string::npos);
  EXPECT_EQ(s().status(), "OPEN") << "two patients may lie there";
}

TEST_F(Merge, WhatIsFarOrOfAnotherSortIsNotProposed) {
  play("P.r.s......Q");
  first_call();
  second_call('Q');
  EXPECT_FALSE(s().incident().possible_twin) << "550 m away";
  s().raise([](Alert& alert) {
    alert.external_id = "call-3";
    alert.kind = IncidentKind::kSevereBleeding;
  });
  EXPECT_FALSE(s().incident().possible_twin) << "nobody takes a bleeding wound for an arrest";
  s().raise([](Alert& alert) {
    alert.external_id = "call-4";
    alert.status = dispatch::AlertStatus::kExercise;
  });
  EXPECT_FALSE(s().incident().possible_twin) << "a drill is no emergency";
}

TEST_F(Merge, WhoIsComingKeepsErrandAndAedAndIsNotRungAgain) {
  play(
      "P.....r..t\n"
      ".a..s.b...\n");
  goes_on_duty('s', false);
  const IncidentId first = first_call();
  s().accept('r');
  ASSERT_EQ(of('r').substr(0, 4), "task");
  goes_on_duty('s', true);
  const IncidentId second = second_call('P');
  s().assign('s', dispatch::Role::kAed);
  s().look_at(second);
  s().accept('s');
  s().report('s', TaskStep::kLeft);
  const std::string errand = of('s');
  ASSERT_EQ(errand.substr(0, 8), "task AED");
  EXPECT_EQ(s().merge(second, first).error, ErrorCode::kNone);
  EXPECT_EQ(of('s'), "task MERGED");
  EXPECT_EQ(s().incident().merged_into, first);
  EXPECT_EQ(s().incident().status, IncidentStatus::kClosed);
  s().look_at(first);
  EXPECT_EQ(of('s'), errand) << "the same errand, under the other number";
  EXPECT_EQ(rings(first, 's'), 1U);
  EXPECT_TRUE(s().incident().tasks.rbegin()->second.left_at) << "what was reported is known here";
  EXPECT_EQ(s().merge(second, first).error, ErrorCode::kNone) << "said twice, done once";
}

TEST_F(Merge, WhoWasBeingAskedIsLeftInPeaceForAWhile) {
  play("P.r" + std::string(6, '.') + "s");
  goes_on_duty('s', false);
  const IncidentId first = first_call();
  s().accept('r');
  goes_on_duty('s', true);
  const IncidentId second = second_call('P');
  ASSERT_EQ(of('s').substr(0, 5), "asked");
  s().merge(second, first);
  EXPECT_EQ(of('s'), "MERGED");
  s().look_at(first);
  EXPECT_EQ(rings(first, 's'), 0U) << "a phone that stopped a moment ago does not ring again";
}

TEST_F(Merge, WhoSaidNoToOneCallIsNotAskedForTheOther) {
  play("P.r.s");
  const IncidentId first = first_call();
  s().decline('r');
  s().decline('s');
  const IncidentId second = second_call('P');
  s().merge(first, second);
  s().look_at(second);
  s().wait_but_hear(minutes(3));
  EXPECT_LE(rings(second, 'r'), 1U);
}

TEST_F(Merge, StepsToTheOldNumberCount) {
  play("P...r..s");
  const IncidentId first = first_call();
  s().decline('r');
  s().decline('s');
  const IncidentId second = second_call('P');
  s().accept('r');
  s().merge(second, first);
  EXPECT_EQ(s().report('r', TaskStep::kLeft).error, ErrorCode::kNone) << "from a dead spot";
  s().look_at(first);
  EXPECT_TRUE(s().incident().tasks.begin()->second.left_at);
}

TEST_F(Merge, ADangerThatOneCallerNamedHoldsEverybodyBack) {
  play("P...r..s");
  const IncidentId first = first_call();
  s().accept('r');
  s().raise([](Alert& alert) {
    alert.external_id = "call-2";
    alert.hazards = {Hazard::kViolence};
  });
  const IncidentId second = s().incident().id;
  ASSERT_EQ(s().status(), "HELD");
  s().merge(second, first);
  s().look_at(first);
  EXPECT_EQ(s().status(), "HELD");
  EXPECT_EQ(s().may('r'), "wait");
}

TEST_F(Merge, AMergeTakenBackLooksForPeopleAnew) {
  play("P.r.s..t.v");
  const IncidentId first = first_call();
  s().accept('r');
  const IncidentId second = second_call('P');
  s().merge(second, first);
  s().wait_but_hear(minutes(1));
  EXPECT_EQ(s().say(dispatch::UnmergeIncident{second}).error, ErrorCode::kNone);
  s().look_at(second);
  EXPECT_EQ(s().status(), "OPEN");
  EXPECT_FALSE(s().incident().merged_into);
  EXPECT_TRUE(s().state().find(first)->merged.empty());
  EXPECT_FALSE(s().incident().offers.empty());
}

TEST_F(Merge, AMergeIsRefusedWithItsReason) {
  play("P.r.s");
  const IncidentId first = first_call();
  EXPECT_EQ(s().merge(first, first).error, ErrorCode::kInvalidField);
  EXPECT_EQ(s().merge(first, {first.jurisdiction, 1, 99}).error, ErrorCode::kNotFound);
  const IncidentId second = second_call('P');
  s().look_at(first);
  s().cancel();
  EXPECT_EQ(s().merge(second, first).error, ErrorCode::kIllegalTransition);
  EXPECT_EQ(s().say(dispatch::UnmergeIncident{first}).error, ErrorCode::kIllegalTransition);
}

TEST_F(Merge, AMergeSurvivesACrash) {
  play("P.....r..s");
  const IncidentId first = first_call();
  s().accept('r');
  const IncidentId second = second_call('P');
  s().merge(second, first);
  s().crash(seconds(20), true);
  s().look_at(second);
  EXPECT_EQ(s().incident().merged_into, first);
  EXPECT_EQ(s().say(dispatch::UnmergeIncident{second}).error, ErrorCode::kNone);
}

}  // namespace
}  // namespace goldenfour::sim
