#include "clients/common/stream_client.h"

#include <deque>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "clients/common/backoff.h"
#include "clients/common/stream_cursor.h"
#include "clients/common/wire.h"
#include "goldenfour/v1/stream.pb.h"

namespace goldenfour::client {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using net::error_code;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;
using WebSocket = websocket::stream<net::AnyStream, false>;

constexpr Milliseconds kNoPause(0);

}  // namespace

class StreamClient::Impl {
 public:
  Impl(asio::any_io_executor executor, HttpClient* http, Connector* connector,
       StreamOptions options, StreamListener* listener)
      : executor_(executor),
        http_(http),
        connector_(connector),
        options_(std::move(options)),
        listener_(listener),
        wake_(executor),
        backoff_(options_.first_pause, options_.longest_pause, options_.seed) {}

  asio::awaitable<void> run() {
    while (!stopping_) {
      listener_->on_link(Link::kConnecting, {}, kNoPause);
      const Failure why = co_await serve_once();
      socket_.reset();
      if (stopping_) break;
      if (why.status == 401 || why.status == 403) {
        listener_->on_link(Link::kRefused, why.detail, kNoPause);
        co_return;
      }
      const Milliseconds pause = backoff_.next();
      listener_->on_link(Link::kWaiting, why.detail, pause);
      wake_.expires_after(pause);
      error_code ignored;
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    listener_->on_link(Link::kStopped, {}, kNoPause);
  }

  bool send(v1::ClientFrame frame) {
    if (!open_ || queue_.size() >= options_.max_queue) return false;
    queue_.push_back(frame.SerializeAsString());
    wake_.cancel();
    return true;
  }

  void set_presence(std::optional<v1::PresenceReport> presence) { presence_ = std::move(presence); }

  void stop() {
    stopping_ = true;
    wake_.cancel();
  }

  bool connected() const { return open_; }

 private:
  // One connection from ticket to end; why it ended.
  asio::awaitable<Failure> serve_once() {
    auto ticket = co_await take_ticket();
    if (!ticket) co_return ticket.error();
    auto stream = co_await connector_->connect(options_.connect_timeout);
    if (!stream) co_return stream.error();
    socket_ = std::make_unique<WebSocket>(std::move(*stream));
    configure();
    error_code error;
    websocket::response_type response;
    co_await socket_->async_handshake(response, connector_->target().host_header(), "/v1/stream",
                                      asio::redirect_error(asio::use_awaitable, error));
    if (error == websocket::error::upgrade_declined) {
      co_return parse_problem(static_cast<int>(response.result_int()), response.body());
    }
    if (error) co_return unreachable(error.message()).value();
    socket_->next_layer().expires_after(kNoPause);
    greet(std::move(*ticket));
    co_await serve_open();
    co_return unreachable(reason_).value();
  }

  asio::awaitable<Expected<std::string>> take_ticket() {
    HttpRequest request{.method = "POST",
                        .path = "/v1/stream-tickets",
                        .token = options_.token,
                        .content_type = "application/json",
                        .body = "{}",
                        .repeatable = true};  // a ticket that nobody uses only expires
    const auto answer = co_await http_->send(std::move(request));
    if (!answer) co_return tl::make_unexpected(answer.error());
    v1::StreamTicket ticket;
    if (!from_json(answer->body, ticket)) co_return unreachable("the ticket cannot be read");
    co_return ticket.ticket();
  }

  void configure() {
    websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = options_.connect_timeout;
    timeout.idle_timeout = websocket::stream_base::none();  // the writer watches
    timeout.keep_alive_pings = false;
    socket_->set_option(timeout);
    socket_->set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::sec_websocket_protocol, "goldenfour.v1.protobuf");
    }));
    socket_->read_message_max(options_.max_message);
    socket_->binary(true);
  }

  void greet(std::string ticket) {
    v1::ClientFrame frame;
    frame.mutable_hello()->set_ticket(std::move(ticket));
    if (const auto place = cursor_.resume()) *frame.mutable_hello()->mutable_resume() = *place;
    if (presence_) *frame.mutable_hello()->mutable_presence() = *presence_;
    queue_.clear();
    open_ = true;
    reason_.clear();
    last_heard_ = Clock::now();
    send(std::move(frame));
  }

  // Reads here, writes in a second coroutine; both have ended when this returns.
  asio::awaitable<void> serve_open() {
    writing_ = true;
    asio::co_spawn(executor_, write_loop(), [this](std::exception_ptr) {
      writing_ = false;
      wake_.cancel();
    });
    co_await read_loop();
    open_ = false;
    socket_->next_layer().close();
    while (writing_) {
      wake_.expires_after(Milliseconds(1000));
      error_code ignored;
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }

  asio::awaitable<void> read_loop() {
    beast::flat_buffer buffer;
    v1::ServerFrame frame;
    while (open_) {
      error_code error;
      buffer.clear();
      co_await socket_->async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
      if (error) {
        note(close_text(error));
        co_return;
      }
      last_heard_ = Clock::now();
      const auto data = buffer.data();
      if (!frame.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
        note("a frame cannot be read");
        co_return;
      }
      if (!take(frame)) co_return;
    }
  }

  // False: leave this connection.
  bool take(const v1::ServerFrame& frame) {
    switch (cursor_.accept(frame)) {
      case StreamCursor::Verdict::kGap:
        note("frames are missing; asking for a snapshot");
        return false;
      case StreamCursor::Verdict::kDuplicate:
        return true;
      case StreamCursor::Verdict::kEphemeral:
      case StreamCursor::Verdict::kNew:
        break;
    }
    if (frame.has_welcome()) {
      backoff_.reset();
      listener_->on_link(Link::kConnected, {}, kNoPause);
    }
    acknowledge(frame.has_offer() || frame.has_task() || frame.has_reset());
    listener_->on_frame(frame);
    return true;
  }

  void acknowledge(bool urgent) {
    const auto place = cursor_.take_ack(urgent);
    if (!place) return;
    v1::ClientFrame frame;
    *frame.mutable_ack()->mutable_position() = *place;
    send(std::move(frame));
  }

  asio::awaitable<void> write_loop() {
    auto next_ping = Clock::now() + options_.ping_every;
    error_code error;
    while (open_ && !error) {
      if (!queue_.empty()) {
        const std::string message = std::move(queue_.front());
        queue_.pop_front();
        co_await socket_->async_write(asio::buffer(message),
                                      asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      if (stopping_) {
        co_await socket_->async_close(websocket::close_code::normal,
                                      asio::redirect_error(asio::use_awaitable, error));
        break;
      }
      const auto now = Clock::now();
      if (now - last_heard_ > options_.dead_after) {
        note("the server is silent");
        break;
      }
      if (now >= next_ping) {
        next_ping = now + options_.ping_every;
        ping();
        continue;
      }
      wake_.expires_at(next_ping);
      error_code ignored;
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    open_ = false;
    socket_->next_layer().close();
  }

  void ping() {
    acknowledge(true);
    v1::ClientFrame frame;
    frame.mutable_ping()->set_nonce(++nonce_);
    send(std::move(frame));
  }

  std::string close_text(const error_code& error) const {
    if (error != websocket::error::closed) return error.message();
    const auto& reason = socket_->reason();
    return fmt::format("closed by the server: {} {}", static_cast<unsigned>(reason.code),
                       std::string_view(reason.reason.data(), reason.reason.size()));
  }

  // The first cause counts; what follows from it does not overwrite it.
  void note(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
  }

  asio::any_io_executor executor_;
  HttpClient* http_;
  Connector* connector_;
  StreamOptions options_;
  StreamListener* listener_;
  asio::steady_timer wake_;
  Backoff backoff_;
  StreamCursor cursor_;
  std::unique_ptr<WebSocket> socket_;
  std::deque<std::string> queue_;
  std::optional<v1::PresenceReport> presence_;
  Clock::time_point last_heard_;
  std::string reason_;
  std::uint64_t nonce_ = 0;
  bool open_ = false;
  bool writing_ = false;
  bool stopping_ = false;
};

StreamClient::StreamClient(asio::any_io_executor executor, HttpClient* http, Connector* connector,
                           StreamOptions options, StreamListener* listener)
    : impl_(std::make_unique<Impl>(executor, http, connector, std::move(options), listener)) {}

StreamClient::~StreamClient() = default;

asio::awaitable<void> StreamClient::run() {
  return impl_->run();
}
bool StreamClient::send(v1::ClientFrame frame) {
  return impl_->send(std::move(frame));
}
void StreamClient::set_presence(std::optional<v1::PresenceReport> presence) {
  impl_->set_presence(std::move(presence));
}
void StreamClient::stop() {
  impl_->stop();
}
bool StreamClient::connected() const {
  return impl_->connected();
}

}  // namespace goldenfour::client
