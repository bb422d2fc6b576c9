// Shared by http_server.cpp and the connections; nobody else includes it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "server/net/any_stream.h"
#include "server/net/http_server.h"
#include "server/net/rate_limiter.h"

namespace goldenfour::net {

using Strand = asio::strand<asio::io_context::executor_type>;

// What the server asks of a connection, on the connection's strand.
class LiveConnection {
 public:
  virtual ~LiveConnection() = default;
  virtual void begin_stop() = 0;  // finish what is in flight, then end
  virtual void cut() = 0;         // close the socket now
  virtual void push(Frame) {}
  virtual void overflow() {}  // more was sent than may wait
  virtual void request_close(std::uint16_t) {}
};

// A place for one connection, made once and reused. Because slots never move or die while the
// server lives, any thread may address a connection by slot and generation and nobody needs to
// share it.
struct Slot {
  Slot(std::uint32_t number, asio::io_context& io) : index(number), strand(asio::make_strand(io)) {}

  const std::uint32_t index;
  Strand strand;
  LiveConnection* live = nullptr;             // on the strand
  std::atomic<std::uint32_t> generation = 1;  // changed on the strand when a connection ends
  std::atomic<std::size_t> posted_bytes = 0;  // sent, not yet in the connection's queue
  std::atomic<std::uint32_t> overflow_generation = 0;  // the last one that was told to overflow
  std::string network = {};  // on the control strand; empty when not counted per address
};

struct Listener {
  asio::ip::tcp::acceptor acceptor;
  std::shared_ptr<asio::ssl::context> tls;  // null: plain
};

// A Unix socket; its file goes with it.
struct LocalListener {
  asio::local::stream_protocol::acceptor acceptor;
  std::string path;
};

struct Peer {
  std::string address;
  std::string network;  // what limits count by: the IPv4 address, or the /64 of an IPv6 one
  bool loopback = false;
  bool secure = false;
  bool local = false;  // over a Unix socket
};

struct ServerCore {
  ServerCore(asio::io_context& context, ServerOptions configured, HttpHandler& application,
             NetMetrics& counters, SteadyNow clock, TroubleLog log);

  asio::io_context& io;
  const ServerOptions options;
  HttpHandler& handler;
  NetMetrics& metrics;
  const SteadyNow steady_now;
  const TroubleLog trouble;  // never empty
  RateLimiter address_limiter;
  RateLimiter loopback_limiter;
  std::atomic<bool> stopping = false;
  std::deque<Slot> slots;

  // From here on only on the control strand (or before any thread runs).
  Strand control;
  std::deque<Listener> listeners;
  std::deque<LocalListener> local_listeners;
  std::vector<std::uint32_t> free_slots;
  std::unordered_map<std::string, std::size_t> per_network;
  std::size_t in_use = 0;
  asio::steady_timer deadline;
  std::function<void()> done = {};

  // Runs `act` on the connection `handle` names, if it still lives. Any thread.
  template <typename Act>
  void on_connection(ConnectionHandle handle, Act act);

  void begin_stop(std::chrono::milliseconds patience, std::function<void()> when_done);
  void cut_all();
  void release(Slot& slot);
  void report_done();
};

// The connection coroutines: they own the session and end with it. The caller releases the slot.
asio::awaitable<void> serve_http(ServerCore* core, Slot* slot, AnyStream stream, Peer peer);

struct WebSocketStart {
  AnyStream stream;
  std::string header;  // the upgrade request as it came
  AcceptUpgrade accepted;
};
asio::awaitable<void> serve_websocket(ServerCore* core, Slot* slot, WebSocketStart start);

// Ends the sending direction, then reads and drops what the peer still sends (bounded in bytes and
// time) so that a reset does not destroy our last words, then closes.
asio::awaitable<void> close_gently(AnyStream* stream);

template <typename Act>
void ServerCore::on_connection(ConnectionHandle handle, Act act) {
  if (handle.slot >= slots.size()) return;
  Slot* slot = &slots[handle.slot];
  asio::post(slot->strand, [slot, generation = handle.generation, act = std::move(act)]() mutable {
    if (slot->live != nullptr && slot->generation.load() == generation) act(*slot->live);
  });
}

}  // namespace goldenfour::net
