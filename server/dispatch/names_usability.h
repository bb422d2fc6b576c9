#pragma once

#include "server/dispatch/names.h"
#include "server/registry/usability.h"

namespace goldenfour::dispatch {

template <>
struct EnumNames<registry::UsabilityReason> {
  static constexpr std::array<std::string_view, registry::kUsabilityReasonCount> kTexts{
      "OUT_OF_SERVICE",   "OPEN",
      "CLOSED",           "HOURS_UNKNOWN",
      "HOURS_UNREADABLE", "HOLIDAY_NOT_STATED",
      "DAY_KIND_UNKNOWN", "ACCESS_PUBLIC",
      "ACCESS_UNKNOWN",   "ACCESS_RESTRICTED",
      "ACCESS_PRIVATE",   "REPORTS_READY",
      "REPORTS_FAULT",    "TELEMETRY_OLD",
      "PADS_EXPIRED",     "BATTERY_EXPIRED",
      "VERIFIED",         "VERIFIED_LONG_AGO",
      "NEVER_VERIFIED",   "REPORTED_TONIGHT",
      "RESERVED"};
};

}  // namespace goldenfour::dispatch
