#include "server/registry/hours_parser.h"

#include <utility>

#include "server/registry/hours_cursor.h"

namespace goldenfour::registry::hours {
namespace {

constexpr std::int32_t kHour = 60;
constexpr std::int32_t kDay = 24 * kHour;

std::uint8_t weekday_range(std::size_t first, std::size_t last) {
  std::uint8_t mask = 0;
  for (std::size_t day = first - 1;; day = (day + 1) % 7) {
    mask = static_cast<std::uint8_t>(mask | 1U << day);
    if (day == last - 1) return mask;
  }
}

/// "Mo", "Mo-Fr", "Sa[-1] -1 day"; the first weekday stands here.
Weekdays take_weekdays(Cursor& in) {
  const std::size_t first = in.take_one_of(kWeekdays);
  Weekdays days{weekday_range(first, first), parse_nth(in), 0};
  if (days.nth != 0) {
    days.offset = in.take_day_offset();
  } else if (in.take("-")) {
    const std::size_t last = in.take_one_of(kWeekdays);
    if (last == 0) in.fail("a weekday");
    if (last != 0) days.mask = weekday_range(first, last);
  }
  return days;
}

bool weekday_follows(Cursor look) {
  return look.take_one_of(kWeekdays) != 0;
}

bool holiday_follows(Cursor look) {
  return look.take_word("PH") || look.take_word("SH");
}

/// A comma, if one of `follows` stands after it; else nothing is taken.
bool take_comma_before(Cursor& in, bool (*follows)(Cursor)) {
  const std::size_t before = in.position();
  if (in.take(",") && follows(in)) return true;
  in.back_to(before);
  return false;
}

void take_holidays(Cursor& in, Days& days) {
  do {
    if (in.take_word("PH")) days.public_holidays = true;
    if (in.take_word("SH")) days.school_holidays = true;
    const std::int32_t offset = in.take_day_offset();
    if (offset != 0) days.holiday_offset = offset;
  } while (days.holiday_offset == 0 && take_comma_before(in, holiday_follows));
}

void take_weekday_list(Cursor& in, Days& days) {
  do {
    days.weekdays.push_back(take_weekdays(in));
  } while (!in.failed() && take_comma_before(in, weekday_follows));
}

/// Holidays and weekdays. A comma means "or"; "PH Mo-Fr" means holidays that are weekdays.
void parse_days(Cursor& in, Rule& rule) {
  if (!weekday_follows(in) && !holiday_follows(in)) return;
  do {
    Days& days = rule.days.emplace_back();
    const bool holidays = holiday_follows(in);
    if (holidays) take_holidays(in, days);
    if (!holidays || weekday_follows(in)) take_weekday_list(in, days);
  } while (!in.failed() &&
           (take_comma_before(in, weekday_follows) || take_comma_before(in, holiday_follows)));
}

/// Hours and minutes up to 48:00.
std::int32_t take_clock(Cursor& in, std::int32_t most) {
  in.skip_spaces();
  const std::size_t before = in.position();
  std::int32_t hours = 0;
  std::size_t digits = 0;
  for (; in.peek(digits) >= '0' && in.peek(digits) <= '9'; ++digits)
    hours = hours * 10 + (in.peek(digits) - '0');
  in.back_to(before + digits);
  const bool readable = digits >= 1 && digits <= 2 && in.peek() == ':';
  if (readable) in.back_to(in.position() + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!readable || !is_digit(in.peek()) || !is_digit(in.peek(1)) || is_digit(in.peek(2))) {
    in.back_to(before);
    in.fail("a time: hours:minutes");
    return 0;
  }
  const std::int32_t minutes = (in.peek() - '0') * 10 + (in.peek(1) - '0');
  in.back_to(in.position() + 2);
  if (minutes > 59 || hours * kHour + minutes > most) {
    in.back_to(before);
    in.fail(most > kDay ? "a time up to 48:00" : "a time of day");
    return 0;
  }
  return hours * kHour + minutes;
}

/// "sunset", "(sunset+01:00)" or a clock time of at most `most` minutes.
ClockTime take_time(Cursor& in, std::int32_t most) {
  const bool bracket = in.take("(");
  const std::size_t event = in.take_one_of(kSunEvents);
  if (event == 0) {
    if (bracket) in.fail("dawn, sunrise, sunset or dusk");
    return {SunEvent::kNone, take_clock(in, most)};
  }
  ClockTime time{static_cast<SunEvent>(event), 0};
  if (!bracket) return time;
  const bool later = in.take("+");
  if (!later && !in.take("-")) in.fail("'+' or '-'");
  const std::int32_t by = take_clock(in, kDay);
  time.minutes = later ? by : -by;
  if (!in.take(")")) in.fail("')'");
  return time;
}

TimeSpan take_span(Cursor& in) {
  TimeSpan span;
  span.from = take_time(in, kDay - 1);
  if (in.take("+")) {
    span.to = span.from;
    span.open_end = true;
    return span;
  }
  if (!in.take("-")) in.fail("'-' and a time, or '+'");
  span.to = take_time(in, 2 * kDay);
  const bool clocks = span.from.event == SunEvent::kNone && span.to.event == SunEvent::kNone;
  if (clocks && span.to.minutes <= span.from.minutes) span.to.minutes += kDay;
  span.open_end = in.take("+");
  return span;
}

bool time_after(Cursor look) {
  return look.time_follows();
}

void parse_times(Cursor& in, Rule& rule) {
  if (!in.time_follows()) return;
  do {
    rule.times.push_back(take_span(in));
  } while (!in.failed() && take_comma_before(in, time_after));
}

/// True when something says what holds then.
bool parse_modifier(Cursor& in, Rule& rule) {
  bool given = true;
  if (in.take_word("open")) {
    rule.state = State::kOpen;
  } else if (in.take_word("closed") || in.take_word("off")) {
    rule.state = State::kClosed;
  } else if (in.take_word("unknown")) {
    rule.state = State::kUnknown;
  } else {
    given = false;
  }
  if (auto comment = in.take_comment()) {
    rule.comment = std::move(*comment);
    if (!given) rule.state = State::kUnknown;  // it depends on what the comment says
    given = true;
  }
  return given;
}

std::size_t selectors_of(const Rule& rule) {
  std::size_t count = rule.years.size() + rule.dates.size() + rule.weeks.size() + rule.days.size() +
                      rule.times.size();
  for (const Days& days : rule.days) count += days.weekdays.size();
  return count;
}

/// `"a label":` before the selectors says nothing about when.
void skip_label(Cursor& in) {
  const std::size_t before = in.position();
  if (in.peek() == '"' && in.take_comment() && !in.failed() && in.take(":")) return;
  if (!in.failed()) in.back_to(before);
}

void parse_selectors(Cursor& in, Rule& rule) {
  if (in.take("24/7")) return;
  skip_label(in);
  parse_years_and_dates(in, rule);
  parse_weeks(in, rule);
  if (selectors_of(rule) > 0) in.take(":");
  parse_days(in, rule);
  parse_times(in, rule);
}

Rule parse_rule(Cursor& in, Join join) {
  in.skip_spaces();
  Rule rule;
  rule.join = join;
  rule.position = in.position();
  parse_selectors(in, rule);
  const bool stated = parse_modifier(in, rule);
  if (!in.failed() && in.position() == rule.position) in.fail("a rule");
  if (selectors_of(rule) > kMaxSelectors) in.fail("fewer dates, days and times");
  // "Mo, 10:00-12:00" by the letter means all of Monday, and those hours every day.
  in.skip_spaces();
  if (!stated && rule.times.empty() && in.peek() == ',') in.fail("hours, or 'off'");
  return rule;
}

std::optional<Join> take_join(Cursor& in) {
  if (in.take(";")) return Join::kNormal;
  if (in.take("||")) return Join::kFallback;
  if (in.take(",")) return Join::kAdditional;
  return std::nullopt;
}

bool mentions_public_holidays(const Rules& rules) {
  for (const Rule& rule : rules.rules)
    for (const Days& days : rule.days)
      if (days.public_holidays) return true;
  return false;
}

}  // namespace

tl::expected<Rules, ParseError> parse(std::string_view text) {
  if (text.size() > kMaxTextBytes)
    return tl::make_unexpected(ParseError{kMaxTextBytes, "a text of at most 1024 bytes"});
  Cursor in(text);
  Rules rules;
  std::optional<Join> join = Join::kNormal;
  while (join && !in.failed()) {
    if (rules.rules.size() == kMaxRules) in.fail("at most 64 rules");
    rules.rules.push_back(parse_rule(in, *join));
    join = take_join(in);
    // A ';' at the very end separates nothing.
    in.skip_spaces();
    if (join == Join::kNormal && in.at_end()) join.reset();
  }
  if (!in.failed() && !in.at_end()) in.fail("';', ',', '||' or the end");
  if (in.failed()) return tl::make_unexpected(*in.error());
  rules.mentions_public_holidays = mentions_public_holidays(rules);
  return rules;
}

}  // namespace goldenfour::registry::hours
