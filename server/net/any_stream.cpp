#include "server/net/any_stream.h"

#include <type_traits>

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace goldenfour::net {
namespace {

namespace beast = boost::beast;

// Asio of Boost 1.81 cannot take a type-erased handler itself: its any_completion_executor cannot
// be posted to. It gets a lambda bound to the stream's executor, which is the strand the handler's
// coroutine runs on.
template <typename Handler>
auto on_executor(const asio::any_io_executor& executor, Handler handler) {
  return asio::bind_executor(executor, [held = std::move(handler)](auto... results) mutable {
    std::move(held)(results...);
  });
}

std::string subject_of(SSL* tls) {
  X509* certificate = SSL_get1_peer_certificate(tls);
  if (certificate == nullptr) return {};
  std::string name;
  if (BIO* text = BIO_new(BIO_s_mem()); text != nullptr) {
    X509_NAME_print_ex(text, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    char* data = nullptr;
    const long length = BIO_get_mem_data(text, &data);
    name.assign(data, static_cast<std::size_t>(length));
    BIO_free(text);
  }
  X509_free(certificate);
  return SSL_get_verify_result(tls) == X509_V_OK ? name : std::string();
}

using LocalStream = beast::basic_stream<asio::local::stream_protocol, asio::any_io_executor,
                                        beast::unlimited_rate_policy>;

// What plain, TLS and local streams share: all rest on a timed stream of a socket.
template <typename Stream>
class SocketStream : public StreamImpl {
 public:
  template <typename... Args>
  explicit SocketStream(Args&&... args) : stream_(std::forward<Args>(args)...) {}

  asio::any_io_executor get_executor() override { return stream_.get_executor(); }

  void read_some(asio::mutable_buffer buffer, TransferHandler done) override {
    stream_.async_read_some(buffer, on_executor(get_executor(), std::move(done)));
  }

  void write_some(WriteBuffers buffers, TransferHandler done) override {
    stream_.async_write_some(buffers, on_executor(get_executor(), std::move(done)));
  }

  void close() override {
    error_code ignored;
    lowest().socket().close(ignored);
  }

  void expires_after(std::chrono::milliseconds period) override {
    if (period.count() == 0) {
      lowest().expires_never();
    } else {
      lowest().expires_after(period);
    }
  }

 protected:
  auto& lowest() { return beast::get_lowest_layer(stream_); }

  void finish_sending() {
    error_code ignored;
    lowest().socket().shutdown(asio::socket_base::shutdown_send, ignored);
  }

  Stream stream_;
};

template <typename Stream>
class PlainStream final : public SocketStream<Stream> {
 public:
  using SocketStream<Stream>::SocketStream;

  void handshake(DoneHandler done) override {
    asio::post(this->get_executor(),
               [held = std::move(done)]() mutable { std::move(held)(error_code()); });
  }
  void shutdown(DoneHandler done) override {
    this->finish_sending();
    handshake(std::move(done));
  }
  std::string peer_subject() const override { return {}; }
};

class TlsStream final : public SocketStream<beast::ssl_stream<beast::tcp_stream>> {
 public:
  using SocketStream::SocketStream;

  void handshake(DoneHandler done) override {
    stream_.async_handshake(asio::ssl::stream_base::server,
                            on_executor(get_executor(), std::move(done)));
  }
  void shutdown(DoneHandler done) override {
    stream_.async_shutdown(asio::bind_executor(
        get_executor(), [this, held = std::move(done)](error_code error) mutable {
          finish_sending();
          std::move(held)(error);
        }));
  }
  std::string peer_subject() const override {
    return subject_of(const_cast<TlsStream*>(this)->stream_.native_handle());
  }
};

}  // namespace

void teardown(boost::beast::role_type, AnyStream& stream, error_code& error) {
  error = {};
  stream.close();
}

AnyStream make_server_stream(asio::ip::tcp::socket socket, asio::ssl::context* tls) {
  if (tls == nullptr)
    return AnyStream(std::make_unique<PlainStream<beast::tcp_stream>>(std::move(socket)));
  return AnyStream(std::make_unique<TlsStream>(std::move(socket), *tls));
}

AnyStream make_local_stream(asio::local::stream_protocol::socket socket) {
  return AnyStream(std::make_unique<PlainStream<LocalStream>>(std::move(socket)));
}

}  // namespace goldenfour::net
