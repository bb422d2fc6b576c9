// Somebody meets the crew where the way in is hard to find.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/town.h"

namespace goldenfour::dispatch {
namespace {

using support::Town;

bool has_guide(const Incident& incident) {
  return std::any_of(incident.offers.begin(), incident.offers.end(),
                     [](const auto& entry) { return entry.second.role == Role::kGuide; });
}

class Guide : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 12; ++i)
      town_.add_person("p" + std::to_string(i), Town::at(60 + 40 * i, 20 * i));
  }
  Alert alert() const {
    Alert alert = town_.alert();
    alert.crew_due = alert.sent + Duration(9 * 60'000);
    return alert;
  }
  const Incident& raise(const Alert& alert) {
    return town_.incident(town_.send(RaiseAlert{alert}).incident);
  }

  Town town_;
};

TEST_F(Guide, AHouseNeedsNone) {
  EXPECT_FALSE(has_guide(raise(alert())));
}

TEST_F(Guide, ATowerDoes) {
  Alert high = alert();
  high.scene.floor = "12";
  EXPECT_TRUE(has_guide(raise(high)));
}

TEST_F(Guide, ALargeSiteDoes) {
  Alert station = alert();
  station.scene.large_site = true;
  EXPECT_TRUE(has_guide(raise(station)));
}

TEST_F(Guide, ASiteThatTurnsOutLargeGetsOneThen) {
  const IncidentId id = raise(alert()).id;
  UpdateIncident correction;
  correction.incident = id;
  correction.large_site = true;
  ASSERT_EQ(town_.send(correction).error, ErrorCode::kNone);
  EXPECT_TRUE(town_.incident(id).scene->large_site);
  EXPECT_TRUE(has_guide(town_.incident(id)));
}

}  // namespace
}  // namespace goldenfour::dispatch
