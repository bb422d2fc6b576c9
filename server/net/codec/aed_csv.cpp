#include "server/net/codec/aed_csv.h"

#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "server/net/codec/csv_table.h"

namespace goldenfour::net::codec {
namespace {

using Columns = std::map<std::string, std::size_t, std::less<>>;

constexpr std::array<std::string_view, 4> kNeeded{"@id", "@type", "@lat", "@lon"};
/// The first of these that is filled says where the device hangs.
constexpr std::array<std::string_view, 4> kHints{"defibrillator:location",
                                                 "defibrillator:location:en",
                                                 "defibrillator:location:sl", "description"};

tl::unexpected<Problem> malformed(std::string detail, std::string field) {
  return tl::make_unexpected(
      Problem{ErrorCode::kMalformedCsv, std::move(detail), std::move(field)});
}

Decoded<Columns> read_header(const CsvRow& header) {
  Columns columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!columns.emplace(header[i], i).second) return malformed("a column stands twice", "header");
  }
  for (const std::string_view needed : kNeeded) {
    if (!columns.contains(needed)) return malformed("a column is missing", std::string(needed));
  }
  return columns;
}

/// In @type, of a device that somebody invented and OpenStreetMap does not know.
constexpr const char* kGenerated = "generated";

registry::AedAccess access_of(std::string_view tag) {
  if (tag == "yes") return registry::AedAccess::kPublic;
  if (tag == "permissive" || tag == "customers") return registry::AedAccess::kRestricted;
  if (tag == "private" || tag == "no") return registry::AedAccess::kPrivate;
  return registry::AedAccess::kUnknown;
}

/// One row by the names of its columns; a short row has empty fields at its end.
class RowReader {
 public:
  RowReader(const Columns& columns, const CsvRow& row, const AedCsvLimits& limits)
      : columns_(columns), row_(row), limits_(limits.texts) {}

  std::string id() const {
    const std::string& type = cell("@type");
    const bool node = type == "node" || type.empty();
    return (node ? "osm-" : "osm-" + type + '-') + cell("@id");
  }

  Decoded<registry::Aed> read(const registry::JurisdictionId& jurisdiction, geo::Datum datum) {
    registry::Aed aed;
    if (cell("@id").empty()) check_.fail(ErrorCode::kMissingField, "@id");
    aed.id = registry::AedId(check_.id(id(), true, "@id"));
    aed.jurisdiction = jurisdiction;
    aed.position = position(datum);
    aed.name = check_.text(cell("name"), limits_.name, "name");
    aed.location_hint = hint();
    aed.access = access_of(cell("access"));
    if (cell("indoor") == "yes") aed.indoor = true;
    if (cell("indoor") == "no") aed.indoor = false;
    aed.opening_hours = check_.text(cell("opening_hours"), limits_.opening_hours, "opening_hours");
    if (const auto day = check_.date_if(cell("check_date"), "check_date"))
      aed.verified_at = registry::WallTime{day->time_since_epoch()};
    aed.source = cell("@type") == kGenerated ? kGenerated : "osm";
    return check_.result(std::move(aed));
  }

 private:
  const std::string& cell(std::string_view name) const {
    static const std::string kEmpty;
    const auto column = columns_.find(name);
    if (column == columns_.end() || column->second >= row_.size()) return kEmpty;
    return row_[column->second];
  }

  double degrees(std::string_view name) {
    const std::string& text = cell(name);
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty()) {
      check_.fail(ErrorCode::kMissingField, name);
    } else if (error != std::errc() || stop != text.data() + text.size()) {
      check_.fail(ErrorCode::kInvalidField, name, "degrees as a decimal number");
    }
    return value;
  }

  geo::Position position(geo::Datum datum) {
    const double latitude = degrees("@lat");
    const double longitude = degrees("@lon");
    const auto position = geo::to_wgs84({latitude, longitude, datum});
    if (position) return *position;
    const bool north_south = position.error() == geo::PositionError::kLatitudeOutOfRange;
    check_.fail(position.error() == geo::PositionError::kNotFinite ? ErrorCode::kNumberNotFinite
                                                                   : ErrorCode::kPositionOutOfRange,
                north_south ? "@lat" : "@lon");
    return {};
  }

  std::string hint() {
    for (const std::string_view name : kHints) {
      if (!cell(name).empty()) return check_.text(cell(name), limits_.location_hint, name);
    }
    return {};
  }

  Checker check_;
  const Columns& columns_;
  const CsvRow& row_;
  const TextLimits& limits_;
};

}  // namespace

Decoded<std::vector<AedRow>> read_osm_aeds(std::string_view csv,
                                           const registry::JurisdictionId& jurisdiction,
                                           geo::Datum datum, const AedCsvLimits& limits) {
  const auto table = read_csv(csv, {limits.rows + 1, limits.columns, limits.field_bytes});
  if (!table) return tl::make_unexpected(table.error());
  if (table->empty()) return malformed("the header is missing", "header");
  const auto columns = read_header(table->front());
  if (!columns) return tl::make_unexpected(columns.error());
  std::vector<AedRow> rows;
  std::set<std::string> seen;
  for (std::size_t i = 1; i < table->size(); ++i) {
    RowReader reader(*columns, (*table)[i], limits);
    AedRow row{static_cast<std::uint32_t>(i), reader.id(), reader.read(jurisdiction, datum)};
    if (row.aed && !seen.insert(row.id).second) {
      row.aed = tl::make_unexpected(
          Problem{ErrorCode::kAlreadyExists, "the id stands in an earlier row", "@id"});
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace goldenfour::net::codec
