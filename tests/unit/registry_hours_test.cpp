#include <gtest/gtest.h>

#include "server/registry/hours_dates.h"
#include "tests/unit/registry_hours_support.h"

namespace goldenfour::registry::hours {
namespace {

constexpr State kOpen = State::kOpen;
constexpr State kClosed = State::kClosed;
constexpr State kUnknown = State::kUnknown;

TEST(Hours, UntilWhen) {
  const Answer open = answer("Mo-Fr 08:00-18:00", at(day(2026, 11, 24), 9, 30));
  EXPECT_EQ(open.state, kOpen);
  EXPECT_EQ(open.until, at(day(2026, 11, 24), 18));
  const Answer weekend = answer("Mo-Fr 08:00-18:00", at(day(2026, 11, 27), 18));
  EXPECT_EQ(weekend.state, kClosed);
  EXPECT_EQ(weekend.until, at(day(2026, 11, 30), 8));
  EXPECT_FALSE(answer("24/7", at(day(2026, 11, 27), 18)).until);
}

TEST(Hours, PastMidnight) {
  const std::string club = "Fr,Sa 22:00-04:00";
  EXPECT_EQ(state(club, at(day(2026, 11, 28), 3, 59)), kOpen);
  EXPECT_EQ(state(club, at(day(2026, 11, 28), 4)), kClosed);
  EXPECT_EQ(answer(club, at(day(2026, 11, 27), 23)).until, at(day(2026, 11, 28), 4));
  // The later rule replaces all of Saturday, its first hours too.
  EXPECT_EQ(state("Fr 22:00-04:00; Sa 10:00-12:00", at(day(2026, 11, 28), 3)), kClosed);
  EXPECT_EQ(state("Fr 22:00-04:00, Sa 10:00-12:00", at(day(2026, 11, 28), 3)), kOpen);
}

TEST(Hours, OpenEndIsUnknownAfterwards) {
  EXPECT_EQ(state("16:00-22:00+", at(day(2026, 11, 24), 21, 59)), kOpen);
  EXPECT_EQ(state("16:00-22:00+", at(day(2026, 11, 24), 23)), kUnknown);
  EXPECT_EQ(answer("18:00+", at(day(2026, 11, 24), 19)).doubt, Doubt::kOpenEnd);
}

TEST(Hours, WhatACommentHidesIsUnknown) {
  EXPECT_EQ(state("\"by appointment\"", at(day(2026, 11, 24), 19)), kUnknown);
  EXPECT_EQ(state("10:00-12:00 \"by appointment\"", at(day(2026, 11, 24), 11)), kUnknown);
  EXPECT_EQ(state("10:00-12:00 open \"ring\"", at(day(2026, 11, 24), 11)), kOpen);
}

TEST(Hours, NthWeekdayWeeksMonthsYears) {
  EXPECT_EQ(state("Th[-1] 10:00-12:00", at(day(2026, 11, 26), 11)), kOpen);
  EXPECT_EQ(state("Th[-1] 10:00-12:00", at(day(2026, 11, 19), 11)), kClosed);
  EXPECT_EQ(state("Sa[1] +1 day 10:00-12:00", at(day(2026, 11, 8), 11)), kOpen);
  EXPECT_EQ(state("week 53 10:00-12:00", at(day(2026, 12, 31), 11)), kOpen);
  EXPECT_EQ(state("week 2-52/2 We", at(day(2026, 11, 25), 11)), kOpen) << "week 48";
  EXPECT_EQ(state("Dec 24-Jan 2 off; 08:00-18:00", at(day(2027, 1, 2), 11)), kOpen)
      << "the later rule";
  EXPECT_EQ(state("08:00-18:00; Dec 24-Jan 2 off", at(day(2026, 1, 2), 11)), kClosed);
  EXPECT_EQ(state("2026 Dec 24-Jan 2", at(day(2027, 1, 2), 11)), kOpen);
  EXPECT_EQ(state("2026 Dec 24-Jan 2", at(day(2026, 1, 2), 11)), kClosed);
  EXPECT_EQ(state("2024-2030/2", at(day(2026, 1, 2), 11)), kOpen);
  EXPECT_EQ(state("2025+", at(day(2026, 1, 2), 11)), kOpen);
  EXPECT_EQ(state("Feb 29", at(day(2026, 3, 1), 11)), kClosed);
  EXPECT_EQ(state("Feb 29", at(day(2024, 2, 29), 11)), kOpen);
}

TEST(Hours, Easter) {
  EXPECT_EQ(easter(2024), day(2024, 3, 31));
  EXPECT_EQ(easter(2025), day(2025, 4, 20));
  EXPECT_EQ(easter(2026), day(2026, 4, 5));
  EXPECT_EQ(easter(2038), day(2038, 4, 25)) << "the latest there is";
  EXPECT_EQ(state("easter -2 days-easter +1 day off; 24/7", at(day(2026, 4, 3), 11)), kOpen);
  EXPECT_EQ(state("24/7; easter -2 days-easter +1 day off", at(day(2026, 4, 3), 11)), kClosed);
}

TEST(Hours, Fallback) {
  const std::string text = "Mo-Fr 08:00-11:00 || Tu open \"emergency only\"";
  EXPECT_EQ(state(text, at(day(2026, 11, 24), 15)), kOpen);
  EXPECT_EQ(state(text, at(day(2026, 11, 25), 15)), kClosed);
}

TEST(Hours, SchoolHolidaysAreNotKnown) {
  EXPECT_EQ(state("08:00-18:00; SH off", at(day(2026, 11, 24), 9)), kUnknown);
  EXPECT_EQ(state("08:00-18:00; SH off", at(day(2026, 11, 24), 19)), kClosed) << "closed anyway";
  EXPECT_EQ(answer("SH 08:00-18:00", at(day(2026, 11, 24), 9)).doubt, Doubt::kSchoolHolidays);
}

TEST(Hours, TheSunNeedsAPlace) {
  const LocalTimeRule local{std::chrono::hours(8)};
  const Rules rules = rules_of("sunrise-sunset");
  const LocalTime noon = at(day(2026, 11, 24), 12);
  EXPECT_EQ(evaluate(rules, noon, {china_calendar(), local, {}}).state, kUnknown);
  EXPECT_EQ(state("sunrise-sunset", noon), kOpen);
  EXPECT_EQ(state("(sunset+01:00)-(sunrise-01:00)", noon), kClosed);
  // Beijing, 21 June 2026: 04:46 to 19:46 by the almanac.
  EXPECT_EQ(state("sunrise-sunset", at(day(2026, 6, 21), 4, 43)), kClosed);
  EXPECT_EQ(state("sunrise-sunset", at(day(2026, 6, 21), 4, 49)), kOpen);
  const auto north = geo::Position::from_degrees(78.2, 15.6);
  EXPECT_EQ(evaluate(rules, noon, {china_calendar(), local, *north}).state, kUnknown)
      << "polar night";
}

TEST(ChinaCalendar, HolidaysAndWorkedWeekends) {
  const Calendar& china = china_calendar();
  const auto kind = [&](Day date) { return china.kind(date); };
  EXPECT_EQ(kind(day(2024, 2, 10)), DayKind::kPublicHoliday) << "Spring Festival";
  EXPECT_EQ(kind(day(2024, 2, 4)), DayKind::kWorkingWeekend);
  EXPECT_EQ(kind(day(2024, 2, 18)), DayKind::kWorkingWeekend);
  EXPECT_EQ(kind(day(2024, 10, 7)), DayKind::kPublicHoliday);
  EXPECT_EQ(kind(day(2024, 10, 12)), DayKind::kWorkingWeekend);
  EXPECT_EQ(kind(day(2025, 1, 26)), DayKind::kWorkingWeekend);
  EXPECT_EQ(kind(day(2025, 1, 28)), DayKind::kPublicHoliday) << "New Year's Eve, since 2025";
  EXPECT_EQ(kind(day(2025, 10, 8)), DayKind::kPublicHoliday) << "with Mid-Autumn, eight days";
  EXPECT_EQ(kind(day(2026, 1, 4)), DayKind::kWorkingWeekend);
  EXPECT_EQ(kind(day(2026, 10, 1)), DayKind::kPublicHoliday);
  EXPECT_EQ(kind(day(2026, 10, 10)), DayKind::kWorkingWeekend);
  EXPECT_EQ(kind(day(2026, 11, 24)), DayKind::kOrdinary);
  EXPECT_EQ(kind(day(2027, 1, 1)), DayKind::kUnknown) << "not ordered yet";
}

TEST(ChinaCalendar, AWorkedSaturdayIsAWorkingDay) {
  const LocalTime worked = at(day(2026, 10, 10), 10);
  EXPECT_EQ(state("Mo-Fr 08:00-18:00", worked), kOpen);
  EXPECT_EQ(state("Mo-Fr 08:00-18:00; Sa 09:00-09:30", worked), kOpen);
  EXPECT_EQ(state("Mo-Fr 08:00-18:00; Sa-Su off", worked), kOpen);
  EXPECT_EQ(state("Tu-Th 08:00-18:00", worked), kUnknown) << "is it a Monday or a Tuesday?";
  EXPECT_EQ(state("Sa 08:00-12:00", worked), kUnknown);
  EXPECT_EQ(state("Mo-Sa 08:00-12:00", worked), kOpen);
  EXPECT_EQ(state("Mo-Fr 08:00-18:00", at(day(2026, 10, 17), 10)), kClosed) << "a plain Saturday";
}

TEST(ChinaCalendar, Holidays) {
  const LocalTime national = at(day(2026, 10, 1), 10);
  EXPECT_EQ(state("Mo-Fr 08:00-18:00; PH off", national), kClosed);
  EXPECT_EQ(state("Mo-Fr 08:00-18:00; PH 10:00-12:00", national), kOpen);
  EXPECT_TRUE(answer("Mo-Fr 08:00-18:00", national).holiday_not_stated);
  EXPECT_FALSE(answer("Mo-Su 08:00-18:00", national).holiday_not_stated);
  const LocalTime next_year = at(day(2027, 1, 1), 10);
  EXPECT_EQ(state("Mo-Fr 08:00-18:00; PH off", next_year), kUnknown);
  EXPECT_EQ(answer("Mo-Fr 08:00-18:00; PH off", next_year).doubt, Doubt::kDayKind);
}

}  // namespace
}  // namespace goldenfour::registry::hours
