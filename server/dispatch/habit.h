#pragma once

#include <cstdint>
#include <tuple>

#include "server/dispatch/types.h"

namespace goldenfour::dispatch {

/// What one person did when asked, by day or by night. Counts in 1/1024, so that they fade in whole
/// numbers and are the same on every node.
struct HabitCounts {
  static constexpr std::int64_t kOne = 1024;
  std::int64_t asked = 0;     ///< answered, or silent until the deadline
  std::int64_t accepted = 0;  ///< of those
  std::int64_t silent = 0;    ///< of those
  std::int64_t turnouts = 0;
  std::int64_t log_turnouts = 0;  ///< sum of logarithms of the turnout in seconds
  friend bool operator==(const HabitCounts&, const HabitCounts&) = default;
  auto tie() const { return std::tie(asked, accepted, silent, turnouts, log_turnouts); }
};

/// A person's own history: how often they say yes, and how soon they leave. Halves every six
/// months. Drills do not count.
struct Habit {
  HabitCounts day;
  HabitCounts night;
  WallTime faded_at;  ///< until when fading is applied

  HabitCounts& part(bool at_night) { return at_night ? night : day; }
  const HabitCounts& part(bool at_night) const { return at_night ? night : day; }
  friend bool operator==(const Habit&, const Habit&) = default;
  auto tie() const { return std::tie(day, night, faded_at); }
};

/// How an offer ended, as far as it tells about the person.
enum class Response : std::uint8_t { kAccepted, kDeclined, kSilent };

/// Counts one more response. A clock that was set back fades nothing.
void remember_response(Habit& habit, bool at_night, Response response, WallTime at);

/// Counts one more time from alert to leaving; outside 1 s to 1 h it is no turnout and ignored.
void remember_turnout(Habit& habit, bool at_night, Duration turnout, WallTime at);

}  // namespace goldenfour::dispatch
