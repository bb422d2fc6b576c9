// From a header block that has passed the guard to an HttpRequest without its body.
#pragma once

#include <string_view>

#include <tl/expected.hpp>

#include "server/net/http_message.h"

namespace goldenfour::net {

// Parses `block` (as accepted by check_header) with Beast and splits and decodes the target.
// kBadFraming when Beast refuses it after all; kInvalidField with field "path" or "query" when the
// target has a bad escape, an encoded slash or NUL, or an empty, "." or ".." segment. O(n).
tl::expected<HttpRequest, Problem> parse_request_header(std::string_view block);

}  // namespace goldenfour::net
