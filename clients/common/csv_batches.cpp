#include "clients/common/csv_batches.h"

#include <algorithm>

#include <fmt/format.h>

namespace goldenfour::client {
namespace {

bool is_blank(const std::string& record) {
  return record.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

// One record with its line end; empty at the end of the file.
tl::expected<std::string, std::string> CsvBatches::read_record() {
  std::string record;
  std::string line;
  bool quoted = false;
  while (std::getline(in_, line)) {
    bytes_read_ += line.size() + 1;
    record += line;
    record += '\n';
    quoted ^= std::count(line.begin(), line.end(), '"') % 2 != 0;
    if (record.size() + header_.size() > limits_.bytes) {
      return tl::make_unexpected(fmt::format("row {} is longer than {} bytes{}", row_ + 1,
                                             limits_.bytes,
                                             quoted ? ", or a quote in it never ends" : ""));
    }
    if (quoted) continue;
    if (!is_blank(record)) return record;
    record.clear();
  }
  if (quoted) return tl::make_unexpected(fmt::format("row {}: a quote never ends", row_ + 1));
  return std::string();
}

tl::expected<void, std::string> CsvBatches::read_header() {
  auto header = read_record();
  if (!header) return tl::make_unexpected(header.error());
  if (header->empty()) return tl::make_unexpected(std::string("the file has no header"));
  header_ = header->starts_with("\xEF\xBB\xBF") ? header->substr(3) : std::move(*header);
  return {};
}

tl::expected<std::optional<CsvBatch>, std::string> CsvBatches::next() {
  if (header_.empty()) {
    if (auto read = read_header(); !read) return tl::make_unexpected(read.error());
  }
  CsvBatch batch{.body = header_, .first_row = row_ + 1, .rows = 0, .bytes_read = 0};
  while (batch.rows < limits_.rows) {
    if (pending_.empty()) {
      auto record = read_record();
      if (!record) return tl::make_unexpected(record.error());
      if (record->empty()) break;
      pending_ = std::move(*record);
    }
    if (batch.body.size() + pending_.size() > limits_.bytes) break;
    batch.body += pending_;
    pending_.clear();
    ++batch.rows;
    ++row_;
  }
  batch.bytes_read = bytes_read_;
  if (batch.rows == 0) return std::nullopt;
  return batch;
}

}  // namespace goldenfour::client
