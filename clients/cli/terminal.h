#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "clients/common/wire.h"

namespace goldenfour::cli {

enum class Tone { kPlain, kDim, kGood, kWarning, kAlarm, kStrong };

/// `text` wrapped in the tone's colour when `colour`; kAlarm is white on red.
std::string tinted(std::string_view text, Tone tone, bool colour);

/// True when standard output is a terminal, NO_COLOR is unset and TERM is not "dumb".
bool terminal_has_colour();

/// Columns that `text` (UTF-8) takes on a terminal: two for a Chinese character.
std::size_t display_width(std::string_view text);

/// Control characters of others' texts must not move the cursor of a dispatcher's terminal: each
/// becomes a space.
std::string harmless(std::string_view text);

/// "03:12:07", in the machine's time zone; with the date before it when that is not `today`'s.
std::string clock_text(client::WallTime time, client::WallTime today);

/// A table for people: a header, then rows, columns as wide as their widest cell.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}
  /// As many cells as the header has.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.size() == 1; }
  void print(std::ostream& out, bool colour) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace goldenfour::cli
