#include "server/registry/hours_evaluator.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/registry/hours_dates.h"
#include "server/registry/sun.h"

namespace goldenfour::registry::hours {
namespace {

constexpr std::int32_t kDayMinutes = 1440;
constexpr std::int32_t kMostMinutes = 2 * kDayMinutes;
constexpr std::uint8_t kAllWeek = 0b1111111;

/// A span of one rule on one day, in minutes of that day; it may reach into the next one.
struct Stretch {
  std::int32_t from;
  std::int32_t to;
  bool guessed;  ///< after an open end
};

/// How one rule stands to one day.
struct DayOfRule {
  Truth match = Truth::kNo;
  Doubt doubt = Doubt::kNone;  ///< why `match` is no more than maybe
  std::vector<Stretch> stretches;
};

/// One day as all rules see it.
using DayTable = std::vector<DayOfRule>;

/// For how long a place with an open end may still be open. The guess of opening_hours.js: ten
/// hours in the evening, eight at night, else until midnight.
std::int32_t guessed_end(std::int32_t from) {
  if (from >= 22 * 60) return std::min(from + 8 * 60, kMostMinutes);
  if (from >= 17 * 60) return std::min(from + 10 * 60, kMostMinutes);
  return kDayMinutes;
}

std::optional<std::int32_t> minute_of(const ClockTime& time, Day day, const Surroundings& around) {
  if (time.event == SunEvent::kNone) return time.minutes;
  if (!around.place) return std::nullopt;
  const auto after_midnight = sun_time(time.event, *around.place, day);
  if (!after_midnight) return std::nullopt;
  const WallTime utc{day.time_since_epoch() + *after_midnight};
  const LocalTime local = around.local_time.to_local(utc);
  const auto minutes = std::chrono::round<std::chrono::minutes>(local - LocalTime(day));
  return static_cast<std::int32_t>(minutes.count()) + time.minutes;
}

/// False when the sun's time is not known.
bool add_stretches(const TimeSpan& span, Day day, const Surroundings& around,
                   std::vector<Stretch>& out) {
  const auto from = minute_of(span.from, day, around);
  auto to = minute_of(span.to, day, around);
  if (!from || !to) return false;
  const bool instant = span.open_end && *from == *to;  // "18:00+"
  if (*to <= *from && !instant) *to += kDayMinutes;
  *to = std::min(*to, kMostMinutes);
  if (*from < *to) out.push_back({std::max(*from, 0), *to, false});
  if (span.open_end) out.push_back({*to, guessed_end(*to), true});
  return true;
}

Doubt doubt_of_day(const Rule& rule, Day day, const Surroundings& around) {
  if (around.calendar.kind(day) == DayKind::kWorkingWeekend) return Doubt::kWorkingWeekend;
  for (const Days& days : rule.days)
    if (days.school_holidays) return Doubt::kSchoolHolidays;
  return Doubt::kDayKind;
}

DayOfRule look_at(const Rule& rule, Day day, const Surroundings& around, bool workday_ruled) {
  DayOfRule result;
  result.match = matches_day(rule, day, around.calendar, workday_ruled);
  if (result.match == Truth::kNo) return result;
  if (result.match == Truth::kMaybe) result.doubt = doubt_of_day(rule, day, around);
  for (const TimeSpan& span : rule.times) {
    if (add_stretches(span, day, around, result.stretches)) continue;
    result = {Truth::kMaybe, Doubt::kSun, {{0, kDayMinutes, false}}};
    return result;
  }
  if (rule.times.empty()) result.stretches.push_back({0, kDayMinutes, false});
  return result;
}

DayTable table_of(const Rules& rules, Day day, const Surroundings& around) {
  DayTable table;
  table.reserve(rules.rules.size());
  bool workday_ruled = false;
  for (const Rule& rule : rules.rules) {
    table.push_back(look_at(rule, day, around, workday_ruled));
    workday_ruled |= table.back().match == Truth::kYes && is_for_workdays(rule);
  }
  return table;
}

/// What holds at a point, and which rule made it so.
struct Verdict {
  State state = State::kClosed;
  Doubt doubt = Doubt::kNone;
  const Rule* rule = nullptr;
};

/// The stretch at that minute; a stated one before a guessed one.
const Stretch* covering(const DayOfRule& day, std::int32_t minute) {
  const Stretch* guessed = nullptr;
  for (const Stretch& stretch : day.stretches) {
    if (minute < stretch.from || stretch.to <= minute) continue;
    if (!stretch.guessed) return &stretch;
    guessed = &stretch;
  }
  return guessed;
}

Verdict verdict_of(const Rule& rule, const Stretch& stretch) {
  if (stretch.guessed) return {State::kUnknown, Doubt::kOpenEnd, &rule};
  return {rule.state, rule.state == State::kUnknown ? Doubt::kText : Doubt::kNone, &rule};
}

/// The verdict after a rule that does, or does not, match the day and the day before.
Verdict after(const Verdict& before, const Rule& rule, bool today, const Stretch* covered) {
  if (rule.join == Join::kFallback && before.state != State::kClosed) return before;
  if (covered != nullptr) return verdict_of(rule, *covered);
  const bool replaces = rule.join == Join::kNormal && rule.state != State::kClosed && today;
  return replaces ? Verdict{} : before;
}

Verdict merged(const Verdict& a, const Verdict& b, Doubt doubt) {
  if (a.state == b.state) return a;
  return {State::kUnknown, doubt, a.rule != nullptr ? a.rule : b.rule};
}

Verdict fold(const Rules& rules, const DayTable& yesterday, const DayTable& today,
             std::int32_t minute) {
  Verdict verdict;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const Rule& rule = rules.rules[i];
    const Stretch* now = covering(today[i], minute);
    const Stretch* spilled = covering(yesterday[i], minute + kDayMinutes);
    const auto outcome = [&](bool matched, bool matched_before) {
      const Stretch* covered = matched && now != nullptr ? now : matched_before ? spilled : nullptr;
      return after(verdict, rule, matched, covered);
    };
    const bool sure = today[i].match == Truth::kYes;
    const bool sure_before = yesterday[i].match == Truth::kYes;
    Verdict next = outcome(sure, sure_before);
    if (today[i].match == Truth::kMaybe)
      next = merged(outcome(true, sure_before), next, today[i].doubt);
    if (yesterday[i].match == Truth::kMaybe && spilled != nullptr) {
      next = merged(outcome(sure, true), next, yesterday[i].doubt);
      if (today[i].match == Truth::kMaybe) next = merged(outcome(true, true), next, today[i].doubt);
    }
    verdict = next;
  }
  return verdict;
}

/// Where the state may change within a day, in ascending order.
std::vector<std::int32_t> edges(const DayTable& yesterday, const DayTable& today) {
  std::vector<std::int32_t> edges{0};
  const auto add = [&](std::int32_t minute) {
    if (minute > 0 && minute < kDayMinutes) edges.push_back(minute);
  };
  for (const auto& [table, shift] : {std::pair{&yesterday, kDayMinutes}, std::pair{&today, 0}})
    for (const DayOfRule& day : *table)
      for (const Stretch& stretch : day.stretches) {
        add(stretch.from - shift);
        add(stretch.to - shift);
      }
  std::ranges::sort(edges);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

bool names_some_weekdays(const Rule& rule) {
  std::uint8_t mask = 0;
  for (const Days& days : rule.days)
    for (const Weekdays& weekdays : days.weekdays) mask |= weekdays.mask;
  return mask != 0 && mask != kAllWeek;
}

Answer answer_of(const Rules& rules, const Verdict& verdict, Day day, const Calendar& calendar) {
  Answer answer{.state = verdict.state, .doubt = verdict.doubt, .until = {}, .comment = {}};
  if (verdict.rule != nullptr) answer.comment = verdict.rule->comment;
  answer.holiday_not_stated = verdict.state == State::kOpen && !rules.mentions_public_holidays &&
                              calendar.kind(day) == DayKind::kPublicHoliday &&
                              names_some_weekdays(*verdict.rule);
  return answer;
}

struct Moment {
  Day day;
  std::int32_t minute;
};

Moment moment_of(LocalTime at) {
  const Day day = std::chrono::floor<std::chrono::days>(at);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(at - LocalTime(day));
  return {day, static_cast<std::int32_t>(minutes.count())};
}

}  // namespace

Answer evaluate(const Rules& rules, LocalTime at, const Surroundings& around, int horizon_days) {
  auto [day, minute] = moment_of(at);
  DayTable yesterday = table_of(rules, day - std::chrono::days(1), around);
  DayTable today = table_of(rules, day, around);
  const Verdict verdict = fold(rules, yesterday, today, minute);
  Answer answer = answer_of(rules, verdict, day, around.calendar);
  for (int ahead = 0; ahead <= horizon_days; ++ahead) {
    for (const std::int32_t edge : edges(yesterday, today)) {
      if (edge <= minute) continue;
      if (fold(rules, yesterday, today, edge).state == answer.state) continue;
      answer.until = LocalTime(day) + std::chrono::minutes(edge);
      return answer;
    }
    day += std::chrono::days(1);
    minute = -1;
    yesterday = std::move(today);
    today = table_of(rules, day, around);
  }
  return answer;
}

Answer evaluate_point(const Rules& rules, LocalTime at, const Surroundings& around) {
  const auto [day, minute] = moment_of(at);
  const DayTable yesterday = table_of(rules, day - std::chrono::days(1), around);
  const DayTable today = table_of(rules, day, around);
  return answer_of(rules, fold(rules, yesterday, today, minute), day, around.calendar);
}

}  // namespace goldenfour::registry::hours
