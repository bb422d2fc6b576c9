#include "clients/load/person.h"

#include <gtest/gtest.h>

namespace goldenfour::load {
namespace {

constexpr const char* kOffer = "j-1-1-1";

v1::Position wire(double latitude, double longitude) {
  v1::Position position;
  position.set_latitude(latitude);
  position.set_longitude(longitude);
  position.set_datum(v1::DATUM_WGS84);
  return position;
}

v1::ServerFrame offer_frame() {
  v1::ServerFrame frame;
  frame.mutable_offer()->set_offer(kOffer);
  return frame;
}

v1::ServerFrame task_frame(v1::Role role) {
  v1::ServerFrame frame;
  auto* task = frame.mutable_task();
  task->set_task(kOffer);
  task->set_role(role);
  *task->mutable_place() = wire(46.05, 14.51);
  if (role == v1::AED) *task->mutable_aed()->mutable_position() = wire(46.052, 14.5);
  return frame;
}

class PersonTest : public testing::Test {
 protected:
  Person make() {
    Profile profile;
    profile.id = "r-1";
    profile.home = geo::Position::from_degrees(46.05, 14.5).value();
    return Person(profile, &behaviour_, sim::Random(7));
  }

  // Lets time pass until `end`; the names of what was sent, positions left out.
  std::vector<std::string> live(Person* person, double from, double end) {
    std::vector<std::string> said;
    std::vector<v1::ClientFrame> out;
    for (double now = std::max(from, person->next_due()); now <= end; now = person->next_due()) {
      person->on_time(now, &out);
    }
    for (const auto& frame : out) {
      if (frame.has_answer()) said.push_back(frame.answer().accept() ? "yes" : "no");
      if (frame.has_progress()) said.push_back(v1::TaskStep_Name(frame.progress().step()));
    }
    return said;
  }

  Behaviour behaviour_ = {.crew_median = 540};
  std::vector<v1::ClientFrame> out_;
};

using Words = std::vector<std::string>;

TEST_F(PersonTest, AcceptsFetchesTheAedAndHelpsUntilTheCrewComes) {
  behaviour_.acceptance = 1;
  behaviour_.aed_missing = 0;
  Person person = make();
  person.on_frame(offer_frame(), 10, &out_);
  EXPECT_EQ(live(&person, 10, 200), (Words{"yes"}));
  person.on_frame(task_frame(v1::AED), 200, &out_);
  EXPECT_EQ(live(&person, 200, 20'000),
            (Words{"LEFT", "AED_COLLECTED", "ON_SCENE", "SHOCK_DELIVERED", "STEP_HANDED_OVER"}));
  EXPECT_EQ(person.counts().on_scene, 1u);
  EXPECT_FALSE(person.has_task());
}

TEST_F(PersonTest, GoesStraightForCpr) {
  Person person = make();
  person.on_frame(task_frame(v1::CPR), 0, &out_);
  EXPECT_EQ(live(&person, 0, 20'000),
            (Words{"LEFT", "ON_SCENE", "CPR_STARTED", "STEP_HANDED_OVER"}));
}

TEST_F(PersonTest, SaysThatTheAedIsMissingAndTakesTheNewOne) {
  behaviour_.aed_missing = 1;
  Person person = make();
  person.on_frame(task_frame(v1::AED), 0, &out_);
  Words said;
  double now = 0;
  while (said.empty() || said.back() != "AED_UNAVAILABLE") {
    for (const auto& word : live(&person, now, now + 10)) said.push_back(word);
    now += 10;
    ASSERT_LT(now, 5000);
  }
  behaviour_.aed_missing = 0;
  person.on_frame(task_frame(v1::AED), now, &out_);
  const Words rest = live(&person, now, 20'000);
  ASSERT_FALSE(rest.empty());
  EXPECT_EQ(rest.front(), "AED_COLLECTED");
}

TEST_F(PersonTest, StandDownEndsTheWay) {
  Person person = make();
  person.on_frame(task_frame(v1::CPR), 0, &out_);
  v1::ServerFrame frame;
  frame.mutable_stand_down()->set_offer(kOffer);
  person.on_frame(frame, 5, &out_);
  EXPECT_EQ(live(&person, 5, 20'000), Words{});
  EXPECT_EQ(person.counts().stood_down, 1u);
}

TEST_F(PersonTest, TheSilentSayNothing) {
  behaviour_.acceptance = 0;
  behaviour_.decline_share = 0;
  Person person = make();
  person.on_frame(offer_frame(), 0, &out_);
  EXPECT_EQ(live(&person, 0, 1000), Words{});
  EXPECT_EQ(person.counts().silent, 1u);
}

TEST_F(PersonTest, AResetKeepsWhatIsStillOpenAndForgetsTheRest) {
  behaviour_.acceptance = 1;
  Person person = make();
  person.on_frame(offer_frame(), 0, &out_);
  v1::ServerFrame reset;
  *reset.mutable_reset()->add_offers() = offer_frame().offer();
  person.on_frame(reset, 0.5, &out_);
  EXPECT_EQ(person.counts().offers, 1u) << "the same offer is not a second one";
  reset.mutable_reset()->clear_offers();
  person.on_frame(reset, 0.6, &out_);
  EXPECT_EQ(live(&person, 0.6, 1000), Words{});
}

TEST_F(PersonTest, TheCrewsTimeOfTheTaskDecidesTheHandOver) {
  Person person = make();
  auto frame = task_frame(v1::CPR);
  frame.mutable_at()->set_seconds(1000);
  frame.mutable_task()->mutable_crew_due()->set_seconds(9000);
  person.on_frame(frame, 0, &out_);
  EXPECT_EQ(live(&person, 0, 8059).back(), "CPR_STARTED");
  EXPECT_EQ(live(&person, 8059, 8061), (Words{"STEP_HANDED_OVER"}));
}

TEST_F(PersonTest, StrollsNearHome) {
  Person person = make();
  const auto home = person.profile().home;
  for (double now = 0; now < 20'000; now += 50) {
    (void)live(&person, now, now + 50);
    EXPECT_LE(geo::distance(person.position(now + 50), home).value(),
              1.5 * behaviour_.wander_radius);
  }
}

}  // namespace
}  // namespace goldenfour::load
