#include "server/app/calendar_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "server/registry/calendar_cn.h"

namespace goldenfour::app {
namespace {

using registry::Day;
using registry::DayKind;
using registry::SpecialDay;

constexpr std::uintmax_t kFileBytes = 1 << 20;
constexpr std::size_t kDays = 20'000;
constexpr std::int64_t kFirstYear = 1970;
constexpr std::int64_t kLastYear = 2200;

/// False when the list is missing or holds something else than dates.
bool add_days(const toml::table& root, std::string_view key, DayKind kind,
              std::vector<SpecialDay>& out) {
  const toml::array* array = root.get_as<toml::array>(key);
  if (array == nullptr || array->size() > kDays) return false;
  for (const toml::node& node : *array) {
    const auto* date = node.as_date();
    if (date == nullptr) return false;
    const toml::date& value = date->get();
    const std::chrono::year_month_day civil(std::chrono::year(value.year),
                                            std::chrono::month(value.month),
                                            std::chrono::day(value.day));
    if (!civil.ok()) return false;
    out.push_back({Day(civil), kind});
  }
  return true;
}

}  // namespace

tl::expected<registry::Calendar, std::string> parse_calendar(const std::string& text) {
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return tl::make_unexpected("not TOML: " + std::string(error.description()));
  }
  const auto first = root["first_year"].value<std::int64_t>();
  const auto last = root["last_year"].value<std::int64_t>();
  if (!first || !last || *first < kFirstYear || *last > kLastYear || *last < *first)
    return tl::make_unexpected("first_year and last_year must be years from 1970 to 2200");
  std::vector<SpecialDay> days;
  if (!add_days(root, "holidays", DayKind::kPublicHoliday, days) ||
      !add_days(root, "working_weekends", DayKind::kWorkingWeekend, days))
    return tl::make_unexpected("holidays and working_weekends must be lists of dates");
  return registry::Calendar(static_cast<int>(*first), static_cast<int>(*last), std::move(days));
}

tl::expected<registry::Calendar, std::string> load_calendar(const std::string& name) {
  if (name.empty()) return registry::Calendar();
  if (name == "cn") return registry::china_calendar();
  std::error_code failed;
  const auto size = std::filesystem::file_size(name, failed);
  if (failed || size > kFileBytes)
    return tl::make_unexpected(failed ? failed.message() : "larger than 1 MiB");
  std::ifstream file(name, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return tl::make_unexpected("cannot be read");
  return parse_calendar(text);
}

}  // namespace goldenfour::app
