#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server/net/codec/checker.h"

namespace goldenfour::net::codec {

struct CsvLimits {
  std::size_t rows = 0;  ///< header included
  std::size_t columns = 0;
  std::size_t field_bytes = 0;
};

using CsvRow = std::vector<std::string>;

/// Splits RFC 4180 text into rows; a byte order mark is dropped, empty lines are skipped. Fields
/// are valid UTF-8 without NUL. kMalformedCsv with the row in `field` ("row 7"), kTooManyRows.
/// O(bytes).
Decoded<std::vector<CsvRow>> read_csv(std::string_view text, const CsvLimits& limits);

}  // namespace goldenfour::net::codec
