#include "server/net/codec/csv_table.h"

#include <csv.h>

#include <new>
#include <utility>

#include "server/net/utf8.h"

namespace goldenfour::net::codec {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Takes what libcsv calls back. Beyond a limit it only remembers that, since libcsv cannot be
/// stopped from within; the text itself is bounded.
class Collector {
 public:
  explicit Collector(const CsvLimits& limits) : limits_(limits) {}

  void field(std::string_view text) {
    if (rows_.size() >= limits_.rows) return;
    if (row_.size() >= limits_.columns) return complain("too many columns");
    if (text.size() > limits_.field_bytes) return complain("a field is too long");
    if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
      return complain("a field is not UTF-8 text");
    }
    row_.emplace_back(text);
  }

  void end_of_row() {
    if (rows_.size() >= limits_.rows) {
      too_many_ = true;
    } else {
      rows_.push_back(std::exchange(row_, {}));
    }
  }

  void complain(std::string what) {
    if (!problem_) problem_ = Problem{ErrorCode::kMalformedCsv, std::move(what), here()};
  }

  Decoded<std::vector<CsvRow>> result() {
    if (problem_) return tl::make_unexpected(std::move(*problem_));
    if (too_many_) {
      return tl::make_unexpected(Problem{
          ErrorCode::kTooManyRows, "at most " + std::to_string(limits_.rows - 1) + " rows", {}});
    }
    return std::move(rows_);
  }

 private:
  std::string here() const {
    return rows_.empty() ? "header" : "row " + std::to_string(rows_.size());
  }

  const CsvLimits limits_;
  std::vector<CsvRow> rows_;
  CsvRow row_;
  bool too_many_ = false;
  std::optional<Problem> problem_;
};

void on_field(void* text, std::size_t size, void* collector) {
  static_cast<Collector*>(collector)->field({static_cast<const char*>(text), size});
}

void on_row(int /*terminator*/, void* collector) {
  static_cast<Collector*>(collector)->end_of_row();
}

/// libcsv's parser with its memory.
class Parser {
 public:
  Parser() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool parse(std::string_view text, Collector& to) {
    return csv_parse(&parser_, text.data(), text.size(), on_field, on_row, &to) == text.size() &&
           csv_fini(&parser_, on_field, on_row, &to) == 0;
  }

 private:
  csv_parser parser_{};
};

}  // namespace

Decoded<std::vector<CsvRow>> read_csv(std::string_view text, const CsvLimits& limits) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Collector collector(limits);
  if (!Parser().parse(text, collector)) collector.complain("quotes do not match");
  return collector.result();
}

}  // namespace goldenfour::net::codec
