#pragma once

#include <gtest/gtest.h>

#include <string>

#include "server/registry/calendar_cn.h"
#include "server/registry/hours_evaluator.h"
#include "server/registry/opening_hours.h"

namespace goldenfour::registry::hours {

inline Day day(int year, unsigned month, unsigned number) {
  return Day(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(number));
}

inline LocalTime at(Day day, int hour, int minute = 0) {
  return LocalTime(day) + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

/// Must be readable.
inline Rules rules_of(const std::string& text) {
  auto rules = parse(text);
  if (!rules) {
    ADD_FAILURE() << text << ": expected " << rules.error().expected << " at "
                  << rules.error().position;
    return {};
  }
  return std::move(*rules);
}

/// The answer in China's calendar and time, in Beijing.
inline Answer answer(const std::string& text, LocalTime when) {
  static const LocalTimeRule local{std::chrono::hours(8)};
  static const Rules none;
  const OpeningHours hours(text);
  EXPECT_EQ(hours.error(), nullptr) << text;
  const auto place = geo::Position::from_degrees(39.9, 116.4);
  Answer result =
      evaluate(hours.rules() ? *hours.rules() : none, when, {china_calendar(), local, *place});
  result.comment = {};
  return result;
}

inline State state(const std::string& text, LocalTime when) {
  return answer(text, when).state;
}

}  // namespace goldenfour::registry::hours
