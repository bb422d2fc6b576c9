#pragma once

#include <memory>
#include <string>
#include <tuple>

#include "server/registry/hours_parser.h"

namespace goldenfour::registry {

/// The raw text of an OSM `opening_hours` tag with what it was understood as, read once when it is
/// made. Cheap to copy; immutable but for assignment. Equal when the texts are.
class OpeningHours {
 public:
  /// Not stated.
  OpeningHours() = default;
  /// Any text; one that is no expression is kept and says so.
  OpeningHours(std::string text);  // NOLINT(google-explicit-constructor): a text is hours
  OpeningHours(const char* text) : OpeningHours(std::string(text)) {}  // NOLINT: as above

  const std::string& text() const { return text_; }
  bool stated() const { return !text_.empty(); }
  /// Null when not stated or not readable.
  const hours::Rules* rules() const;
  /// Null unless the text is stated and not readable.
  const hours::ParseError* error() const;

  friend bool operator==(const OpeningHours& a, const OpeningHours& b) {
    return a.text_ == b.text_;
  }
  auto tie() const { return std::tie(text_); }

 private:
  std::string text_;
  std::shared_ptr<const tl::expected<hours::Rules, hours::ParseError>> read_;
};

}  // namespace goldenfour::registry
