// Compares a JSON value with a protobuf message type and names the first member that does not fit,
// so that a client learns `field` and a precise code; protobuf's own parser says neither.
#pragma once

#include <boost/json/fwd.hpp>
#include <tl/expected.hpp>

#include "server/net/problem.h"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace goldenfour::net {

// `value` has passed check_json. Members may be named in camelCase or as in the schema, not both.
// kUnknownField, kUnknownEnumValue (names, and numbers that are not defined), kDuplicateKey (both
// spellings), kNumberNotFinite, kInvalidField (wrong kind, out of range, two members of a oneof).
tl::expected<void, Problem> check_shape(const boost::json::value& value,
                                        const google::protobuf::Descriptor& type);

// The same rules for a message that came as binary: enum numbers must be defined, floating-point
// numbers finite, texts without U+0000. Unknown fields are kept. Path as in JSON. O(size).
tl::expected<void, Problem> check_values(const google::protobuf::Message& message);

}  // namespace goldenfour::net
