#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "server/registry/time.h"

namespace goldenfour::registry {

/// A civil day and a reading of a wall clock, in a local time that is known from the context. The
/// Gregorian calendar, without a zone: `to_local` and `to_utc` of a LocalTimeRule lead across.
using Day = std::chrono::local_days;
using LocalTime = std::chrono::local_time<Duration>;

/// What is special about a day. A working weekend is a Saturday or Sunday that is worked instead of
/// a bridged weekday, as China's State Council orders each year.
enum class DayKind : std::uint8_t { kOrdinary, kPublicHoliday, kWorkingWeekend, kUnknown };

struct SpecialDay {
  Day day;
  DayKind kind = DayKind::kPublicHoliday;
};

/// Public holidays and working weekends of one country or region, by civil day. It knows whole
/// years only; a day outside is kUnknown, which is neither a holiday nor ordinary. Immutable; any
/// thread.
class Calendar {
 public:
  /// Knows nothing: every day is kUnknown.
  Calendar() = default;
  /// Covers `first_year` to `last_year`, both included. Of a day given twice the first counts; days
  /// outside the years are left out.
  Calendar(int first_year, int last_year, std::vector<SpecialDay> days);

  /// O(log special days).
  DayKind kind(Day day) const;
  bool covers(Day day) const;
  bool covers_year(int year) const { return first_year_ <= year && year <= last_year_; }
  /// 0 and -1 when it covers none.
  int first_year() const { return first_year_; }
  int last_year() const { return last_year_; }
  std::size_t special_days() const { return days_.size(); }

 private:
  int first_year_ = 0;
  int last_year_ = -1;
  std::vector<SpecialDay> days_;  ///< by day
};

/// How far local time is ahead of UTC, from when: a table made at the edge from the time zone data,
/// so that pure code gets daylight saving right without reading files. Immutable; any thread.
class LocalTimeRule {
 public:
  struct Transition {
    WallTime from;
    std::chrono::seconds offset{0};  ///< east of Greenwich is positive
  };

  /// UTC for ever.
  LocalTimeRule() = default;
  explicit LocalTimeRule(std::chrono::seconds fixed_offset) : before_(fixed_offset) {}
  /// `before` holds until the first transition; the last one's offset holds for ever. `transitions`
  /// in ascending order, or the process ends.
  LocalTimeRule(std::chrono::seconds before, std::vector<Transition> transitions);

  /// O(log transitions).
  std::chrono::seconds offset_at(WallTime utc) const;
  LocalTime to_local(WallTime utc) const;
  /// The first moment that reads `local`; of a reading that is skipped in spring, the moment of the
  /// skip.
  WallTime to_utc(LocalTime local) const;
  /// After this no transition is known; the table should be made anew before.
  WallTime last_transition() const;
  bool has_transitions() const { return !transitions_.empty(); }

 private:
  std::chrono::seconds before_{0};
  std::vector<Transition> transitions_;
};

}  // namespace goldenfour::registry
