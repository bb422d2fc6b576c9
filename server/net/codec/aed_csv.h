#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "geo/datum.h"
#include "server/net/codec/checker.h"
#include "server/net/codec/decode.h"
#include "server/registry/aed.h"

namespace goldenfour::net::codec {

/// One row of an import: the record, or why it is refused. `id` also of a refused row, if readable.
struct AedRow {
  std::uint32_t row = 0;  ///< 1 is the first after the header
  std::string id;
  Decoded<registry::Aed> aed;
};

struct AedCsvLimits {
  std::size_t rows = dispatch::kMaxImportRows;
  std::size_t columns = 128;
  std::size_t field_bytes = 8192;
  TextLimits texts;
};

/// Reads AEDs as OpenStreetMap extracts write them: a header with @id, @type, @lat, @lon (in
/// `datum`) and tags as further columns in any order; unknown columns are ignored, telephone
/// numbers never read. The records' source is "osm", but "generated" where @type says so, of
/// invented devices. RFC 4180 quoting, line feeds within quotes included. An error as a whole:
/// kMalformedCsv (quoting, no header, a needed column missing or twice), kTooManyRows. A bad row is
/// refused alone; a row that repeats an id too. A table without rows is fine and empty. O(bytes),
/// pure.
Decoded<std::vector<AedRow>> read_osm_aeds(std::string_view csv,
                                           const registry::JurisdictionId& jurisdiction,
                                           geo::Datum datum, const AedCsvLimits& limits);

}  // namespace goldenfour::net::codec
