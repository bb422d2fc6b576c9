// One stream type for plain TCP and TLS, so that HTTP and WebSocket code is compiled once.
//
// Sockets, TLS and Beast's timed streams live in any_stream.cpp behind StreamImpl; this header
// costs only Asio's type-erased handler. AnyStream models Asio's AsyncStream and what
// boost::beast::websocket::stream asks of its next layer.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>

namespace boost::asio::ssl {
class context;
}

namespace goldenfour::net {

namespace asio = boost::asio;
using boost::system::error_code;

using DoneHandler = asio::any_completion_handler<void(error_code)>;
using TransferHandler = asio::any_completion_handler<void(error_code, std::size_t)>;

// At most kCount buffers by value: what one write_some looks at.
struct WriteBuffers {
  static constexpr std::size_t kCount = 4;
  using value_type = asio::const_buffer;
  using const_iterator = const asio::const_buffer*;

  std::array<asio::const_buffer, kCount> items = {};
  std::size_t count = 0;

  const_iterator begin() const { return items.data(); }
  const_iterator end() const { return items.data() + count; }
};

// The virtual stream. All calls on the stream's executor, on which handlers are called too; at most
// one read and one write at a time.
class StreamImpl {
 public:
  virtual ~StreamImpl() = default;
  virtual asio::any_io_executor get_executor() = 0;
  // The TLS handshake as server; completes at once on a plain stream.
  virtual void handshake(DoneHandler done) = 0;
  virtual void read_some(asio::mutable_buffer buffer, TransferHandler done) = 0;
  virtual void write_some(WriteBuffers buffers, TransferHandler done) = 0;
  // Ends the sending direction politely: close_notify on TLS, then FIN.
  virtual void shutdown(DoneHandler done) = 0;
  // Closes the socket now; outstanding operations complete with an error.
  virtual void close() = 0;
  // From now on operations fail with beast::error::timeout once `period` has passed; zero: never.
  virtual void expires_after(std::chrono::milliseconds period) = 0;
  // RFC 2253 subject of the peer's verified certificate, or empty.
  virtual std::string peer_subject() const = 0;
};

class AnyStream {
 public:
  using executor_type = asio::any_io_executor;

  explicit AnyStream(std::unique_ptr<StreamImpl> impl) : impl_(std::move(impl)) {}

  executor_type get_executor() { return impl_->get_executor(); }
  void close() { impl_->close(); }
  void expires_after(std::chrono::milliseconds period) { impl_->expires_after(period); }
  std::string peer_subject() const { return impl_->peer_subject(); }

  template <typename Token>
  auto async_handshake(Token&& token) {
    return asio::async_initiate<Token, void(error_code)>(
        [](auto handler, StreamImpl* impl) { impl->handshake(DoneHandler(std::move(handler))); },
        token, impl_.get());
  }

  template <typename Token>
  auto async_shutdown(Token&& token) {
    return asio::async_initiate<Token, void(error_code)>(
        [](auto handler, StreamImpl* impl) { impl->shutdown(DoneHandler(std::move(handler))); },
        token, impl_.get());
  }

  // Fills the first buffer that is not empty; a short read is always allowed.
  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [](auto handler, StreamImpl* impl, asio::mutable_buffer buffer) {
          impl->read_some(buffer, TransferHandler(std::move(handler)));
        },
        token, impl_.get(), first_buffer(buffers));
  }

  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [](auto handler, StreamImpl* impl, WriteBuffers front) {
          impl->write_some(front, TransferHandler(std::move(handler)));
        },
        token, impl_.get(), first_buffers(buffers));
  }

 private:
  template <typename Buffers>
  static asio::mutable_buffer first_buffer(const Buffers& buffers) {
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto it = asio::buffer_sequence_begin(buffers); it != end; ++it) {
      if (asio::mutable_buffer(*it).size() > 0) return *it;
    }
    return {};
  }

  template <typename Buffers>
  static WriteBuffers first_buffers(const Buffers& buffers) {
    WriteBuffers front;
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto it = asio::buffer_sequence_begin(buffers); it != end; ++it) {
      if (front.count == WriteBuffers::kCount) break;
      if (asio::const_buffer(*it).size() > 0) front.items[front.count++] = *it;
    }
    return front;
  }

  std::unique_ptr<StreamImpl> impl_;
};

// What boost::beast::websocket::stream finds by argument-dependent lookup.
inline void beast_close_socket(AnyStream& stream) {
  stream.close();
}
void teardown(boost::beast::role_type role, AnyStream& stream, error_code& error);
template <typename Handler>
void async_teardown(boost::beast::role_type, AnyStream& stream, Handler&& handler) {
  stream.async_shutdown(std::forward<Handler>(handler));
}

// Takes the connected socket. Without `tls` a plain stream; with it, TLS by that context, which
// must outlive the stream.
AnyStream make_server_stream(asio::ip::tcp::socket socket, asio::ssl::context* tls);

// Takes a connected Unix socket.
AnyStream make_local_stream(asio::local::stream_protocol::socket socket);

}  // namespace goldenfour::net
