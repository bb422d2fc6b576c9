#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/registry/hours_rules.h"

namespace goldenfour::registry::hours {

/// Why a text is no expression: the first byte that does not fit, and what could have stood there.
struct ParseError {
  std::size_t position = 0;
  std::string expected;
  friend bool operator==(const ParseError&, const ParseError&) = default;
};

/// Strict: what is not certainly meant is refused. Beyond the specification it takes spaces around
/// ',' and '-', and hours of one digit. Points in time, periods of times, and dates in other
/// orders are not read. O(length).
tl::expected<Rules, ParseError> parse(std::string_view text);

}  // namespace goldenfour::registry::hours
