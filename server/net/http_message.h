// HTTP as the rest of the server sees it: plain values, no Beast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/net/problem.h"

namespace goldenfour::net {

using NameValue = std::pair<std::string, std::string>;

// Case-insensitive comparison of ASCII text, as header names need it.
bool equals_ignoring_case(std::string_view a, std::string_view b);

// The items of a comma-separated header value, without the blanks around them and without empty
// ones. Views into `list`.
std::vector<std::string_view> split_list(std::string_view list);

// The request's header fields in the order they came. A handful of entries, so lookup is linear.
class Headers {
 public:
  void add(std::string name, std::string value) {
    entries_.emplace_back(std::move(name), std::move(value));
  }
  // The first value of `name` (any case); empty when absent. Valid while this object is unchanged.
  std::string_view get(std::string_view name) const;
  // All values of `name` as one comma-separated list (RFC 9110, 5.3).
  std::string list(std::string_view name) const;
  bool has(std::string_view name) const;
  const std::vector<NameValue>& entries() const { return entries_; }

 private:
  std::vector<NameValue> entries_;
};

// One request, complete. `path` is percent-decoded and absolute, without empty, "." or ".."
// segments and without an encoded slash; `query` is decoded ("+" is a space, "%2B" a plus).
struct HttpRequest {
  std::string method = {};
  std::string path = {};
  std::vector<NameValue> query = {};
  Headers headers = {};
  std::string body = {};
  std::string remote_address = {};  // numeric, without the port
  std::string network = {};         // what limits count by: the IPv4 address, or the /64 of IPv6
  bool local = false;               // came over the admin socket of this machine
  bool loopback = false;            // remote_address is a loopback address
  bool secure = false;              // came over TLS
  std::string peer_subject = {};    // RFC 2253 name of a verified client certificate, else empty

  // The first query parameter `name`, or nothing.
  std::optional<std::string_view> parameter(std::string_view name) const;
};

// Part of a content that many answers share and nobody changes.
struct BodySlice {
  std::shared_ptr<const std::string> owner = {};
  std::string_view bytes = {};  // within *owner
};

// One answer. The server adds Content-Length, Connection and the protective headers; a header whose
// name or value would break the framing is dropped.
struct HttpResponse {
  int status = 200;
  std::string content_type = {};
  std::vector<NameValue> headers = {};
  std::string body = {};
  ErrorCode problem = ErrorCode::kNone;  // which one the body tells; for metrics
  BodySlice shared = {};                 // with an owner: what is sent instead of `body`

  std::string_view content() const { return shared.owner ? shared.bytes : std::string_view(body); }
};

// The problem+json answer for `problem`, with the status of the error table.
HttpResponse problem_response(const Problem& problem);

struct ResponseFraming {
  bool keep_alive = true;
  bool with_body = true;  // false for HEAD: the length is told, the body is not sent
};

// The bytes of status line and header, up to and including the empty line.
std::string write_response_head(const HttpResponse& response, ResponseFraming framing);

}  // namespace goldenfour::net
