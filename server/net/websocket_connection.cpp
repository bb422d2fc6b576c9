// One WebSocket connection: this coroutine reads, a second one writes from one bounded queue; both
// live on the connection's strand and end together.
#include <chrono>
#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "server/net/rate_limiter.h"
#include "server/net/send_queue.h"
#include "server/net/server_core.h"

namespace goldenfour::net {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
constexpr auto kResult = asio::as_tuple(asio::use_awaitable);

// The code a reader's error stands for, when the peer sent none.
std::uint16_t close_code_for(const error_code& error) {
  if (error == websocket::error::message_too_big) return kCloseTooBig;
  if (error == websocket::error::bad_frame_payload) return kCloseBadPayload;
  if (error == websocket::condition::protocol_violation) return kCloseProtocolError;
  return kCloseAbnormal;
}

class WebSocketConnection final : public LiveConnection {
 public:
  WebSocketConnection(ServerCore* core, Slot* slot, WebSocketStart start)
      : core_(*core),
        slot_(*slot),
        header_(std::move(start.header)),
        subprotocol_(std::move(start.accepted.subprotocol)),
        sink_(std::move(start.accepted.sink)),
        ws_(std::move(start.stream)),
        queue_({limits().queue_bytes, limits().ephemeral_frames}),
        wake_(ws_.get_executor()),
        writer_ended_(ws_.get_executor()),
        grace_(ws_.get_executor()) {}

  asio::awaitable<void> run();

  void begin_stop() override { request_close(kCloseGoingAway); }
  void cut() override { ws_.next_layer().close(); }
  void push(Frame frame) override;
  void overflow() override;
  void request_close(std::uint16_t code) override;

 private:
  const WebSocketOptions& limits() const { return core_.options.websocket; }

  asio::awaitable<bool> accept();
  asio::awaitable<void> read_loop();
  asio::awaitable<bool> deliver(std::string message);
  asio::awaitable<void> pace();
  asio::awaitable<void> write_loop();
  asio::awaitable<bool> write_frame(Frame frame);
  asio::awaitable<void> join_writer();

  ServerCore& core_;
  Slot& slot_;
  std::string header_;
  const std::string subprotocol_;
  std::unique_ptr<StreamSink> sink_;
  websocket::stream<AnyStream, false> ws_;
  SendQueue queue_;
  TokenBucket bucket_;
  asio::steady_timer wake_;                    // cancelled: the writer looks again
  asio::steady_timer writer_ended_;            // cancelled: the writer is gone
  asio::steady_timer grace_;                   // expires: a closing connection is cut
  std::optional<std::uint16_t> closing_ = {};  // we close, with this code
  std::uint16_t close_code_ = kCloseAbnormal;
  bool reading_failed_ = false;
  bool writer_done_ = false;
};

void WebSocketConnection::push(Frame frame) {
  if (closing_) return;
  const SendQueue::Pushed pushed = queue_.push(std::move(frame));
  core_.metrics.ephemeral_dropped.add(pushed.dropped);
  if (pushed.replaced) core_.metrics.ephemeral_replaced.add();
  if (pushed.overflow) {
    overflow();
  } else {
    wake_.cancel();
  }
}

// A reader this slow gets no more of what it missed here; it resumes with its last sequence number.
void WebSocketConnection::overflow() {
  if (closing_) return;
  core_.metrics.websockets_cut_slow.add();
  queue_.clear();
  request_close(kCloseSlowReader);
}

void WebSocketConnection::request_close(std::uint16_t code) {
  if (closing_) return;
  closing_ = code;
  wake_.cancel();
  grace_.expires_after(limits().close_grace);
  // Looks the connection up again: the handler may run when this object is gone already.
  grace_.async_wait([slot = &slot_, generation = slot_.generation.load()](error_code error) {
    if (error || slot->live == nullptr || slot->generation.load() != generation) return;
    slot->live->cut();
  });
}

asio::awaitable<bool> WebSocketConnection::accept() {
  beast::http::request_parser<beast::http::empty_body> parser;
  error_code error;
  parser.put(asio::buffer(header_), error);
  if (error) co_return false;
  websocket::stream_base::timeout timeouts;
  timeouts.handshake_timeout = limits().close_grace;
  timeouts.idle_timeout = limits().dead_after;
  timeouts.keep_alive_pings = true;
  ws_.set_option(timeouts);
  ws_.set_option(websocket::stream_base::decorator([this](websocket::response_type& response) {
    response.set(beast::http::field::sec_websocket_protocol, subprotocol_);
  }));
  ws_.read_message_max(limits().message_bytes);
  ws_.auto_fragment(false);
  ws_.text(subprotocol_ == kJsonSubprotocol);
  auto [refused] = co_await ws_.async_accept(parser.get(), kResult);
  co_return !refused;
}

asio::awaitable<void> WebSocketConnection::run() {
  slot_.live = this;
  if (!co_await accept()) co_return;
  header_ = {};
  core_.metrics.websockets_opened.add();
  core_.metrics.websockets_open.add();
  sink_->on_open(ConnectionHandle{slot_.index, slot_.generation.load()});
  if (core_.stopping) request_close(kCloseGoingAway);
  const auto ended = [this](const std::exception_ptr&) {
    writer_done_ = true;
    writer_ended_.cancel();
    if (!closing_) cut();  // nothing can be sent any more: the reader must not wait for the peer
  };
  asio::co_spawn(ws_.get_executor(), write_loop(), asio::bind_executor(ws_.get_executor(), ended));
  co_await read_loop();
  co_await join_writer();
  core_.metrics.websockets_open.subtract();
  sink_->on_close(closing_.value_or(close_code_));
}

// Not more messages than the rate allows: whoever sends faster waits in its own socket buffer.
asio::awaitable<void> WebSocketConnection::pace() {
  while (!closing_) {
    const auto wait = bucket_.take(limits().messages, core_.steady_now());
    if (wait.count() == 0) break;
    asio::steady_timer timer(ws_.get_executor(), wait);
    co_await timer.async_wait(kResult);
  }
}

asio::awaitable<bool> WebSocketConnection::deliver(std::string message) {
  core_.metrics.messages_received.add();
  try {
    co_await sink_->on_message(std::move(message));
    co_return true;
  } catch (const std::exception& thrown) {
    core_.metrics.handler_failures.add();
    core_.trouble(std::string("a stream handler threw: ") + thrown.what());
  }
  co_return false;
}

asio::awaitable<void> WebSocketConnection::read_loop() {
  beast::flat_buffer buffer;
  while (!closing_) {
    auto [error, size] = co_await ws_.async_read(buffer, kResult);
    if (error) {
      reading_failed_ = true;
      const bool told = error == websocket::error::closed && ws_.reason().code != 0;
      close_code_ = told ? ws_.reason().code : close_code_for(error);
      break;
    }
    if (closing_) break;
    if (ws_.got_text() != (subprotocol_ == kJsonSubprotocol)) {
      request_close(kCloseWrongData);
      break;
    }
    std::string message(static_cast<const char*>(buffer.cdata().data()), buffer.size());
    buffer.clear();
    co_await pace();
    if (!co_await deliver(std::move(message))) request_close(kCloseInternal);
  }
}

asio::awaitable<bool> WebSocketConnection::write_frame(Frame frame) {
  auto [error, size] = co_await ws_.async_write(asio::buffer(*frame.bytes), kResult);
  queue_.finished(frame);
  if (error) co_return false;
  core_.metrics.frames_written.add();
  core_.metrics.frame_bytes_written.add(frame.bytes->size());
  if (frame.tag != 0) sink_->on_written(frame.tag);
  co_return true;
}

asio::awaitable<void> WebSocketConnection::write_loop() {
  while (!reading_failed_) {
    if (auto frame = queue_.pop()) {
      if (!co_await write_frame(*std::move(frame))) break;
    } else if (closing_) {
      co_await ws_.async_close(websocket::close_reason(*closing_), kResult);
      break;
    } else {
      wake_.expires_at(asio::steady_timer::time_point::max());
      co_await wake_.async_wait(kResult);
    }
  }
}

// The reader is through: either we close, and the writer ends with the closing handshake, or the
// peer is gone, and a write that hangs is cut.
asio::awaitable<void> WebSocketConnection::join_writer() {
  wake_.cancel();
  if (!closing_) co_await close_gently(&ws_.next_layer());
  while (!writer_done_) {
    writer_ended_.expires_at(asio::steady_timer::time_point::max());
    co_await writer_ended_.async_wait(kResult);
  }
  grace_.cancel();
  cut();
}

}  // namespace

asio::awaitable<void> serve_websocket(ServerCore* core, Slot* slot, WebSocketStart start) {
  WebSocketConnection connection(core, slot, std::move(start));
  std::exception_ptr failure;
  try {
    co_await connection.run();
  } catch (...) {
    failure = std::current_exception();
  }
  slot->live = nullptr;
  if (failure) std::rethrow_exception(failure);
}

}  // namespace goldenfour::net
