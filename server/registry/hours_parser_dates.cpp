#include "server/registry/hours_cursor.h"

// Years, dates and weeks of a rule.
namespace goldenfour::registry::hours {
namespace {

constexpr std::int32_t kFirstYear = 1900;
constexpr std::int32_t kLastYear = 9999;
constexpr std::int32_t kMaxStep = 1000;
constexpr std::array<std::int32_t, 12> kMonthDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

std::optional<std::int32_t> take_year(Cursor& in) {
  const std::size_t before = in.position();
  const auto year = in.take_number(4);
  if (year && *year >= kFirstYear) return year;
  in.back_to(before);
  return std::nullopt;
}

std::int32_t take_step(Cursor& in) {
  if (!in.take("/")) return 1;
  const auto step = in.take_number(4);
  if (!step || *step < 1 || *step > kMaxStep) in.fail("a period of 1 to 1000");
  return step.value_or(1);
}

std::uint8_t take_month(Cursor& in) {
  return static_cast<std::uint8_t>(in.take_one_of(kMonths));
}

/// A comma, if `item` stands after it; else nothing is taken.
template <class Item>
bool take_comma_before(Cursor& in, const Item& item) {
  const std::size_t before = in.position();
  if (!in.take(",")) return false;
  Cursor look = in;
  if (item(look)) return true;
  in.back_to(before);
  return false;
}

std::uint8_t take_day_of_month(Cursor& in, std::uint8_t month) {
  const std::size_t before = in.position();
  const auto day = in.take_number(2);
  if (!day) return 0;
  if (*day < 1 || *day > kMonthDays[month - 1]) {
    in.back_to(before);
    in.skip_spaces();
    in.fail("a day of that month");
  }
  return static_cast<std::uint8_t>(*day);
}

/// "Su[-1]" after a month; a weekday without brackets is a selector of its own.
void take_nth_weekday(Cursor& in, DateEnd& end) {
  const std::size_t before = in.position();
  const std::size_t weekday = in.take_one_of(kWeekdays);
  if (weekday == 0 || in.peek() != '[') return in.back_to(before);
  end.weekday_mask = static_cast<std::uint8_t>(1U << (weekday - 1));
  end.nth = parse_nth(in);
  if ((end.nth & (end.nth - 1)) != 0) in.fail("one of the month's weekdays");
}

/// What stands after the month: a day, or the nth weekday when it ends a range of dates.
void take_rest_of_date(Cursor& in, DateEnd& end) {
  end.day = take_day_of_month(in, end.month);
  if (end.day == 0) take_nth_weekday(in, end);
  if (end.day != 0 || end.nth != 0) end.offset = in.take_day_offset();
}

bool take_date(Cursor& in, DateEnd& end) {
  const std::size_t before = in.position();
  if (const auto year = take_year(in)) end.year = year;
  if (in.take_word("easter")) {
    end.easter = true;
    end.offset = in.take_day_offset();
    return true;
  }
  end.month = static_cast<std::uint8_t>(take_month(in));
  if (end.month != 0) {
    take_rest_of_date(in, end);
    return true;
  }
  in.back_to(before);
  return false;
}

bool is_month_only(const DateEnd& end) {
  return !end.easter && end.day == 0 && end.nth == 0;
}

/// The end of the range that `from` begins, after the '-': a date, or a day of the same month.
DateEnd take_range_end(Cursor& in, const DateEnd& from) {
  DateEnd to;
  // A weekday after "Apr-Oct" is a selector of its own.
  if (is_month_only(from)) {
    to.year = take_year(in);
    to.month = take_month(in);
    if (to.month == 0) in.fail("a month");
    if (to.year && !from.year) in.fail("a year at both ends of the range");
    return to;
  }
  if (take_date(in, to)) {
    if (is_month_only(to)) in.fail("a day of that month");
    if (to.year && !from.year) in.fail("a year at both ends of the range");
    return to;
  }
  to = from;
  to.day = from.day == 0 ? 0 : take_day_of_month(in, from.month);
  if (to.day == 0) {
    in.fail("the end of the range of dates");
  } else if (to.day < from.day) {
    in.fail("a later day of that month");
  }
  to.offset = in.take_day_offset();
  return to;
}

/// "Mar Su[-1]" with nothing of a range after it is the month and a weekday, which mean the same.
void take_date_range(Cursor& in, Rule& rule, const DateEnd& from) {
  DateRange range{from, from, true};
  if (in.take("-")) {
    range.single = false;
    range.to = take_range_end(in, from);
  }
  rule.dates.push_back(range);
}

bool date_follows(Cursor& look) {
  take_year(look);
  return look.take_word("easter") || take_month(look) != 0;
}

/// A comma and a further day of the month before it: "Dec 24,25".
std::optional<DateEnd> take_next_day(Cursor& in, const DateEnd& last) {
  if (last.easter || last.day == 0) return std::nullopt;
  const auto number_follows = [](Cursor& look) { return look.take_number(2).has_value(); };
  if (!take_comma_before(in, number_follows)) return std::nullopt;
  DateEnd next{.year = last.year, .month = last.month};
  next.day = take_day_of_month(in, next.month);
  return next;
}

void parse_dates(Cursor& in, Rule& rule, std::optional<std::int32_t> year) {
  DateEnd from{.year = year};
  if (!take_date(in, from)) return;
  take_date_range(in, rule, from);
  while (!in.failed()) {
    if (const auto next = take_next_day(in, rule.dates.back().to)) {
      take_date_range(in, rule, *next);
      continue;
    }
    if (!take_comma_before(in, date_follows)) return;
    DateEnd further{.year = year};
    take_date(in, further);
    take_date_range(in, rule, further);
  }
}

NumberRange take_year_range(Cursor& in) {
  NumberRange range;
  range.from = range.to = take_year(in).value_or(0);
  if (in.take("+")) {
    range.to = kLastYear;
  } else if (in.take("-")) {
    const auto to = take_year(in);
    if (!to || *to < range.from) in.fail("a later year");
    range.to = to.value_or(range.from);
    range.step = take_step(in);
  }
  return range;
}

std::int32_t take_week(Cursor& in) {
  const auto week = in.take_number(2);
  if (!week || *week < 1 || *week > 53) in.fail("a week from 1 to 53");
  return week.value_or(1);
}

}  // namespace

void parse_years_and_dates(Cursor& in, Rule& rule) {
  const std::size_t before = in.position();
  const auto year_follows = [](Cursor& look) { return take_year(look).has_value(); };
  if (take_year(in)) {
    in.back_to(before);
    rule.years.push_back(take_year_range(in));
    while (take_comma_before(in, year_follows)) rule.years.push_back(take_year_range(in));
  }
  // A single year belongs to the dates after it, so that they may run into the next one.
  std::optional<std::int32_t> year;
  Cursor look = in;
  if (rule.years.size() == 1 && rule.years[0].from == rule.years[0].to && date_follows(look)) {
    year = rule.years[0].from;
    rule.years.clear();
  }
  parse_dates(in, rule, year);
}

void parse_weeks(Cursor& in, Rule& rule) {
  if (!in.take_word("week")) return;
  const auto week_follows = [](Cursor& look) { return look.take_number(2).has_value(); };
  do {
    NumberRange range;
    range.from = range.to = take_week(in);
    if (in.take("-")) {
      range.to = take_week(in);
      range.step = take_step(in);
    }
    rule.weeks.push_back(range);
  } while (!in.failed() && take_comma_before(in, week_follows));
}

std::uint16_t parse_nth(Cursor& in) {
  if (in.peek() != '[' || !in.take("[")) return 0;
  std::uint16_t nth = 0;
  do {
    const bool from_end = in.take("-");
    const auto first = in.take_number(1);
    std::optional<std::int32_t> last = first;
    if (!from_end && in.take("-")) last = in.take_number(1);
    if (!first || !last || *first < 1 || *last > 5 || *last < *first) {
      in.fail("a number from 1 to 5");
      return 1;
    }
    for (std::int32_t n = *first; n <= *last; ++n)
      nth = static_cast<std::uint16_t>(nth | 1U << (n - 1 + (from_end ? 5 : 0)));
  } while (in.take(","));
  if (!in.take("]")) in.fail("']'");
  return nth;
}

}  // namespace goldenfour::registry::hours
