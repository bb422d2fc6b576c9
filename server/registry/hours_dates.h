#pragma once

#include "server/registry/calendar.h"
#include "server/registry/hours_rules.h"

/// Which days a rule's selectors mean.
namespace goldenfour::registry::hours {

/// Whether something holds, when that is not always known.
enum class Truth : std::uint8_t { kNo, kMaybe, kYes };

/// Western Easter Sunday. Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8).
Day easter(std::int32_t year);

bool matches(const DateRange& range, Day day);
bool matches_week(const NumberRange& weeks, Day day);
bool matches_year(const NumberRange& years, Day day);

/// The day as a day of `days`. On a working weekend a selector that names all of Monday to Friday
/// holds, one that names some of them may hold, and one that names none of them holds only if no
/// earlier rule was made for working days (`workday_ruled`). Holidays of schools are not known.
Truth matches(const Days& days, Day day, const Calendar& calendar, bool workday_ruled);

/// All selectors of days; those of times are not asked.
Truth matches_day(const Rule& rule, Day day, const Calendar& calendar, bool workday_ruled);

/// The rule names all of Monday to Friday: it says what holds on a working day.
bool is_for_workdays(const Rule& rule);

}  // namespace goldenfour::registry::hours
