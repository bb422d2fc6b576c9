#include "server/app/time_zone.h"

#include <exception>
#include <utility>
#include <vector>

#include <date/tz.h>

namespace goldenfour::app {
namespace {

constexpr int kFirstYear = 1970;
/// Compiled zone files list their transitions up to here.
constexpr int kLastYear = 2037;
constexpr std::size_t kTransitions = 4096;

date::sys_seconds start_of(int year) {
  return date::sys_days(date::year(year) / date::January / 1);
}

}  // namespace

tl::expected<registry::LocalTimeRule, std::string> load_time_zone(const std::string& name) {
  try {
    const date::time_zone* zone = date::locate_zone(name);
    const date::sys_seconds end = start_of(kLastYear + 1);
    date::sys_info info = zone->get_info(start_of(kFirstYear));
    const auto before = info.offset;
    std::vector<registry::LocalTimeRule::Transition> transitions;
    while (info.end < end) {
      info = zone->get_info(info.end);
      if (transitions.size() == kTransitions) return tl::make_unexpected("too many transitions");
      transitions.push_back({{info.begin.time_since_epoch()}, info.offset});
    }
    return registry::LocalTimeRule(before, std::move(transitions));
  } catch (const std::exception& error) {
    return tl::make_unexpected(std::string(error.what()));
  }
}

}  // namespace goldenfour::app
