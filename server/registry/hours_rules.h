#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// An opening_hours expression as a tree: what the parser makes and the evaluator reads. The
/// language: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
namespace goldenfour::registry::hours {

enum class State : std::uint8_t { kClosed, kOpen, kUnknown };

enum class SunEvent : std::uint8_t { kNone, kDawn, kSunrise, kSunset, kDusk };

/// A time of day: minutes after midnight, or after (negative: before) what the sun does.
struct ClockTime {
  SunEvent event = SunEvent::kNone;
  std::int32_t minutes = 0;
};

/// From inclusive, to exclusive. To is later than from, if need be on the next day.
struct TimeSpan {
  ClockTime from;
  ClockTime to;
  bool open_end = false;  ///< "+": nobody knows when after `to` it closes
};

/// Days of the week: bit 0 is Monday. `nth` picks of a month: bit 0 the first to bit 4 the fifth,
/// bit 5 the last to bit 9 the fifth from the end; 0: every one. `offset`: so many days after them.
struct Weekdays {
  std::uint8_t mask = 0;
  std::uint16_t nth = 0;
  std::int32_t offset = 0;
};

/// Holidays and weekdays; with both, a day must be both.
struct Days {
  bool public_holidays = false;
  bool school_holidays = false;
  std::int32_t holiday_offset = 0;
  std::vector<Weekdays> weekdays;
};

/// Every `step`-th from `from` to `to`, both included; weeks of ISO 8601 may wrap, years do not.
struct NumberRange {
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::int32_t step = 1;
};

/// One end of a range of dates. `day` 0: the month's first as a beginning, its last as an end.
struct DateEnd {
  std::optional<std::int32_t> year;
  bool easter = false;
  std::uint8_t month = 0;  ///< 1..12 unless easter
  std::uint8_t day = 0;
  std::uint8_t weekday_mask = 0;  ///< with `nth`: "Su[-1]" of the month; one bit
  std::uint16_t nth = 0;
  std::int32_t offset = 0;  ///< days
};

struct DateRange {
  DateEnd from;
  DateEnd to;
  bool single = false;  ///< one date or month: `to` equals `from`
};

/// How a rule joins those before it: `;` replaces their days, `,` adds, `||` speaks when they say
/// closed.
enum class Join : std::uint8_t { kNormal, kAdditional, kFallback };

/// Without selectors a rule holds always; selectors of different sorts must all match.
struct Rule {
  Join join = Join::kNormal;
  std::vector<NumberRange> years;
  std::vector<DateRange> dates;
  std::vector<NumberRange> weeks;
  std::vector<Days> days;  ///< one of them must match
  std::vector<TimeSpan> times;
  State state = State::kOpen;
  std::string comment;
  std::size_t position = 0;  ///< in the text, of its first byte
};

struct Rules {
  std::vector<Rule> rules;
  bool mentions_public_holidays = false;
};

/// What is longer is not read. OSM's tags have at most 255 characters.
inline constexpr std::size_t kMaxTextBytes = 1024;
inline constexpr std::size_t kMaxRules = 64;
/// Of all lists of one rule together.
inline constexpr std::size_t kMaxSelectors = 64;

}  // namespace goldenfour::registry::hours
