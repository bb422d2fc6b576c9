#include "clients/cli/lab_worlds.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "server/net/codec/csv_table.h"

namespace goldenfour::cli {
namespace {

using sim::lab::World;

constexpr std::size_t kFileBytes = 64u << 20;
constexpr net::codec::CsvLimits kLimits{.rows = 200'000, .columns = 128, .field_bytes = 65'536};

/// A table with a header; cells by the column's name.
class Columns {
 public:
  static tl::expected<Columns, std::string> read(const std::string& path,
                                                 const std::vector<std::string>& needed) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return tl::make_unexpected(path + ": cannot be read");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    if (text.size() > kFileBytes) return tl::make_unexpected(path + ": larger than 64 MB");
    auto rows = net::codec::read_csv(text, kLimits);
    if (!rows || rows->empty()) return tl::make_unexpected(path + ": not a CSV table");
    Columns columns;
    for (std::size_t i = 0; i < rows->front().size(); ++i) columns.at_[rows->front()[i]] = i;
    for (const std::string& name : needed)
      if (!columns.at_.contains(name))
        return tl::make_unexpected(path + ": has no column '" + name + "'");
    columns.rows_.assign(std::make_move_iterator(rows->begin() + 1),
                         std::make_move_iterator(rows->end()));
    return columns;
  }

  std::size_t size() const { return rows_.size(); }
  std::string text(std::size_t row, const std::string& column) const {
    const auto found = at_.find(column);
    if (found == at_.end() || found->second >= rows_[row].size()) return {};
    return rows_[row][found->second];
  }
  double number(std::size_t row, const std::string& column) const {
    const std::string cell = text(row, column);
    double value = 0;
    std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return value;
  }
  std::optional<geo::Position> position(std::size_t row, const std::string& latitude,
                                        const std::string& longitude) const {
    if (text(row, latitude).empty() || text(row, longitude).empty()) return {};
    const auto position =
        geo::Position::from_degrees(number(row, latitude), number(row, longitude));
    return position ? std::optional(*position) : std::nullopt;
  }

 private:
  std::map<std::string, std::size_t> at_;
  std::vector<net::codec::CsvRow> rows_;
};

bool is_cardiac(const std::string& title) {
  return title.find("CARDIAC ARREST") != std::string::npos ||
         title.find("UNCONSCIOUS") != std::string::npos ||
         title.find("UNRESPONSIVE") != std::string::npos;
}

tl::expected<World, std::string> load_montgomery(const std::string& path) {
  const auto table = Columns::read(path, {"lat", "lng", "title"});
  if (!table) return tl::make_unexpected(table.error());
  std::vector<sim::lab::RecordedCall> calls;
  for (std::size_t row = 0; row < table->size(); ++row)
    if (const auto position = table->position(row, "lat", "lng"))
      calls.push_back({*position, is_cardiac(table->text(row, "title"))});
  if (calls.empty()) return tl::make_unexpected(path + ": has no calls");
  return sim::lab::montgomery_world(calls);
}

registry::AedAccess access_of(const std::string& tag) {
  if (tag == "yes" || tag == "public") return registry::AedAccess::kPublic;
  if (tag == "private" || tag == "no") return registry::AedAccess::kPrivate;
  if (tag == "customers" || tag == "permissive" || tag == "permit")
    return registry::AedAccess::kRestricted;
  return registry::AedAccess::kUnknown;
}

tl::expected<World, std::string> load_slovenia(const std::string& path) {
  const auto table = Columns::read(path, {"@id", "@lat", "@lon"});
  if (!table) return tl::make_unexpected(table.error());
  std::vector<registry::Aed> aeds;
  for (std::size_t row = 0; row < table->size(); ++row) {
    const auto position = table->position(row, "@lat", "@lon");
    if (!position) continue;
    registry::Aed aed;
    aed.id = registry::AedId("osm-" + table->text(row, "@id"));
    aed.position = *position;
    aed.access = access_of(table->text(row, "access"));
    aed.opening_hours = table->text(row, "opening_hours");
    const std::string indoor = table->text(row, "indoor");
    if (!indoor.empty()) aed.indoor = indoor != "no";
    aed.source = "osm";
    aeds.push_back(std::move(aed));
  }
  if (aeds.empty()) return tl::make_unexpected(path + ": has no AEDs");
  return sim::lab::slovenia_world(std::move(aeds));
}

tl::expected<World, std::string> load_hexagons(const std::string& path) {
  constexpr double kSpread = 90;  // metres; a cell of H3 level 9 is 350 m wide
  if (path.empty()) return tl::make_unexpected(std::string("world hexagons needs --hexagons FILE"));
  const auto table = Columns::read(path, {"lon", "lat", "population", "jobs"});
  if (!table) return tl::make_unexpected(table.error());
  std::vector<sim::lab::PopulationCell> cells;
  double people = 0;
  double jobs = 0;
  for (std::size_t row = 0; row < table->size(); ++row) {
    const auto position = table->position(row, "lat", "lon");
    if (!position) continue;
    cells.push_back({*position, std::max(0.0, table->number(row, "population")),
                     std::max(0.0, table->number(row, "jobs"))});
    people += cells.back().people;
    jobs += cells.back().jobs;
  }
  if (people <= 0 || jobs <= 0) return tl::make_unexpected(path + ": nobody lives or works there");
  return sim::lab::hexagon_world("hexagons", cells, kSpread);
}

}  // namespace

const std::vector<std::string>& lab_world_names() {
  static const std::vector<std::string> names{"montgomery", "slovenia", "hexagons", "synthetic"};
  return names;
}

tl::expected<World, std::string> load_world(const std::string& name, const LabFiles& files) {
  if (name == "montgomery") return load_montgomery(files.calls);
  if (name == "slovenia") return load_slovenia(files.aeds);
  if (name == "hexagons") return load_hexagons(files.hexagons);
  if (name == "synthetic") return sim::lab::synthetic_world();
  return tl::make_unexpected("no world '" + name + "'");
}

}  // namespace goldenfour::cli
