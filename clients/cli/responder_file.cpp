#include "clients/cli/responder_file.h"

#include <charconv>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "clients/cli/parse.h"
#include "clients/common/csv_batches.h"
#include "clients/common/csv_fields.h"
#include "clients/common/wire.h"

namespace goldenfour::cli {
namespace {

using Row = std::map<std::string, std::string>;
constexpr std::size_t kMost = 100'000;

std::optional<bool> parse_yes(const std::string& text) {
  if (text == "yes" || text == "true" || text == "1") return true;
  if (text == "no" || text == "false" || text == "0" || text.empty()) return false;
  return std::nullopt;
}

// "2027-12-31": valid to the end of that day, UTC.
std::optional<client::WallTime> parse_day(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length, auto& out) {
    const char* end = text.data() + at + length;
    return std::from_chars(text.data() + at, end, out).ptr == end;
  };
  if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return client::WallTime(std::chrono::sys_days(date) + std::chrono::days(1));
}

// The name of the column that cannot be used, or nothing.
std::optional<std::string> fill(const Row& row, v1::Responder* out) {
  const auto cell = [&](const char* name) {
    const auto found = row.find(name);
    return found == row.end() ? std::string() : found->second;
  };
  out->set_id(cell("id"));
  if (out->id().empty()) return "id";
  out->set_name(cell("name"));
  out->set_phone(cell("phone"));
  if (!cell("lat").empty() || !cell("lng").empty()) {
    const auto place = parse_lat_lng(cell("lat") + "," + cell("lng"));
    if (!place) return "lat, lng";
    const auto datum = parse_datum(cell("datum"));
    if (!datum) return "datum";
    *out->mutable_home() = make_position(*place, *datum);
  }
  if (!cell("mode").empty()) {
    v1::TravelMode mode{};
    if (!client::parse_word<v1::TravelMode>(cell("mode"), "", v1::TravelMode_Parse, &mode))
      return "mode";
    out->set_usual_mode(mode);
  }
  if (!cell("certified_until").empty()) {
    const auto until = parse_day(cell("certified_until"));
    if (!until) return "certified_until";
    *out->mutable_certified_until() = client::to_stamp(*until);
  }
  // "BLEEDING_CONTROL WATER_RESCUE": words apart by blanks.
  std::istringstream skills(cell("skills"));
  for (std::string word; skills >> word;) {
    v1::Responder::Skill skill{};
    if (!client::parse_word<v1::Responder::Skill>(word, "", v1::Responder::Skill_Parse, &skill))
      return "skills";
    out->add_skills(skill);
  }
  const auto drills = parse_yes(cell("drills"));
  if (!drills) return "drills";
  out->set_enrolled_for_drills(*drills);
  const auto duty = parse_yes(cell("on_duty"));
  if (!duty) return "on_duty";
  out->set_on_duty(*duty);
  return std::nullopt;
}

}  // namespace

tl::expected<std::vector<v1::Responder>, std::string> read_responders_csv(
    std::istream& in, const std::string& jurisdiction) {
  std::vector<v1::Responder> responders;
  client::CsvBatches batches(in, {.rows = 1});
  for (;;) {
    auto batch = batches.next();
    if (!batch) return tl::make_unexpected(batch.error());
    if (!*batch) return responders;
    if (responders.size() >= kMost)
      return tl::make_unexpected(fmt::format("more than {} rows", kMost));
    // One header line: the columns' names hold no line breaks.
    const std::string& body = (*batch)->body;
    const auto header = client::csv_split(std::string_view(body).substr(0, body.find('\n')));
    const auto cells = client::csv_split(std::string_view(body).substr(body.find('\n') + 1));
    Row row;
    for (std::size_t i = 0; i < std::min(header.size(), cells.size()); ++i)
      row[header[i]] = cells[i];
    v1::Responder responder;
    if (const auto wrong = fill(row, &responder)) {
      return tl::make_unexpected(fmt::format("row {}: {}", (*batch)->first_row, *wrong));
    }
    responder.set_jurisdiction(jurisdiction);
    responders.push_back(std::move(responder));
  }
}

tl::expected<std::vector<v1::Responder>, std::string> read_responders_json(
    std::istream& in, const std::string& jurisdiction) {
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  v1::ResponderList list;
  if (!client::from_json(text, list))
    return tl::make_unexpected(std::string("not a JSON object {\"responders\": [...]}"));
  std::vector<v1::Responder> responders(list.responders().begin(), list.responders().end());
  for (auto& responder : responders) {
    if (responder.jurisdiction().empty()) responder.set_jurisdiction(jurisdiction);
  }
  return responders;
}

}  // namespace goldenfour::cli
