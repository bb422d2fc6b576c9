// The strict first look at a JSON text. Neither Boost.JSON nor protobuf's JSON parser alone is
// strict enough: the one lets duplicate keys and 1e400 (as infinity) through, the other also single
// quotes, bare keys and trailing commas.
#pragma once

#include <cstddef>
#include <string_view>

#include <tl/expected.hpp>

#include "server/net/problem.h"

namespace goldenfour::net {

inline constexpr std::size_t kJsonDepth = 32;

// Refuses what is not exactly one RFC 8259 value (kMalformedJson, also for invalid UTF-8, lone
// surrogates and a byte order mark), a key that occurs twice in one object (kDuplicateKey), a
// number beyond double (kNumberNotFinite), nesting beyond kJsonDepth (kJsonTooDeep). The error's
// field is the path of the place. O(n log n), no recursion.
tl::expected<void, Problem> check_json(std::string_view text);

}  // namespace goldenfour::net
