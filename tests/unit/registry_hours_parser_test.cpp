#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/unit/registry_hours_support.h"

namespace goldenfour::registry::hours {
namespace {

TEST(HoursParser, SaysWhereAndWhatWasExpected) {
  struct Case {
    const char* text;
    std::size_t position;
    const char* expected;
  };
  for (const Case& c :
       {Case{"Mo-Fr 8-18", 6, "';', ',', '||' or the end"},
        Case{"Mo-Fr 08:00", 11, "'-' and a time, or '+'"},
        Case{"Mo-Xx 08:00-10:00", 3, "a weekday"}, Case{"Mo 08:60-10:00", 3, "a time of day"},
        Case{"Mo, 10:00-12:00", 2, "hours, or 'off'"}, Case{"Feb 30 off", 4, "a day of that month"},
        Case{"Mo \"call", 3, "a comment that ends with '\"'"}, Case{"by appointment", 0, "a rule"},
        Case{"", 0, "a rule"}}) {
    const auto rules = parse(c.text);
    ASSERT_FALSE(rules) << c.text;
    EXPECT_EQ(rules.error().position, c.position) << c.text;
    EXPECT_EQ(rules.error().expected, c.expected) << c.text;
  }
}

TEST(HoursParser, HasLimits) {
  EXPECT_FALSE(parse(std::string(kMaxTextBytes + 1, ' ')));
  std::string many = "Mo off";
  for (int i = 0; i < 64; ++i) many += ";Mo off";
  EXPECT_FALSE(parse(many));
  std::string times = "08:00-09:00";
  for (int i = 0; i < 64; ++i) times += ",08:00-09:00";
  EXPECT_FALSE(parse(times));
}

TEST(HoursParser, KeepsTheText) {
  const OpeningHours none;
  EXPECT_FALSE(none.stated());
  EXPECT_EQ(none.rules(), nullptr);
  EXPECT_EQ(none.error(), nullptr);
  const OpeningHours bad("Vhod banke");
  EXPECT_EQ(bad.text(), "Vhod banke");
  ASSERT_NE(bad.error(), nullptr);
  EXPECT_EQ(bad.rules(), nullptr);
  EXPECT_EQ(OpeningHours("24/7"), OpeningHours(std::string("24/7")));
}

/// All but these of the real expressions are read.
TEST(HoursParser, ReadsRealExpressions) {
  std::ifstream file("tests/support/opening_hours/real_world_expressions.txt");
  ASSERT_TRUE(file);
  const std::set<std::string> refused{};
  int read = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto rules = parse(line);
    EXPECT_EQ(rules.has_value(), !refused.contains(line))
        << line << "\nexpected " << rules.error().expected << " at " << rules.error().position;
    if (!rules) continue;
    ++read;
    for (int hour = 0; hour < 24 * 14; ++hour) answer(line, at(day(2021, 3, 25), hour));
  }
  EXPECT_GE(read, 195);
}

}  // namespace
}  // namespace goldenfour::registry::hours
