#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/registry_hours_support.h"

namespace goldenfour::registry::hours {
namespace {

/// Berlin's public holidays in 2020 to 2022, as the corpus assumes them.
Calendar berlin_holidays() {
  std::vector<SpecialDay> days;
  for (int year = 2020; year <= 2022; ++year) {
    for (const auto& [month, number] :
         {std::pair{1U, 1U}, {3U, 8U}, {5U, 1U}, {10U, 3U}, {12U, 25U}, {12U, 26U}})
      days.push_back({day(year, month, number)});
  }
  for (const Day easter : {day(2020, 4, 12), day(2021, 4, 4), day(2022, 4, 17)})
    for (const int after : {-2, 1, 39, 50}) days.push_back({easter + std::chrono::days(after)});
  return Calendar(2020, 2022, std::move(days));
}

struct Interval {
  std::optional<LocalTime> from;
  std::optional<LocalTime> to;
  bool open_end = false;
  State state = State::kClosed;
};

/// "Sat 2020-11-07 18:32"; nothing for "-inf" and "inf".
std::optional<LocalTime> time_of(const std::string& text) {
  int year = 0, month = 0, number = 0, hour = 0, minute = 0;
  std::array<char, 4> weekday{};
  if (std::sscanf(text.c_str(), "%3s %d-%d-%d %d:%d", weekday.data(), &year, &month, &number, &hour,
                  &minute) != 6)
    return std::nullopt;
  return at(day(year, static_cast<unsigned>(month), static_cast<unsigned>(number)), hour, minute);
}

Interval interval_of(const std::string& line) {
  const std::size_t dash = line.find(" - ");
  const std::size_t colon = line.find(": ", dash);
  std::string to = line.substr(dash + 3, colon - dash - 3);
  Interval interval;
  interval.open_end = to.ends_with('+');
  interval.from = time_of(line.substr(0, dash));
  interval.to = time_of(to);
  const std::string state = line.substr(colon + 2);
  if (state.starts_with("open")) interval.state = State::kOpen;
  if (state.starts_with("unknown")) interval.state = State::kUnknown;
  return interval;
}

class Corpus : public testing::TestWithParam<std::string> {
 protected:
  State state_at(LocalTime when) const {
    return evaluate_point(rules_, when, {calendar_, berlin_, place_}).state;
  }
  /// Every quarter of an hour of it, and its last minute; the sun within two minutes.
  void check(const Interval& interval) const {
    const std::chrono::minutes slack(sun_ ? 2 : 0);
    const LocalTime from = interval.from.value_or(kStart) + slack;
    const LocalTime to = interval.to.value_or(kStart + std::chrono::days(400)) - slack;
    for (LocalTime when = from; when < to; when += std::chrono::minutes(15))
      ASSERT_EQ(state_at(when), interval.state) << line(when);
    if (from < to) ASSERT_EQ(state_at(to - std::chrono::minutes(1)), interval.state) << line(to);
    if (interval.open_end)
      ASSERT_EQ(state_at(*interval.to), State::kUnknown) << "nobody knows when it closes";
  }
  std::string line(LocalTime when) const {
    const Day date = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day civil(date);
    std::ostringstream out;
    out << expression_ << " at " << static_cast<unsigned>(civil.month()) << '-'
        << static_cast<unsigned>(civil.day()) << ' '
        << std::chrono::duration_cast<std::chrono::minutes>(when - LocalTime(date)).count();
    return out.str();
  }

  static constexpr LocalTime kStart{
      LocalTime(std::chrono::local_days(std::chrono::year(2020) / std::chrono::November / 7)) +
      std::chrono::minutes(18 * 60 + 32)};
  std::string expression_;
  Rules rules_;
  bool sun_ = false;
  const Calendar calendar_ = berlin_holidays();
  const LocalTimeRule berlin_{std::chrono::hours(1)};  // the corpus' sun rises in winter only
  const geo::Position place_ = *geo::Position::from_degrees(52.5, 13.0);
};

TEST_P(Corpus, MeansTheSame) {
  std::ifstream file("tests/support/opening_hours/" + GetParam() + ".intervals");
  ASSERT_TRUE(std::getline(file, expression_));
  rules_ = rules_of(expression_);
  sun_ = expression_.find("sun") != std::string::npos;
  const bool open_end = expression_.ends_with('+');
  int intervals = 0;
  for (std::string text; std::getline(file, text);) {
    if (text.find(" - ") == std::string::npos) continue;
    const Interval interval = interval_of(text);
    ++intervals;
    // A named difference: after an open end the corpus says closed, we say unknown.
    if (!(open_end && interval.state == State::kClosed)) check(interval);
  }
  EXPECT_GT(intervals, 0);
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("tests/support/opening_hours"))
    if (entry.path().extension() == ".intervals") found.push_back(entry.path().stem());
  std::ranges::sort(found);
  return found;
}

INSTANTIATE_TEST_SUITE_P(All, Corpus, testing::ValuesIn(names()), [](const auto& each) {
  return each.param == "24_7" ? std::string("always") : each.param;
});

TEST(Corpus, IsComplete) {
  EXPECT_EQ(names().size(), 27u);
}

}  // namespace
}  // namespace goldenfour::registry::hours
