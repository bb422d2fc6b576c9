#include "server/registry/calendar.h"

#include <algorithm>
#include <utility>

#include "server/registry/check.h"

namespace goldenfour::registry {
namespace {

int year_of(Day day) {
  return static_cast<int>(std::chrono::year_month_day(day).year());
}

}  // namespace

Calendar::Calendar(int first_year, int last_year, std::vector<SpecialDay> days)
    : first_year_(first_year), last_year_(last_year), days_(std::move(days)) {
  const auto same = [](const SpecialDay& a, const SpecialDay& b) { return a.day == b.day; };
  std::erase_if(days_, [&](const SpecialDay& special) { return !covers(special.day); });
  std::ranges::stable_sort(days_, {}, &SpecialDay::day);
  days_.erase(std::unique(days_.begin(), days_.end(), same), days_.end());
}

bool Calendar::covers(Day day) const {
  return covers_year(year_of(day));
}

DayKind Calendar::kind(Day day) const {
  if (!covers(day)) return DayKind::kUnknown;
  const auto found = std::ranges::lower_bound(days_, day, {}, &SpecialDay::day);
  return found != days_.end() && found->day == day ? found->kind : DayKind::kOrdinary;
}

LocalTimeRule::LocalTimeRule(std::chrono::seconds before, std::vector<Transition> transitions)
    : before_(before), transitions_(std::move(transitions)) {
  check(std::ranges::is_sorted(transitions_, {}, &Transition::from),
        "the transitions of a time zone are not in order");
}

std::chrono::seconds LocalTimeRule::offset_at(WallTime utc) const {
  const auto next = std::ranges::upper_bound(transitions_, utc, {}, &Transition::from);
  return next == transitions_.begin() ? before_ : std::prev(next)->offset;
}

LocalTime LocalTimeRule::to_local(WallTime utc) const {
  return LocalTime(utc.since_epoch + offset_at(utc));
}

WallTime LocalTimeRule::to_utc(LocalTime local) const {
  // Each offset holds for a stretch of UTC; the first stretch in which `local` ends is it.
  std::chrono::seconds offset = before_;
  const auto reading = local.time_since_epoch();
  // Offsets are under a day, so only the transitions within a day of the reading matter.
  const auto near = std::ranges::lower_bound(
      transitions_, WallTime{reading - std::chrono::hours(24)}, {}, &Transition::from);
  if (near != transitions_.begin()) offset = std::prev(near)->offset;
  for (auto next = near; next != transitions_.end(); ++next) {
    const WallTime utc{reading - offset};
    if (utc < next->from) return utc;
    if (next->from.since_epoch + next->offset > reading) return next->from;  // skipped
    offset = next->offset;
  }
  return {reading - offset};
}

WallTime LocalTimeRule::last_transition() const {
  return transitions_.empty() ? WallTime{} : transitions_.back().from;
}

}  // namespace goldenfour::registry
