#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/registry/hours_parser.h"

namespace goldenfour::registry::hours {

/// A place in the text, and the first error. After an error nothing matches any more, so a parser
/// reads on without asking and stops at its end.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::size_t position() const { return position_; }
  void back_to(std::size_t position) { position_ = position; }
  bool at_end() const { return position_ == text_.size(); }
  bool failed() const { return error_.has_value(); }
  const std::optional<ParseError>& error() const { return error_; }
  void fail(std::string expected);

  void skip_spaces();
  /// The byte `ahead` of here; 0 at the end.
  char peek(std::size_t ahead = 0) const;
  /// Takes `token` if it stands here, spaces before it skipped.
  bool take(std::string_view token);
  /// Takes a word of letters if it is `word` and ends there.
  bool take_word(std::string_view word);
  /// 1-based index of the word that stands here and was taken, 0 for none.
  template <std::size_t N>
  std::size_t take_one_of(const std::array<std::string_view, N>& words) {
    for (std::size_t i = 0; i < N; ++i)
      if (take_word(words[i])) return i + 1;
    return 0;
  }
  /// An unsigned number of 1 to `digits` digits that is not part of a longer one or of a time.
  std::optional<std::int32_t> take_number(std::size_t digits);
  /// "+2 days" or "-1 day"; 0 if none stands here.
  std::int32_t take_day_offset();
  /// Text in double quotes.
  std::optional<std::string> take_comment();
  /// Whether a time of day stands here: "8:30", "sunrise", "(sunset-00:30)".
  bool time_follows() const;

 private:
  std::size_t digits_here() const;

  std::string_view text_;
  std::size_t position_ = 0;
  std::optional<ParseError> error_;
};

inline constexpr std::array<std::string_view, 7> kWeekdays{"Mo", "Tu", "We", "Th",
                                                           "Fr", "Sa", "Su"};
inline constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
inline constexpr std::array<std::string_view, 4> kSunEvents{"dawn", "sunrise", "sunset", "dusk"};

/// The selectors of a rule, each read if it stands here.
void parse_years_and_dates(Cursor& in, Rule& rule);
void parse_weeks(Cursor& in, Rule& rule);
/// "[1,-1]", "[1-3]"; 0 if none stands here. As Weekdays::nth.
std::uint16_t parse_nth(Cursor& in);

}  // namespace goldenfour::registry::hours
