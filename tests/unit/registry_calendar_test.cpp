#include <gtest/gtest.h>

#include "server/registry/calendar.h"

namespace goldenfour::registry {
namespace {

using namespace std::chrono;

constexpr Day kNewYear{local_days{2026y / January / 1}};

WallTime utc(sys_days day, Duration of_day) {
  return {day.time_since_epoch() + of_day};
}

TEST(Calendar, KnowsNothingByDefault) {
  EXPECT_EQ(Calendar().kind(kNewYear), DayKind::kUnknown);
  EXPECT_FALSE(Calendar().covers(kNewYear));
}

TEST(Calendar, KnowsItsYearsOnly) {
  const Calendar calendar(2025, 2026,
                          {{kNewYear, DayKind::kPublicHoliday},
                           {kNewYear + days(3), DayKind::kWorkingWeekend},
                           {kNewYear, DayKind::kWorkingWeekend},
                           {kNewYear + days(365), DayKind::kPublicHoliday}});
  EXPECT_EQ(calendar.kind(kNewYear), DayKind::kPublicHoliday) << "the first word counts";
  EXPECT_EQ(calendar.kind(kNewYear + days(3)), DayKind::kWorkingWeekend);
  EXPECT_EQ(calendar.kind(kNewYear + days(1)), DayKind::kOrdinary);
  EXPECT_EQ(calendar.kind(kNewYear + days(364)), DayKind::kOrdinary);
  EXPECT_EQ(calendar.kind(kNewYear + days(365)), DayKind::kUnknown);
  EXPECT_EQ(calendar.kind(kNewYear - days(366)), DayKind::kUnknown);
  EXPECT_EQ(calendar.special_days(), 2u);
}

TEST(LocalTimeRule, FixedOffset) {
  const LocalTimeRule china(hours(8));
  const WallTime evening = utc(2026y / March / 1, hours(20));
  EXPECT_EQ(china.to_local(evening), LocalTime(local_days{2026y / March / 2} + hours(4)));
  EXPECT_EQ(china.to_utc(china.to_local(evening)), evening);
  EXPECT_EQ(LocalTimeRule().offset_at(evening), 0s);
}

/// Central European time in 2026.
LocalTimeRule ljubljana() {
  return LocalTimeRule(hours(1), {{utc(2026y / March / 29, hours(1)), hours(2)},
                                  {utc(2026y / October / 25, hours(1)), hours(1)}});
}

TEST(LocalTimeRule, DaylightSaving) {
  const LocalTimeRule rule = ljubljana();
  EXPECT_EQ(rule.offset_at(utc(2026y / March / 29, hours(1) - 1ms)), 1h);
  EXPECT_EQ(rule.offset_at(utc(2026y / March / 29, hours(1))), 2h);
  EXPECT_EQ(rule.offset_at(utc(2026y / December / 1, 0h)), 1h);
}

TEST(LocalTimeRule, BackToUtcTakesTheFirstMomentOrTheSkip) {
  const LocalTimeRule rule = ljubljana();
  const LocalTime skipped(local_days{2026y / March / 29} + hours(2) + minutes(30));
  EXPECT_EQ(rule.to_utc(skipped), utc(2026y / March / 29, hours(1)));
  const LocalTime twice(local_days{2026y / October / 25} + hours(2) + minutes(30));
  EXPECT_EQ(rule.to_utc(twice), utc(2026y / October / 25, minutes(30)));
  for (WallTime at = utc(2026y / January / 1, 0h); at < utc(2027y / January / 1, 0h);
       at = at + minutes(30)) {
    const LocalTime local = rule.to_local(at);
    EXPECT_EQ(rule.to_local(rule.to_utc(local)), local);
    EXPECT_LE(rule.to_utc(local), at);
  }
}

}  // namespace
}  // namespace goldenfour::registry
