// gzip (RFC 1952) of whole files, at start; no state, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goldenfour::net::web {

// The bytes as one gzip member without name or time, so that equal input gives equal output.
// Nothing when the library has no memory.
std::optional<std::string> gzip(std::string_view bytes);

// Whether `packed` is one gzip member that holds exactly `plain`. Never needs more memory than a
// small buffer, however much `packed` would unfold to.
bool gzip_holds(std::string_view packed, std::string_view plain);

}  // namespace goldenfour::net::web
