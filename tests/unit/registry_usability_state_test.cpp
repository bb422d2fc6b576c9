#include <gtest/gtest.h>

#include "server/registry/usability_state.h"

namespace goldenfour::registry {
namespace {

using enum UsabilityReason;

UsabilityState state(std::initializer_list<UsabilityReason> reasons) {
  Usability usability;
  for (const UsabilityReason reason : reasons) usability.reasons.push_back({reason, 1, {}});
  return state_of(usability);
}

TEST(UsabilityState, OpenAndPublicIsUsableLookedAfterOrNot) {
  EXPECT_EQ(UsabilityState::kUsable, state({kOpen, kAccessPublic, kVerified}));
  EXPECT_EQ(UsabilityState::kUsable, state({kOpen, kAccessPublic, kNeverVerified}));
  EXPECT_EQ(UsabilityState::kUsable, state({kOpen, kAccessPublic, kReportsReady}));
}

TEST(UsabilityState, NoDoubtIsShownAsGood) {
  EXPECT_EQ(UsabilityState::kUnknown, state({})) << "nothing is known";
  EXPECT_EQ(UsabilityState::kUnknown, state({kAccessPublic, kVerified})) << "nobody said open";
  for (const UsabilityReason doubt :
       {kHoursUnknown, kHoursUnreadable, kHolidayNotStated, kDayKindUnknown, kAccessUnknown,
        kAccessRestricted, kAccessPrivate, kTelemetryOld, kPadsExpired, kBatteryExpired}) {
    EXPECT_EQ(UsabilityState::kUnknown, state({kOpen, kAccessPublic, doubt}))
        << static_cast<int>(doubt);
  }
}

TEST(UsabilityState, TheWorstIsTold) {
  EXPECT_EQ(UsabilityState::kClosed, state({kClosed, kAccessUnknown, kNeverVerified}));
  for (const UsabilityReason fault : {kOutOfService, kReportsFault, kReportedTonight, kReserved})
    EXPECT_EQ(UsabilityState::kNotUsable, state({kClosed, kAccessPublic, fault}));
}

}  // namespace
}  // namespace goldenfour::registry
