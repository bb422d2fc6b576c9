#include "server/registry/usability_state.h"

#include <algorithm>

namespace goldenfour::registry {
namespace {

/// What one reason alone would make of a device.
UsabilityState state_by(UsabilityReason reason) {
  switch (reason) {
    case UsabilityReason::kOutOfService:
    case UsabilityReason::kReportsFault:
    case UsabilityReason::kReportedTonight:
    case UsabilityReason::kReserved:
      return UsabilityState::kNotUsable;
    case UsabilityReason::kClosed:
      return UsabilityState::kClosed;
    case UsabilityReason::kHoursUnknown:
    case UsabilityReason::kHoursUnreadable:
    case UsabilityReason::kHolidayNotStated:
    case UsabilityReason::kDayKindUnknown:
    case UsabilityReason::kAccessUnknown:
    case UsabilityReason::kAccessRestricted:
    case UsabilityReason::kAccessPrivate:
    case UsabilityReason::kTelemetryOld:
    case UsabilityReason::kPadsExpired:
    case UsabilityReason::kBatteryExpired:
      return UsabilityState::kUnknown;
    case UsabilityReason::kOpen:
    case UsabilityReason::kAccessPublic:
    case UsabilityReason::kReportsReady:
    case UsabilityReason::kVerified:
    case UsabilityReason::kVerifiedLongAgo:
    case UsabilityReason::kNeverVerified:
      break;
  }
  return UsabilityState::kUsable;
}

}  // namespace

UsabilityState state_of(const Usability& usability) {
  const auto any = [&](UsabilityState state) {
    return std::ranges::any_of(usability.reasons, [state](const ReasonGiven& given) {
      return state_by(given.reason) == state;
    });
  };
  const bool open = std::ranges::any_of(usability.reasons, [](const ReasonGiven& given) {
    return given.reason == UsabilityReason::kOpen;
  });
  if (any(UsabilityState::kNotUsable)) return UsabilityState::kNotUsable;
  if (any(UsabilityState::kClosed)) return UsabilityState::kClosed;
  return open && !any(UsabilityState::kUnknown) ? UsabilityState::kUsable
                                                : UsabilityState::kUnknown;
}

}  // namespace goldenfour::registry
