#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "clients/common/failure.h"
#include "clients/common/target.h"

namespace goldenfour::client {

namespace asio = boost::asio;

struct HttpRequest {
  std::string method = "GET";
  std::string path = {};                          ///< with the query, percent-encoded
  std::string token = {};                         ///< bearer; empty: that of the client
  std::string content_type = "application/json";  ///< of a body
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  /// Doing it twice is the same as once: GET, or an Idempotency-Key stands in the headers. Then a
  /// broken connection is tried again by send_with_retries().
  bool repeatable = false;
};

struct HttpResponse {
  int status = 0;
  std::string content_type;
  std::string etag;
  std::string body;
};

struct HttpOptions {
  Target target = {};
  std::string token = {};
  std::string ca_file = {};                   ///< trusted besides the system's; PEM
  std::chrono::milliseconds timeout{10'000};  ///< of one attempt, from resolving to the last byte
  std::size_t max_idle = 8;                   ///< connections kept for reuse
  std::size_t max_body = 16 * 1024 * 1024;    ///< of an answer
};

/// HTTP/1.1 over TCP, TLS or a Unix socket, keeping idle connections. Single-threaded: all
/// calls on one executor, which must outlive it; it must outlive its unfinished requests. How many
/// requests run at once is the caller's to bound.
class HttpClient {
 public:
  /// Throws std::runtime_error when `ca_file` cannot be read.
  explicit HttpClient(HttpOptions options);
  ~HttpClient();

  /// One request. A refusal (status >= 400) is a Failure of kind kRefused. A kept connection that
  /// the server has closed meanwhile is replaced silently if no byte of an answer came and the
  /// request is repeatable.
  asio::awaitable<Expected<HttpResponse>> send(HttpRequest request);

  /// As send(), but a repeatable request that met no answer, or a retryable refusal, is sent again
  /// up to `attempts` times in all, waiting 0.3 s, 0.6 s, ... at most 3 s between.
  asio::awaitable<Expected<HttpResponse>> send_with_retries(HttpRequest request, int attempts);

  const HttpOptions& options() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace goldenfour::client
