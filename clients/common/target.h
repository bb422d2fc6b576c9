#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace goldenfour::client {

/// Where a server listens: an address on the network, or a Unix socket on this machine.
struct Target {
  enum class Kind { kTcp, kTls, kUnix };
  Kind kind = Kind::kTcp;
  std::string host = {};  ///< without the brackets of an IPv6 address
  std::string port = {};
  std::string path = {};  ///< of a Unix socket

  /// What stands in the Host header.
  std::string host_header() const;
  /// For people: the form that parse_target reads.
  std::string to_string() const;
  friend bool operator==(const Target&, const Target&) = default;
};

/// Reads "http://host[:port]", "https://host[:port]" or "unix:/path"; a trailing slash is allowed,
/// a path, query or user is not. The error is a sentence that names what is wrong.
tl::expected<Target, std::string> parse_target(std::string_view text);

}  // namespace goldenfour::client
