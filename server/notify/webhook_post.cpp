#include "server/notify/webhook_post.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/url/parse.hpp>

namespace goldenfour::notify {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

constexpr std::size_t kAnswerBytes = 16 * 1024;
using Request = http::request<http::string_body>;

Request make_request(const PostTarget& target, PostRequest content) {
  Request request(http::verb::post, target.path, 11);
  const bool usual_port = target.port == (target.tls ? "443" : "80");
  request.set(http::field::host, usual_port ? target.host : target.host + ":" + target.port);
  request.set(http::field::content_type, "application/json");
  request.set(http::field::user_agent, "goldenfourd");
  for (const auto& [name, value] : content.headers) request.set(name, value);
  request.keep_alive(false);
  request.body() = std::move(content.body);
  request.prepare_payload();
  return request;
}

template <class Stream>
asio::awaitable<unsigned> exchange(Stream* stream, Request request) {
  co_await http::async_write(*stream, request, asio::use_awaitable);
  beast::flat_buffer buffer(kAnswerBytes);
  http::response_parser<http::string_body> parser;
  parser.body_limit(kAnswerBytes);
  // The status decides; whether the rest of the answer arrives changes nothing.
  co_await http::async_read_header(*stream, buffer, parser, asio::use_awaitable);
  co_return parser.get().result_int();
}

asio::awaitable<unsigned> post_plain(PostTarget target, PostRequest content,
                                     tcp::resolver::results_type addresses,
                                     std::chrono::milliseconds timeout) {
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  stream.expires_after(timeout);
  co_await stream.async_connect(addresses, asio::use_awaitable);
  Request request = make_request(target, std::move(content));
  co_return co_await exchange(&stream, std::move(request));
}

asio::awaitable<unsigned> post_tls(PostTarget target, PostRequest content,
                                   tcp::resolver::results_type addresses,
                                   std::chrono::milliseconds timeout, asio::ssl::context* tls) {
  const auto executor = co_await asio::this_coro::executor;
  beast::ssl_stream<beast::tcp_stream> stream(executor, *tls);
  stream.set_verify_callback(asio::ssl::host_name_verification(target.host));
  if (SSL_set_tlsext_host_name(stream.native_handle(), target.host.c_str()) != 1)
    throw boost::system::system_error(asio::error::invalid_argument, "server name");
  beast::get_lowest_layer(stream).expires_after(timeout);
  co_await beast::get_lowest_layer(stream).async_connect(addresses, asio::use_awaitable);
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
  Request request = make_request(target, std::move(content));
  co_return co_await exchange(&stream, std::move(request));
}

asio::awaitable<tcp::resolver::results_type> resolve(std::string host, std::string port,
                                                     std::chrono::milliseconds timeout) {
  using namespace asio::experimental::awaitable_operators;
  const auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  asio::steady_timer timer(executor, timeout);
  auto first = co_await (resolver.async_resolve(host, port, asio::use_awaitable) ||
                         timer.async_wait(asio::use_awaitable));
  if (first.index() == 1)
    throw boost::system::system_error(asio::error::timed_out, "name resolution");
  co_return std::get<0>(std::move(first));
}

}  // namespace

tl::expected<PostTarget, std::string> parse_target(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return tl::unexpected(std::string("is not a URL"));
  if (parsed->scheme() != "http" && parsed->scheme() != "https")
    return tl::unexpected(std::string("must begin with http:// or https://"));
  if (parsed->host().empty()) return tl::unexpected(std::string("names no host"));
  if (parsed->has_userinfo())
    return tl::unexpected(std::string("must not hold a user or password"));
  PostTarget target{.tls = parsed->scheme() == "https",
                    .host = parsed->host_address(),
                    .port = std::string(parsed->port()),
                    .path = std::string(parsed->encoded_target())};
  if (target.port.empty()) target.port = target.tls ? "443" : "80";
  if (target.path.empty() || target.path.front() != '/') target.path.insert(0, "/");
  return target;
}

tl::expected<std::shared_ptr<asio::ssl::context>, std::string> make_client_tls(
    const std::string& ca_file) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  boost::system::error_code error;
  if (ca_file.empty()) {
    context->set_default_verify_paths(error);
  } else {
    context->load_verify_file(ca_file, error);
  }
  if (error) return tl::unexpected(ca_file + ": " + error.message());
  context->set_verify_mode(asio::ssl::verify_peer, error);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  return context;
}

asio::awaitable<PostOutcome> http_post(PostTarget target, PostRequest request,
                                       std::chrono::milliseconds timeout, asio::ssl::context* tls) {
  PostOutcome outcome;
  try {
    const auto addresses = co_await resolve(target.host, target.port, timeout);
    if (target.tls) {
      outcome.status = co_await post_tls(target, std::move(request), addresses, timeout, tls);
    } else {
      outcome.status = co_await post_plain(target, std::move(request), addresses, timeout);
    }
  } catch (const std::exception& error) {
    outcome.error = error.what();
  }
  co_return outcome;
}

}  // namespace goldenfour::notify
