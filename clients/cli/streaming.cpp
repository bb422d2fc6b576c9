#include "clients/cli/streaming.h"

#include <csignal>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace goldenfour::cli {

namespace asio = boost::asio;

void run_stream(Session& session, client::StreamListener* listener, std::chrono::seconds limit,
                const std::function<void(client::StreamClient*, std::function<void()>)>& start) {
  asio::io_context& io = session.io();
  const client::HttpOptions& http = session.http().options();
  client::Connector connector(http.target, http.ca_file);
  client::StreamOptions options;
  options.token = http.token;
  options.seed = static_cast<std::uint64_t>(client::now().time_since_epoch().count());
  client::StreamClient stream(io.get_executor(), &session.http(), &connector, options, listener);
  asio::signal_set signals(io, SIGINT, SIGTERM);
  asio::steady_timer deadline(io);
  asio::steady_timer grace(io);
  const auto stop = [&] {
    stream.stop();
    boost::system::error_code ignored;
    signals.cancel(ignored);
    deadline.cancel();
    // A polite close may not be answered.
    grace.expires_after(std::chrono::seconds(2));
    grace.async_wait([&](boost::system::error_code error) {
      if (!error) io.stop();
    });
  };
  signals.async_wait([&](boost::system::error_code error, int) {
    if (!error) stop();
  });
  if (limit.count() > 0) {
    deadline.expires_after(limit);
    deadline.async_wait([&](boost::system::error_code error) {
      if (!error) stop();
    });
  }
  start(&stream, stop);
  // Nothing that still waits beside the stream may keep the program alive.
  asio::co_spawn(io, stream.run(), [&](std::exception_ptr) { io.stop(); });
  io.restart();
  io.run();
}

}  // namespace goldenfour::cli
