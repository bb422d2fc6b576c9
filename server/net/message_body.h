// Bodies and frames to and from protobuf messages, in both encodings of the contract.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/net/problem.h"

namespace google::protobuf {
class Message;
}

namespace goldenfour::net {

// JSON by protobuf's mapping, strictly: see check_json and check_shape for the errors. `message` is
// replaced; after an error its content is unspecified. What the two checks let through and protobuf
// still refuses (a malformed timestamp, base64) is kInvalidField, with the field where it is known.
tl::expected<void, Problem> parse_json(std::string_view text, google::protobuf::Message& message);

// Binary protobuf: kMalformedProtobuf, or as check_values. Unknown fields are kept.
tl::expected<void, Problem> parse_protobuf(std::string_view bytes,
                                           google::protobuf::Message& message);

// camelCase JSON, one line; fields at their default are left out. An internal error (kInternal)
// only for a timestamp outside years 1 to 9999 and the like.
tl::expected<std::string, Problem> write_json(const google::protobuf::Message& message);

std::string write_protobuf(const google::protobuf::Message& message);

}  // namespace goldenfour::net
