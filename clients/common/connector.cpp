#include "clients/common/connector.h"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace goldenfour::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::generic::stream_protocol;
using net::error_code;
using Timed = beast::basic_stream<stream_protocol>;

// Asio 1.81 cannot take a type-erased handler itself: it gets a small lambda on the stream's
// executor, which here is the handler's as well (a client is single-threaded).
template <typename Handler>
auto on_executor(Handler handler, const asio::any_io_executor& executor) {
  return asio::bind_executor(executor, [held = std::move(handler)](auto... results) mutable {
    std::move(held)(results...);
  });
}

// One class for TCP and Unix sockets, with TLS or without.
template <typename Stream>
class ClientStream : public net::StreamImpl {
 public:
  template <typename... Args>
  explicit ClientStream(Args&&... args) : stream_(std::forward<Args>(args)...) {}

  asio::any_io_executor get_executor() override { return stream_.get_executor(); }

  void handshake(net::DoneHandler done) override {
    if constexpr (kTls) {
      stream_.async_handshake(asio::ssl::stream_base::client,
                              on_executor(std::move(done), get_executor()));
    } else {
      complete(std::move(done));
    }
  }
  void read_some(asio::mutable_buffer buffer, net::TransferHandler done) override {
    stream_.async_read_some(buffer, on_executor(std::move(done), get_executor()));
  }
  void write_some(net::WriteBuffers buffers, net::TransferHandler done) override {
    stream_.async_write_some(buffers, on_executor(std::move(done), get_executor()));
  }
  void shutdown(net::DoneHandler done) override {
    error_code ignored;
    socket().shutdown(asio::socket_base::shutdown_send, ignored);
    complete(std::move(done));
  }
  void close() override {
    error_code ignored;
    socket().close(ignored);
  }
  void expires_after(std::chrono::milliseconds period) override {
    if (period.count() == 0) {
      timed().expires_never();
    } else {
      timed().expires_after(period);
    }
  }
  std::string peer_subject() const override { return {}; }

  Timed& timed() { return beast::get_lowest_layer(stream_); }
  Stream& stream() { return stream_; }

 private:
  static constexpr bool kTls = !std::is_same_v<Stream, Timed>;

  stream_protocol::socket& socket() { return timed().socket(); }

  void complete(net::DoneHandler done) {
    asio::post(get_executor(),
               [held = std::move(done)]() mutable { std::move(held)(error_code()); });
  }

  Stream stream_;
};

using PlainStream = ClientStream<Timed>;
using TlsStream = ClientStream<beast::ssl_stream<Timed>>;

std::unique_ptr<asio::ssl::context> make_tls(const std::string& ca_file) {
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  tls->set_verify_mode(asio::ssl::verify_peer);
  error_code error;
  tls->set_default_verify_paths(error);
  if (!ca_file.empty()) tls->load_verify_file(ca_file, error);
  if (!ca_file.empty() && error) {
    throw std::runtime_error(fmt::format("{}: {}", ca_file, error.message()));
  }
  return tls;
}

asio::awaitable<Expected<std::vector<stream_protocol::endpoint>>> resolve(Target target) {
  std::vector<stream_protocol::endpoint> endpoints;
  if (target.kind == Target::Kind::kUnix) {
    if (target.path.size() >= 100) co_return unreachable("the path of the socket is too long");
    endpoints.emplace_back(asio::local::stream_protocol::endpoint(target.path));
    co_return endpoints;
  }
  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  error_code error;
  const auto found = co_await resolver.async_resolve(
      target.host, target.port, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return unreachable(fmt::format("{}: {}", target.to_string(), error.message()));
  for (const auto& entry : found) endpoints.emplace_back(entry.endpoint());
  co_return endpoints;
}

}  // namespace

Connector::Connector(Target target, const std::string& ca_file) : target_(std::move(target)) {
  if (target_.kind == Target::Kind::kTls) tls_ = make_tls(ca_file);
}

Connector::~Connector() = default;

asio::awaitable<Expected<net::AnyStream>> Connector::connect(std::chrono::milliseconds timeout) {
  const auto endpoints = co_await resolve(target_);
  if (!endpoints) co_return tl::make_unexpected(endpoints.error());
  const auto executor = co_await asio::this_coro::executor;
  error_code error = asio::error::host_not_found;
  for (const auto& endpoint : *endpoints) {
    std::unique_ptr<net::StreamImpl> impl;
    Timed* timed = nullptr;
    if (tls_) {
      auto stream = std::make_unique<TlsStream>(Timed(executor), *tls_);
      SSL_set_tlsext_host_name(stream->stream().native_handle(), target_.host.c_str());
      stream->stream().set_verify_callback(asio::ssl::host_name_verification(target_.host));
      timed = &stream->timed();
      impl = std::move(stream);
    } else {
      auto stream = std::make_unique<PlainStream>(executor);
      timed = &stream->timed();
      impl = std::move(stream);
    }
    timed->expires_after(timeout);
    co_await timed->async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
    if (error) continue;
    if (target_.kind != Target::Kind::kUnix) {
      timed->socket().set_option(asio::ip::tcp::no_delay(true), error);
    }
    net::AnyStream stream(std::move(impl));
    co_await stream.async_handshake(asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_return stream;
  }
  co_return unreachable(fmt::format("{}: {}", target_.to_string(), error.message()));
}

}  // namespace goldenfour::client
