#include "clients/common/http_client.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "clients/common/connector.h"

namespace goldenfour::client {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using net::error_code;
using WireRequest = http::request<http::string_body>;

constexpr std::string_view kUserAgent = "goldenfour-client/1";

WireRequest to_wire(const HttpRequest& request, const HttpOptions& options) {
  WireRequest wire;
  wire.method_string(request.method);
  wire.target(request.path);
  wire.version(11);
  wire.set(http::field::host, options.target.host_header());
  wire.set(http::field::user_agent, boost::core::string_view(kUserAgent.data(), kUserAgent.size()));
  wire.set(http::field::accept, "application/json");
  const std::string& token = request.token.empty() ? options.token : request.token;
  if (!token.empty()) wire.set(http::field::authorization, "Bearer " + token);
  for (const auto& [name, value] : request.headers) wire.set(name, value);
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    wire.set(http::field::content_type, request.content_type);
    wire.body() = request.body;
    wire.prepare_payload();
  }
  return wire;
}

}  // namespace

class HttpClient::Impl {
 public:
  explicit Impl(HttpOptions options)
      : options_(std::move(options)), connector_(options_.target, options_.ca_file) {}

  const HttpOptions& options() const { return options_; }

  asio::awaitable<Expected<HttpResponse>> send(HttpRequest request) {
    while (!idle_.empty() && request.repeatable) {
      net::AnyStream stream = std::move(idle_.back());
      idle_.pop_back();
      auto answer = co_await exchange(std::move(stream), request);
      if (answer || answer.error().kind != Failure::Kind::kUnreachable) co_return answer;
    }
    auto stream = co_await connector_.connect(options_.timeout);
    if (!stream) co_return tl::make_unexpected(stream.error());
    co_return co_await exchange(std::move(*stream), std::move(request));
  }

 private:
  asio::awaitable<Expected<HttpResponse>> exchange(net::AnyStream stream, HttpRequest request) {
    stream.expires_after(options_.timeout);
    error_code error;
    const WireRequest wire = to_wire(request, options_);
    co_await http::async_write(stream, wire, asio::redirect_error(asio::use_awaitable, error));
    // A server that refuses early may close before it has read everything; its answer still counts.
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(options_.max_body);
    if (request.method == "HEAD") parser.skip(true);
    co_await http::async_read(stream, buffer, parser,
                              asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      co_return unreachable(fmt::format("{}: {}", options_.target.to_string(), error.message()));
    }
    auto message = parser.release();
    HttpResponse response{.status = static_cast<int>(message.result_int()),
                          .content_type = std::string(message[http::field::content_type]),
                          .etag = std::string(message[http::field::etag]),
                          .body = std::move(message.body())};
    if (message.keep_alive() && idle_.size() < options_.max_idle) {
      stream.expires_after(std::chrono::milliseconds(0));
      idle_.push_back(std::move(stream));
    }
    if (response.status >= 400) {
      co_return tl::make_unexpected(parse_problem(response.status, response.body));
    }
    co_return response;
  }

  HttpOptions options_;
  Connector connector_;
  std::vector<net::AnyStream> idle_;
};

HttpClient::HttpClient(HttpOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

HttpClient::~HttpClient() = default;

const HttpOptions& HttpClient::options() const {
  return impl_->options();
}

asio::awaitable<Expected<HttpResponse>> HttpClient::send(HttpRequest request) {
  request.repeatable = request.repeatable || request.method == "GET";
  return impl_->send(std::move(request));
}

asio::awaitable<Expected<HttpResponse>> HttpClient::send_with_retries(HttpRequest request,
                                                                      int attempts) {
  request.repeatable = request.repeatable || request.method == "GET";
  asio::steady_timer timer(co_await asio::this_coro::executor);
  std::chrono::milliseconds pause(300);
  for (int attempt = 1;; ++attempt) {
    auto answer = co_await impl_->send(request);
    const bool again = !answer && answer.error().retryable && request.repeatable;
    if (!again || attempt >= attempts) co_return answer;
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
    pause = std::min(pause * 2, std::chrono::milliseconds(3000));
  }
}

}  // namespace goldenfour::client
