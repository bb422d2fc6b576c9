// The server: listeners, connections and their limits, sending to WebSocket connections, and a stop
// that loses nothing.
//
//   asio::io_context io;                       // outlives the server
//   HttpServer server(io, options, handler, metrics, steady_now);
//   if (auto up = server.listen(); !up) die(up.error());
//   std::vector<std::jthread> threads = ...;   // each calls io.run()
//   server.stop(std::chrono::seconds(5), [&] { io.stop(); });
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <tl/expected.hpp>

#include "server/net/http_handler.h"
#include "server/net/metrics.h"
#include "server/net/options.h"

namespace goldenfour::net {

struct ServerCore;

// A monotonic clock in real time, also during a drill; called from any thread.
using SteadyNow = std::function<std::chrono::nanoseconds()>;

// Hears in words of trouble that is nobody's answer: a handler that threw, a failed accept. Called
// from any thread.
using TroubleLog = std::function<void(const std::string&)>;

class HttpServer {
 public:
  // `handler` and `metrics` must outlive `io`'s last handler.
  HttpServer(boost::asio::io_context& io, ServerOptions options, HttpHandler& handler,
             NetMetrics& metrics, SteadyNow steady_now, TroubleLog trouble = {});
  // Only when no thread runs the io_context any more; unfinished connections end with the context.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Binds every listener and starts to accept, or says in words which address or file failed; then
  // nothing is open. Once, before other threads run the io_context.
  tl::expected<void, std::string> listen();

  // The bound ports, in the order of the options; Unix sockets have none and are left out.
  std::vector<std::uint16_t> ports() const;

  // Queues `frame` on a connection; frames of one sending thread keep their order. A connection
  // that is gone takes nothing and says nothing (its sink had on_close). More than queue_bytes
  // waiting closes with 4008, so a long resume is paced by on_written. Any thread, never blocks.
  void send(ConnectionHandle to, Frame frame);

  // Closes a connection after what is queued, with `code`. Any thread.
  void close(ConnectionHandle to, std::uint16_t code);

  // Stops accepting, lets requests in flight finish, closes WebSockets with 1001 after what is
  // queued, cuts whatever is left at `deadline`, then calls `done` (once, on an I/O thread). Any
  // thread; a second call is ignored.
  void stop(std::chrono::milliseconds deadline, std::function<void()> done);

 private:
  std::unique_ptr<ServerCore> core_;
};

}  // namespace goldenfour::net
