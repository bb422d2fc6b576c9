// Content negotiation (RFC 9110, 12.5.1), as far as this server needs it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/net/http_message.h"

namespace goldenfour::net {

inline constexpr std::string_view kJsonMediaType = "application/json";
inline constexpr std::string_view kProtobufMediaType = "application/x-protobuf";

// The media type of a Content-Type, in lower case without parameters. kUnsupportedMediaType when it
// is missing, malformed or has a charset other than UTF-8.
tl::expected<std::string, Problem> content_type(const Headers& headers);

// The one of `offered` (best first, not empty) that the client's Accept likes best; ties go to the
// earlier. Without Accept the first. kNotAcceptable when it likes none. Views into `offered`.
tl::expected<std::string_view, Problem> choose_representation(
    const Headers& headers, std::span<const std::string_view> offered);

// The one of `offered` content codings (best first; "identity" among them means none) that the
// client's Accept-Encoding likes best; ties go to the earlier, and identity is only preferred to
// the others when the client says so. Without the header "identity". kNotAcceptable when it likes
// none. Views into `offered`.
tl::expected<std::string_view, Problem> choose_coding(const Headers& headers,
                                                      std::span<const std::string_view> offered);

// The encodings of one exchange between JSON and protobuf.
struct Encodings {
  bool protobuf_in = false;
  bool protobuf_out = false;
};

// Content-Type (only looked at when `has_body`) and Accept; without Accept the answer has the form
// of the question.
tl::expected<Encodings, Problem> choose_encodings(const Headers& headers, bool has_body);

}  // namespace goldenfour::net
