#pragma once

#include <cstddef>
#include <string_view>

namespace goldenfour::net {

// Length of the valid UTF-8 sequence at the start of `text` (not empty), 0 when there is none:
// overlong forms, surrogates and points beyond U+10FFFF are not valid.
std::size_t utf8_sequence(std::string_view text);

// True when all of `text` is valid UTF-8. O(n).
bool is_utf8(std::string_view text);

}  // namespace goldenfour::net
