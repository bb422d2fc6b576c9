#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>

#include <tl/expected.hpp>

namespace goldenfour::client {

struct CsvLimits {
  std::size_t rows = 256;          ///< per batch, the header not counted
  std::size_t bytes = 240 * 1024;  ///< per batch, the header counted
};

/// Some rows of a table with its header before them: the body of one import request.
struct CsvBatch {
  std::string body;
  std::uint32_t first_row = 0;  ///< 1 is the first row after the header of the whole file
  std::uint32_t rows = 0;
  std::uint64_t bytes_read = 0;  ///< of the whole file so far
};

/// Cuts a CSV file (RFC 4180, UTF-8) into batches without looking into its fields. Line breaks
/// inside quotes belong to their row; blank lines and a byte order mark are left out. Memory: one
/// batch.
class CsvBatches {
 public:
  /// `in` must outlive this.
  CsvBatches(std::istream& in, CsvLimits limits) : in_(in), limits_(limits) {}

  /// The next batch, nothing at the end. Errors are sentences that name the row: no header, a quote
  /// that never ends, a row that alone exceeds the limit.
  tl::expected<std::optional<CsvBatch>, std::string> next();

 private:
  tl::expected<std::string, std::string> read_record();
  tl::expected<void, std::string> read_header();

  std::istream& in_;
  CsvLimits limits_;
  std::string header_;
  std::string pending_;
  std::uint32_t row_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace goldenfour::client
