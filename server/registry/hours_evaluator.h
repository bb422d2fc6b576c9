#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "geo/position.h"
#include "server/registry/calendar.h"
#include "server/registry/hours_rules.h"

namespace goldenfour::registry::hours {

/// What an expression is read against. All must outlive the call.
struct Surroundings {
  const Calendar& calendar;
  const LocalTimeRule& local_time;
  /// For sunrise and its like; without it they are unknown.
  std::optional<geo::Position> place;
};

/// Why the state is unknown.
enum class Doubt : std::uint8_t {
  kNone,
  kText,            ///< the expression says so, or hides it in a comment
  kOpenEnd,         ///< "18:00+"
  kSchoolHolidays,  ///< there is no calendar of them
  kDayKind,         ///< the calendar does not cover the day
  kWorkingWeekend,  ///< which weekday's hours a worked Saturday has
  kSun,             ///< no place, or the sun neither rises nor sets
};

struct Answer {
  State state = State::kClosed;
  Doubt doubt = Doubt::kNone;
  /// The first later minute with another state; nothing: none within `horizon_days`.
  std::optional<LocalTime> until;
  /// The comment of the rule that decided, of the expression itself.
  std::string_view comment;
  /// A public holiday, of which the expression says nothing, on a rule for certain weekdays.
  bool holiday_not_stated = false;
};

inline constexpr int kHorizonDays = 7;

/// The state at the minute of `at`. Where a selector may or may not match, both are tried, and what
/// they agree on holds. A later rule of a day replaces all hours of that day, also those that began
/// on the day before, as the specification's examples do. O(rules * days looked at); microseconds.
Answer evaluate(const Rules& rules, LocalTime at, const Surroundings& around,
                int horizon_days = kHorizonDays);

/// The same without `until`: one point, the dull way.
Answer evaluate_point(const Rules& rules, LocalTime at, const Surroundings& around);

}  // namespace goldenfour::registry::hours
