#include "clients/load/calls.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "clients/common/csv_batches.h"
#include "clients/common/csv_fields.h"
#include "clients/load/behaviour.h"
#include "server/sim/random.h"

namespace goldenfour::load {
namespace {

// Volunteers are sent to what may be an arrest until somebody who is there says otherwise.
constexpr std::array kCategories{
    Category{"CARDIAC ARREST", v1::CARDIAC_ARREST},
    Category{"CARDIAC EMERGENCY", v1::CARDIAC_ARREST},
    Category{"UNCONSCIOUS SUBJECT", v1::UNCONSCIOUS},
    Category{"UNRESPONSIVE SUBJECT", v1::UNCONSCIOUS},
    Category{"SYNCOPAL EPISODE", v1::UNCONSCIOUS},
    Category{"RESPIRATORY EMERGENCY", v1::UNCONSCIOUS},
    Category{"ALTERED MENTAL STATUS", v1::UNCONSCIOUS},
    Category{"SEIZURES", v1::UNCONSCIOUS},
    Category{"OVERDOSE", v1::UNCONSCIOUS},
    Category{"CARBON MONOXIDE DETECTOR", v1::UNCONSCIOUS, v1::INFECTIOUS},
    Category{"CHOKING", v1::CHOKING},
    Category{"RESCUE - WATER", v1::DROWNING},
    Category{"HEMORRHAGING", v1::SEVERE_BLEEDING},
    Category{"LACERATIONS", v1::SEVERE_BLEEDING},
    Category{"ALLERGIC REACTION", v1::ANAPHYLAXIS},
    Category{"DEHYDRATION", v1::HEAT_STROKE},
    Category{"FALL VICTIM", v1::TRAUMA},
    Category{"HEAD INJURY", v1::TRAUMA},
    Category{"FRACTURE", v1::TRAUMA},
    Category{"BURN VICTIM", v1::TRAUMA},
    Category{"ANIMAL BITE", v1::TRAUMA},
    Category{"EYE INJURY", v1::TRAUMA},
    Category{"VEHICLE ACCIDENT", v1::TRAUMA, v1::TRAFFIC},
    Category{"ASSAULT VICTIM", v1::TRAUMA, v1::VIOLENCE},
    Category{"BUILDING FIRE", v1::TRAUMA, v1::FIRE},
    Category{"VEHICLE FIRE", v1::TRAUMA, v1::FIRE},
};

// "2016-01-15 12:01" or with seconds: seconds since 1970 as if it were UTC; only gaps count.
std::optional<double> parse_time(std::string_view text) {
  constexpr std::array<std::pair<std::size_t, std::size_t>, 5> kParts{
      {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}}};
  std::array<int, 5> value{};
  if (text.size() < 16) return std::nullopt;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    const char* begin = text.data() + kParts[i].first;
    const char* end = begin + kParts[i].second;
    if (std::from_chars(begin, end, value[i]).ptr != end) return std::nullopt;
  }
  using namespace std::chrono;
  const year_month_day day{year(value[0]), month(static_cast<unsigned>(value[1])),
                           std::chrono::day(static_cast<unsigned>(value[2]))};
  if (!day.ok() || value[3] > 23 || value[4] > 59) return std::nullopt;
  const auto whole = sys_days(day) + hours(value[3]) + minutes(value[4]);
  return static_cast<double>(whole.time_since_epoch().count()) * 60.0;
}

std::optional<double> parse_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

using Row = std::map<std::string, std::string>;

Row to_row(const std::string& body) {
  const auto header = client::csv_split(std::string_view(body).substr(0, body.find('\n')));
  const auto cells = client::csv_split(std::string_view(body).substr(body.find('\n') + 1));
  Row row;
  for (std::size_t i = 0; i < std::min(header.size(), cells.size()); ++i) row[header[i]] = cells[i];
  return row;
}

void draw(const CallOptions& o, sim::Random random, Call* call) {
  call->night = random.chance(o.night_share);
  call->crew_after = around(o.crew_median, 0.35, &random);
  call->close_after = random.uniform(60, 300);
  // Traffic is secured within minutes; who waits for the police or the fire brigade waits longer
  // than the crew needs.
  const double released = random.uniform(60, 180);
  if (call->hazard == v1::TRAFFIC) call->release_after = released;
}

// The name of the column that cannot be read, or nothing. `time` is the call's own clock.
std::optional<std::string> fill(const Row& row, Call* call, double* time) {
  const auto cell = [&](const char* name) {
    const auto found = row.find(name);
    return found == row.end() ? std::string() : found->second;
  };
  const auto latitude = parse_number(cell("lat"));
  const auto longitude = parse_number(cell("lng"));
  if (!latitude || !longitude) return "lat, lng";
  const auto place = geo::Position::from_degrees(*latitude, *longitude);
  if (!place) return "lat, lng";
  call->place = *place;
  const auto at = parse_time(cell("timeStamp"));
  if (!at) return "timeStamp";
  *time = *at;
  const Category category = category_of(cell("title"));
  call->kind = category.kind;
  call->hazard = category.hazard;
  call->public_place = cell("addr").find('&') != std::string::npos;
  return std::nullopt;
}

}  // namespace

Category category_of(std::string_view title) {
  constexpr std::string_view kPrefix = "EMS: ";
  if (title.starts_with(kPrefix)) title.remove_prefix(kPrefix.size());
  const auto found = std::ranges::find(kCategories, title, &Category::title);
  return found == kCategories.end() ? Category{title, v1::OTHER} : *found;
}

tl::expected<std::vector<Call>, std::string> read_calls(std::istream& in, const CallOptions& o) {
  client::CsvBatches batches(in, {.rows = 1});
  sim::Random random(o.seed);
  std::vector<Call> calls;
  double last_time = 0;
  while (o.limit == 0 || calls.size() < o.limit) {
    auto batch = batches.next();
    if (!batch) return tl::make_unexpected(batch.error());
    if (!*batch) break;
    Call call;
    double time = 0;
    call.number = (*batch)->first_row;
    if (const auto wrong = fill(to_row((*batch)->body), &call, &time)) {
      return tl::make_unexpected(fmt::format("row {}: {}", call.number, *wrong));
    }
    const double gap = calls.empty() ? 0 : std::clamp(time - last_time, 0.0, o.longest_gap);
    call.at = calls.empty() ? 0 : calls.back().at + gap;
    last_time = time;
    draw(o, random.fork(), &call);
    calls.push_back(call);
  }
  return calls;
}

}  // namespace goldenfour::load
