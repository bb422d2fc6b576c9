#include "server/dispatch/habit.h"

#include <cmath>

namespace goldenfour::dispatch {
namespace {

constexpr Duration kFadeStep{30LL * 24 * 3600'000};
constexpr std::int64_t kFadeNumerator = 912;  ///< of 1024: 0.891, its sixth power is a half
constexpr std::int64_t kFadeSteps = 96;       ///< then nothing is left

void fade(HabitCounts& counts) {
  for (std::int64_t* count :
       {&counts.asked, &counts.accepted, &counts.silent, &counts.turnouts, &counts.log_turnouts})
    *count = *count * kFadeNumerator / HabitCounts::kOne;
}

void fade(Habit& habit, WallTime at) {
  if (habit.faded_at == WallTime{}) habit.faded_at = at;
  const std::int64_t steps = (at - habit.faded_at) / kFadeStep;
  if (steps <= 0) return;
  habit.faded_at = habit.faded_at + steps * kFadeStep;
  if (steps >= kFadeSteps) {
    habit.day = habit.night = {};
    return;
  }
  for (std::int64_t step = 0; step < steps; ++step) {
    fade(habit.day);
    fade(habit.night);
  }
}

}  // namespace

void remember_response(Habit& habit, bool at_night, Response response, WallTime at) {
  fade(habit, at);
  HabitCounts& counts = habit.part(at_night);
  counts.asked += HabitCounts::kOne;
  if (response == Response::kAccepted) counts.accepted += HabitCounts::kOne;
  if (response == Response::kSilent) counts.silent += HabitCounts::kOne;
}

void remember_turnout(Habit& habit, bool at_night, Duration turnout, WallTime at) {
  if (turnout < Duration(1000) || turnout > Duration(3600'000)) return;
  fade(habit, at);
  HabitCounts& counts = habit.part(at_night);
  counts.turnouts += HabitCounts::kOne;
  counts.log_turnouts += std::llround(std::log(static_cast<double>(turnout.count()) / 1000) *
                                      static_cast<double>(HabitCounts::kOne));
}

}  // namespace goldenfour::dispatch
