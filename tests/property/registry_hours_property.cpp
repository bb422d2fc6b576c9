// Opening hours against a dull twin that paints every minute of every day, on random expressions.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "server/registry/calendar_cn.h"
#include "server/registry/hours_evaluator.h"
#include "server/registry/hours_parser.h"
#include "tests/support/random.h"

namespace goldenfour::registry::hours {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using support::Random;

constexpr int kExpressions = 2000;
constexpr int kDay = 1440;
constexpr std::array<const char*, 7> kNames{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr std::array<const char*, 3> kStates{"off", "open", "unknown"};

std::uint64_t seed() {
  const char* given = std::getenv("GOLDENFOUR_SEED");
  return given == nullptr ? 20261001 : std::strtoull(given, nullptr, 10);
}

/// One rule as the generator knows it, without the parser.
struct DullRule {
  Join join = Join::kNormal;
  std::array<bool, 7> weekdays{};
  bool any_weekday = false;
  bool holidays = false;
  std::vector<std::pair<int, int>> spans;  ///< empty: all day
  State state = State::kOpen;

  /// In a calendar without worked weekends.
  bool matches(Day day, const Calendar& calendar) const {
    if (!any_weekday && !holidays) return true;
    const bool holiday = holidays && calendar.kind(day) == DayKind::kPublicHoliday;
    return holiday || (any_weekday && weekdays[std::chrono::weekday(day).iso_encoding() - 1]);
  }
};

class Generator {
 public:
  explicit Generator(Random& random) : random_(random) {}

  std::string text;
  std::vector<DullRule> rules;

  void make() {
    const std::uint64_t count = 1 + random_.below(5);
    for (std::uint64_t i = 0; i < count; ++i) add_rule(i == 0);
  }

 private:
  void add_rule(bool first) {
    DullRule rule;
    if (!first) {
      rule.join = static_cast<Join>(random_.below(3));
      text += rule.join == Join::kNormal ? "; " : rule.join == Join::kFallback ? " || " : ", ";
    }
    rule.state = random_.chance(0.6) ? State::kOpen : static_cast<State>(random_.below(3));
    // After a comma, hours alone would belong to the rule before.
    if (random_.chance(0.8) || rule.join == Join::kAdditional) add_days(rule);
    if (random_.chance(0.8)) add_spans(rule);
    text += std::string(" ") + kStates[static_cast<std::size_t>(rule.state)];
    rules.push_back(std::move(rule));
  }

  void add_days(DullRule& rule) {
    rule.any_weekday = true;
    const std::uint64_t from = random_.below(7);
    const std::uint64_t length = random_.below(7);
    for (std::uint64_t i = 0; i <= length; ++i) rule.weekdays[(from + i) % 7] = true;
    text += kNames[from];
    if (length > 0) text += std::string("-") + kNames[(from + length) % 7];
    if (random_.chance(0.2)) {
      rule.holidays = true;
      text += ",PH";
    }
    text += ' ';
  }

  void add_spans(DullRule& rule) {
    const std::uint64_t count = 1 + random_.below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
      const int from = static_cast<int>(random_.below(kDay));
      int to = static_cast<int>(random_.below(2 * kDay + 1));
      text += (i == 0 ? "" : ",") + clock(from) + "-" + clock(to);
      if (to <= from) to += kDay;
      rule.spans.emplace_back(from, to);
    }
  }

  static std::string clock(int minute) {
    std::array<char, 8> out{};
    std::snprintf(out.data(), out.size(), "%02d:%02d", minute / 60, minute % 60);
    return out.data();
  }

  Random& random_;
};

using Painted = std::array<State, kDay>;

void paint(Painted& day, const DullRule& rule, int from, int to) {
  for (int minute = std::max(from, 0); minute < std::min(to, kDay); ++minute) {
    State& state = day[static_cast<std::size_t>(minute)];
    if (rule.join != Join::kFallback || state == State::kClosed) state = rule.state;
  }
}

Painted painted(const std::vector<DullRule>& rules, Day day, const Calendar& calendar) {
  Painted result;
  result.fill(State::kClosed);
  for (const DullRule& rule : rules) {
    const bool today = rule.matches(day, calendar);
    if (today && rule.join == Join::kNormal && rule.state != State::kClosed)
      result.fill(State::kClosed);
    if (rule.matches(day - days(1), calendar))
      for (const auto& [from, to] : rule.spans) paint(result, rule, from - kDay, to - kDay);
    if (!today) continue;
    if (rule.spans.empty()) paint(result, rule, 0, kDay);
    for (const auto& [from, to] : rule.spans) paint(result, rule, from, to);
  }
  return result;
}

/// Fridays of China's year without its worked weekends, which the twin does not know.
Calendar holidays_only() {
  std::vector<SpecialDay> special;
  for (Day day(std::chrono::year(2026) / 1 / 1); day < Day(std::chrono::year(2027) / 1 / 1);
       day += days(1))
    if (china_calendar().kind(day) == DayKind::kPublicHoliday)
      special.push_back({day, DayKind::kPublicHoliday});
  return Calendar(2025, 2027, std::move(special));
}

/// The first minute after `at` with another state, by looking at every one of eight days.
std::optional<LocalTime> next_change(const std::vector<Painted>& painting, Day first, int index) {
  const auto state = [&](int minute) {
    return painting[static_cast<std::size_t>(minute / kDay)]
                   [static_cast<std::size_t>(minute % kDay)];
  };
  const int last = (index / kDay + kHorizonDays + 1) * kDay;
  for (int minute = index + 1; minute < last; ++minute)
    if (state(minute) != state(index)) return LocalTime(first) + minutes(minute);
  return std::nullopt;
}

TEST(OpeningHours, AgreeWithPaintedMinutes) {
  Random random(seed());
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed()));
  const Calendar calendar = holidays_only();
  const LocalTimeRule local(std::chrono::hours(8));
  int checks = 0;
  for (int i = 0; i < kExpressions; ++i) {
    Generator made(random);
    made.make();
    const auto rules = parse(made.text);
    ASSERT_TRUE(rules) << made.text << "\nexpected " << rules.error().expected << " at "
                       << rules.error().position;
    const Day first =
        Day(std::chrono::year(2026) / 1 / 2) + days(static_cast<int>(random.below(340)));
    std::vector<Painted> painting;
    for (int day = 0; day <= kHorizonDays + 1; ++day)
      painting.push_back(painted(made.rules, first + days(day), calendar));
    for (int probe = 0; probe < 20; ++probe, ++checks) {
      const int index = static_cast<int>(random.below(kDay));
      const LocalTime at = LocalTime(first) + minutes(index);
      const Answer answer = evaluate(*rules, at, {calendar, local, {}});
      ASSERT_EQ(answer.state, painting[0][static_cast<std::size_t>(index)])
          << made.text << " minute " << index;
      ASSERT_EQ(answer.until, next_change(painting, first, index))
          << made.text << " minute " << index;
      ASSERT_EQ(evaluate_point(*rules, at, {calendar, local, {}}).state, answer.state);
    }
  }
  std::printf("%d answers of %d expressions as painted\n", checks, kExpressions);
}

}  // namespace
}  // namespace goldenfour::registry::hours
