#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "tests/unit/registry_hours_support.h"

namespace goldenfour::registry::hours {
namespace {

/// Asks our evaluator what another one was asked: lines of "local time, state, expression". Returns
/// how many.
int compare(const char* path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  const Calendar no_holidays(2025, 2027, {});
  const LocalTimeRule local{std::chrono::hours(8)};
  int answers = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    int year = 0, month = 0, number = 0, hour = 0, minute = 0;
    EXPECT_EQ(std::sscanf(line.c_str(), "%d-%d-%d %d:%d", &year, &month, &number, &hour, &minute),
              5);
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    const std::string expected = line.substr(first + 1, second - first - 1);
    const Rules rules = rules_of(line.substr(second + 1));
    const LocalTime when =
        at(day(year, static_cast<unsigned>(month), static_cast<unsigned>(number)), hour, minute);
    const State state = evaluate_point(rules, when, {no_holidays, local, {}}).state;
    EXPECT_EQ(state == State::kOpen     ? "open"
              : state == State::kClosed ? "closed"
                                        : "unknown",
              expected)
        << line;
    ++answers;
  }
  return answers;
}

TEST(HoursOracle, AgreesWithOpeningHoursJs) {
  EXPECT_EQ(compare("tests/support/opening_hours/opening_hours_js.tsv"), 600);
}

TEST(HoursOracle, AgreesWithKOpeningHours) {
  EXPECT_EQ(compare("tests/support/opening_hours/kopeninghours.tsv"), 1610);
}

}  // namespace
}  // namespace goldenfour::registry::hours
