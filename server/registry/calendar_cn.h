#pragma once

#include "server/registry/calendar.h"

namespace goldenfour::registry {

/// Mainland China, 2016 to 2026: the days off and the weekends worked instead, as the State Council
/// orders them each autumn for the year after (https://www.gov.cn/zhengce). Facts collected by
/// NateScarlet/holiday-cn (MIT).
const Calendar& china_calendar();

}  // namespace goldenfour::registry
