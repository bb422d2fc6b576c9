// The guard: a pure check of the raw request header before any HTTP parser sees it.
//
// Two readers of one request must never disagree about where it ends, so whatever could be read in
// two ways is refused here, also where RFC 9112 lets a server be lenient: HTTP/1.1 only, one Host,
// at most one Content-Length made of digits, Transfer-Encoding only a lone "chunked", never both,
// no folded lines, no bare CR or LF, no space before a colon, no trailers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <tl/expected.hpp>

#include "server/net/problem.h"

namespace goldenfour::net {

struct GuardLimits {
  std::size_t header_bytes = 8 * 1024;  // request line, fields and the empty line
  std::size_t header_fields = 64;
};

// How the body of an accepted request is framed.
struct Framing {
  std::optional<std::uint64_t> content_length = {};
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// Where the header in `bytes` ends (one past its empty line), or nothing while more must be read.
// An error as soon as it can never become acceptable: longer than the limit, or a bare LF. `from`
// is how many bytes earlier calls have already seen; cost is linear in the new bytes.
tl::expected<std::optional<std::size_t>, Problem> find_header_end(std::string_view bytes,
                                                                  std::size_t from,
                                                                  const GuardLimits& limits);

// Checks one whole header block, from the request line through the empty line. The error's code is
// kBadFraming, kBadHost (none, several or a malformed one), or kHeaderTooLarge; its detail names
// the rule and never quotes the request. O(n), no allocation on success.
tl::expected<Framing, Problem> check_header(std::string_view block, const GuardLimits& limits);

}  // namespace goldenfour::net
