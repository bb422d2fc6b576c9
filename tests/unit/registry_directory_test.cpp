#include "server/registry/directory.h"

#include <gtest/gtest.h>

namespace goldenfour::registry {
namespace {

Instant at(std::int64_t seconds) {
  return {Duration{seconds * 1000}};
}

Presence presence(Instant received) {
  Presence seen;
  seen.position = *geo::Position::from_degrees(46.05, 14.5);
  seen.received = received;
  return seen;
}

class PresenceTest : public testing::Test {
 protected:
  void SetUp() override {
    Responder responder;
    responder.id = ana_;
    directory_.put(responder);
    directory_.set_presence(ana_, presence(at(1000)));
  }

  ResponderId ana_{"ana"};
  Directory directory_;
};

TEST_F(PresenceTest, IsForgottenWhenItIsOld) {
  EXPECT_EQ(directory_.forget_presence_before(at(1000)), 0U);
  EXPECT_EQ(directory_.forget_presence_before(at(1001)), 1U);
  EXPECT_EQ(directory_.presence(ana_), nullptr);
}

TEST_F(PresenceTest, IsForgottenInTimeThoughTheWallClockWasSetBack) {
  Presence seen = presence(at(1000));
  seen.at = WallTime{Duration{1'000'000'000}};
  directory_.set_presence(ana_, seen);
  EXPECT_EQ(directory_.forget_presence_before(at(1001)), 1U);
}

TEST_F(PresenceTest, SomebodyGoneIsNotHeardAnyMore) {
  directory_.heard_from(ana_, Instant{Duration{5}});
  EXPECT_TRUE(directory_.last_heard(ana_).has_value());
  directory_.gone(ana_);
  EXPECT_FALSE(directory_.last_heard(ana_).has_value());
}

}  // namespace
}  // namespace goldenfour::registry
