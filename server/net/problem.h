// An error on its way to a client: a code of the one error table, what went wrong, and where.
#pragma once

#include <string>
#include <string_view>

#include "server/dispatch/errors.h"

namespace goldenfour::net {

using dispatch::ErrorCode;

// `detail` is for the developer who reads it, never contains personal data and may be empty.
// `field` is the path of the offending field as the client wrote it ("position.latitude",
// "tasks[2].role"), empty when no field is to blame.
struct Problem {
  ErrorCode code = ErrorCode::kInternal;
  std::string detail = {};
  std::string field = {};
};

inline constexpr std::string_view kProblemMediaType = "application/problem+json";

// The RFC 9457 document {type, title, status, code, retryable, detail?, field?}. Bytes in `detail`
// or `field` that are not UTF-8 are replaced, so that the answer is always valid JSON.
std::string write_problem(const Problem& problem);

// Appends `text` as a quoted JSON string to `out`; invalid UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace goldenfour::net
