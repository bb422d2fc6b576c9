#include "server/registry/hours_dates.h"

#include <algorithm>

namespace goldenfour::registry::hours {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr std::uint8_t kWorkdays = 0b0011111;
/// A range of dates with offsets reaches at most this many years away from the year it names.
constexpr std::int32_t kYearsAround = 2;

std::int32_t year_of(Day day) {
  return static_cast<int>(year_month_day(day).year());
}

std::uint8_t weekday_bit(Day day) {
  return static_cast<std::uint8_t>(1U << (std::chrono::weekday(day).iso_encoding() - 1));
}

std::int32_t last_day(std::int32_t year, std::uint8_t month) {
  const auto last = std::chrono::year(year) / std::chrono::month(month) / std::chrono::last;
  return static_cast<std::int32_t>(static_cast<unsigned>(last.day()));
}

Day day_at(std::int32_t year, std::uint8_t month, std::int32_t day) {
  return Day(std::chrono::year(year) / std::chrono::month(month) / 1) + days(day - 1);
}

/// The day's bits of Weekdays::nth: its number in the month from the start and from the end.
std::uint16_t nth_bits(Day day) {
  const year_month_day date(day);
  const auto number = static_cast<std::int32_t>(static_cast<unsigned>(date.day()));
  const auto month = static_cast<std::uint8_t>(static_cast<unsigned>(date.month()));
  const std::int32_t from_end = last_day(year_of(day), month) - number;
  return static_cast<std::uint16_t>(1U << ((number - 1) / 7) | 1U << (5 + from_end / 7));
}

/// The day that `end` names in `year`; of a 29 February that is not, the day after.
std::optional<Day> nominal(const DateEnd& end, std::int32_t year, bool is_last) {
  if (end.easter) return easter(year) + days(end.offset);
  if (end.nth != 0) {
    for (std::int32_t day = 1; day <= last_day(year, end.month); ++day) {
      const Day candidate = day_at(year, end.month, day);
      if ((weekday_bit(candidate) & end.weekday_mask) && (nth_bits(candidate) & end.nth))
        return candidate + days(end.offset);
    }
    return std::nullopt;  // there is no fifth one
  }
  if (end.day == 0) return day_at(year, end.month, is_last ? last_day(year, end.month) : 1);
  return day_at(year, end.month, end.day) + days(end.offset);
}

/// The range whose beginning lies in `year`.
bool matches_from(const DateRange& range, std::int32_t year, Day day) {
  const auto first = nominal(range.from, year, false);
  if (!first || day < *first) return false;
  const std::int32_t end_year = range.to.year && !range.single ? *range.to.year : year;
  auto last = nominal(range.to, end_year, true);
  if (last && *last < *first && !range.single) last = nominal(range.to, end_year + 1, true);
  if (!last) return false;
  // A single 29 February is not the day after it in other years.
  if (range.single && range.from.day != 0 && range.from.day > last_day(year, range.from.month))
    return false;
  // As an end it is the day before.
  const bool leap = !range.single && range.to.day != 0 && !range.to.easter &&
                    range.to.day > last_day(year_of(*last), range.to.month);
  return day <= *last - days(leap ? 1 : 0);
}

Truth by_holidays(const Days& selector, Day day, const Calendar& calendar) {
  if (selector.public_holidays) {
    const DayKind kind = calendar.kind(day - days(selector.holiday_offset));
    if (kind == DayKind::kPublicHoliday) return Truth::kYes;
    if (kind == DayKind::kUnknown) return Truth::kMaybe;
  }
  return selector.school_holidays ? Truth::kMaybe : Truth::kNo;
}

/// Those without [n], as one mask.
std::uint8_t plain_mask(const Days& selector) {
  std::uint8_t mask = 0;
  for (const Weekdays& weekdays : selector.weekdays)
    if (weekdays.nth == 0) mask = static_cast<std::uint8_t>(mask | weekdays.mask);
  return mask;
}

bool by_nth(const Days& selector, Day day) {
  return std::ranges::any_of(selector.weekdays, [&](const Weekdays& weekdays) {
    const Day named = day - days(weekdays.offset);
    return weekdays.nth != 0 && (weekdays.mask & weekday_bit(named)) &&
           (weekdays.nth & nth_bits(named));
  });
}

Truth by_weekdays(const Days& selector, Day day, const Calendar& calendar, bool workday_ruled) {
  if (by_nth(selector, day)) return Truth::kYes;
  const std::uint8_t mask = plain_mask(selector);
  const bool literal = (mask & weekday_bit(day)) != 0;
  if (calendar.kind(day) != DayKind::kWorkingWeekend) return literal ? Truth::kYes : Truth::kNo;
  const std::uint8_t workdays = mask & kWorkdays;
  if (workdays == kWorkdays) return Truth::kYes;
  if (workdays != 0) return literal ? Truth::kYes : Truth::kMaybe;
  return literal && !workday_ruled ? Truth::kMaybe : Truth::kNo;
}

template <class Ranges, class Matches>
bool none_or_any(const Ranges& ranges, const Matches& is_match) {
  return ranges.empty() || std::ranges::any_of(ranges, is_match);
}

}  // namespace

Day easter(std::int32_t year) {
  const std::int32_t a = year % 19;
  const std::int32_t b = year / 100;
  const std::int32_t c = year % 100;
  const std::int32_t g = (8 * b + 13) / 25;
  const std::int32_t h = (19 * a + b - b / 4 - g + 15) % 30;
  const std::int32_t l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const std::int32_t m = (a + 11 * h + 22 * l) / 451;
  const std::int32_t month = (h + l - 7 * m + 114) / 31;
  const std::int32_t day = (h + l - 7 * m + 114) % 31 + 1;
  return day_at(year, static_cast<std::uint8_t>(month), day);
}

bool matches(const DateRange& range, Day day) {
  if (range.from.year) return matches_from(range, *range.from.year, day);
  const std::int32_t year = year_of(day);
  for (std::int32_t from = year - kYearsAround; from <= year + kYearsAround; ++from)
    if (matches_from(range, from, day)) return true;
  return false;
}

bool matches_year(const NumberRange& years, Day day) {
  const std::int32_t year = year_of(day);
  return years.from <= year && year <= years.to && (year - years.from) % years.step == 0;
}

bool matches_week(const NumberRange& weeks, Day day) {
  // The week belongs to the year of its Thursday (ISO 8601).
  const auto weekday = static_cast<std::int32_t>(std::chrono::weekday(day).iso_encoding());
  const Day thursday = day + days(4 - weekday);
  const Day new_year(std::chrono::year(year_of(thursday)) / std::chrono::January / 1);
  const auto week = static_cast<std::int32_t>((thursday - new_year).count() / 7 + 1);
  if (weeks.from <= weeks.to)
    return weeks.from <= week && week <= weeks.to && (week - weeks.from) % weeks.step == 0;
  return weeks.from <= week || week <= weeks.to;
}

Truth matches(const Days& days, Day day, const Calendar& calendar, bool workday_ruled) {
  const bool holidays = days.public_holidays || days.school_holidays;
  const Truth holiday = holidays ? by_holidays(days, day, calendar) : Truth::kYes;
  const Truth weekday =
      days.weekdays.empty() ? Truth::kYes : by_weekdays(days, day, calendar, workday_ruled);
  return std::min(holiday, weekday);
}

Truth matches_day(const Rule& rule, Day day, const Calendar& calendar, bool workday_ruled) {
  const bool dated =
      none_or_any(rule.years, [&](const NumberRange& years) { return matches_year(years, day); }) &&
      none_or_any(rule.dates, [&](const DateRange& dates) { return matches(dates, day); }) &&
      none_or_any(rule.weeks, [&](const NumberRange& weeks) { return matches_week(weeks, day); });
  if (!dated) return Truth::kNo;
  if (rule.days.empty()) return Truth::kYes;
  Truth best = Truth::kNo;
  for (const Days& days : rule.days)
    best = std::max(best, matches(days, day, calendar, workday_ruled));
  return best;
}

bool is_for_workdays(const Rule& rule) {
  return std::ranges::any_of(rule.days, [](const Days& days) {
    return !days.public_holidays && !days.school_holidays &&
           (plain_mask(days) & kWorkdays) == kWorkdays;
  });
}

}  // namespace goldenfour::registry::hours
