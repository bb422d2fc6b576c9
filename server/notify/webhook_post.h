#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

namespace boost::asio::ssl {
class context;
}

/// One HTTP POST: all that the channels need of an HTTP client.
namespace goldenfour::notify {

struct PostTarget {
  bool tls = false;
  std::string host;
  std::string port;
  std::string path;  ///< with the query, beginning with '/'
};

/// Parses "http://host[:port][/path]" or "https://…"; the error says in words what is wrong.
tl::expected<PostTarget, std::string> parse_target(const std::string& url);

struct PostRequest {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  ///< JSON, unless a header says something else
};

struct PostOutcome {
  unsigned status = 0;  ///< 0: no answer; `error` says why
  std::string error;
};

/// A client context that verifies the peer, against `ca_file` or, when empty, the system's store.
tl::expected<std::shared_ptr<boost::asio::ssl::context>, std::string> make_client_tls(
    const std::string& ca_file);

/// Resolves, connects, posts, reads the answer (at most 16 KB) and closes, all within `timeout` of
/// real time. `tls` may be null for plain targets and must outlive the call. Never throws.
boost::asio::awaitable<PostOutcome> http_post(PostTarget target, PostRequest request,
                                              std::chrono::milliseconds timeout,
                                              boost::asio::ssl::context* tls);

}  // namespace goldenfour::notify
