#include "clients/cli/terminal.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include <unistd.h>

namespace goldenfour::cli {
namespace {

std::string_view code_of(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kDim:
      return "\x1b[2m";
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kWarning:
      return "\x1b[33m";
    case Tone::kAlarm:
      return "\x1b[97;41;1m";
    case Tone::kStrong:
      return "\x1b[1m";
  }
  return "";
}

// East Asian Wide and Fullwidth ranges that occur in texts of places and people.
bool is_wide(std::uint32_t point) {
  return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
         (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
         (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
         (point >= 0xFFE0 && point <= 0xFFE6) || (point >= 0x1F300 && point <= 0x1FAFF) ||
         (point >= 0x20000 && point <= 0x3FFFD);
}

}  // namespace

std::string tinted(std::string_view text, Tone tone, bool colour) {
  if (!colour || tone == Tone::kPlain) return std::string(text);
  return std::string(code_of(tone)) + std::string(text) + "\x1b[0m";
}

bool terminal_has_colour() {
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr && !dumb;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  std::uint32_t point = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) {
      // The lead byte counted one column; no beginning of a wide character looks wide itself.
      point = point << 6 | (byte & 0x3F);
      if (is_wide(point)) ++width;
    } else {
      point = byte < 0x80 ? byte : byte & (byte >= 0xF0 ? 0x07 : byte >= 0xE0 ? 0x0F : 0x1F);
      ++width;
    }
  }
  return width;
}

std::string harmless(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x20 || byte == 0x7F) out[i] = ' ';
    // U+0080..U+009F are control characters as well.
    if (byte == 0xC2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xA0) {
      out[i] = out[i + 1] = ' ';
    }
  }
  return out;
}

std::string clock_text(client::WallTime time, client::WallTime today) {
  const auto seconds = [](client::WallTime t) {
    return static_cast<std::time_t>(
        std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count());
  };
  const std::time_t at = seconds(time);
  const std::time_t reference = seconds(today);
  std::tm local{};
  std::tm local_today{};
  localtime_r(&at, &local);
  localtime_r(&reference, &local_today);
  const bool same_day =
      local.tm_year == local_today.tm_year && local.tm_yday == local_today.tm_yday;
  char text[32];
  const std::size_t length =
      std::strftime(text, sizeof text, same_day ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &local);
  return std::string(text, length);
}

void Table::print(std::ostream& out, bool colour) const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  bool header = true;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      line += row[i];
      if (i + 1 < widths.size()) line.append(widths[i] - display_width(row[i]) + 2, ' ');
    }
    out << tinted(line, header ? Tone::kStrong : Tone::kPlain, colour) << '\n';
    header = false;
  }
}

}  // namespace goldenfour::cli
