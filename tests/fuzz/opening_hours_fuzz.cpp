// Whatever the parser takes can be evaluated, and the answer holds until the moment it names.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/registry/calendar_cn.h"
#include "server/registry/hours_evaluator.h"
#include "server/registry/hours_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace goldenfour::registry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rules = hours::parse(text);
  if (!rules) {
    if (rules.error().position > text.size() || rules.error().expected.empty()) std::abort();
    return 0;
  }
  static const LocalTimeRule china(std::chrono::hours(8));
  const hours::Surroundings around{china_calendar(), china,
                                   *goldenfour::geo::Position::from_degrees(29.1, 119.6)};
  const LocalTime at(std::chrono::local_days(std::chrono::year(2026) / 9 / 30) +
                     std::chrono::minutes(static_cast<int>(size * 37 % 1440)));
  const hours::Answer answer = hours::evaluate(*rules, at, around);
  if (hours::evaluate_point(*rules, at, around).state != answer.state) std::abort();
  if (!answer.until) return 0;
  if (*answer.until <= at) std::abort();
  if (hours::evaluate_point(*rules, *answer.until, around).state == answer.state) std::abort();
  return 0;
}
