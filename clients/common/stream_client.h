#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "clients/common/connector.h"
#include "clients/common/failure.h"
#include "clients/common/http_client.h"
#include "goldenfour/v1/stream.pb.h"

namespace goldenfour::client {

enum class Link { kConnecting, kConnected, kWaiting, kRefused, kStopped };

/// What a stream tells its owner. Called on the stream's executor; send() and stop() are allowed
/// inside, destroying the stream is not.
class StreamListener {
 public:
  virtual ~StreamListener() = default;
  /// kWaiting: `why` says what broke, `pause` when it is tried again. kRefused is the end: the
  /// server does not want this token.
  virtual void on_link(Link link, const std::string& why, std::chrono::milliseconds pause) = 0;
  /// Durable frames come once each and in order; after a gap the next one is a reset.
  virtual void on_frame(const v1::ServerFrame& frame) = 0;
};

struct StreamOptions {
  std::string token;
  std::chrono::milliseconds ping_every{15'000};
  std::chrono::milliseconds dead_after{30'000};  ///< without any frame
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds first_pause{250};
  std::chrono::milliseconds longest_pause{10'000};
  std::size_t max_queue = 256;  ///< frames waiting to be sent
  std::size_t max_message = 256 * 1024;
  std::uint64_t seed = 1;  ///< of the back-off's jitter
};

/// One subscriber of /v1/stream in goldenfour.v1.protobuf: takes a ticket, connects, says hello
/// with where it stood, acknowledges durable frames (offers at once), pings, and comes back after
/// every break until stopped. Single-threaded on its executor.
class StreamClient {
 public:
  /// `http` serves the tickets; it, `connector` and `listener` must outlive this.
  StreamClient(asio::any_io_executor executor, HttpClient* http, Connector* connector,
               StreamOptions options, StreamListener* listener);
  ~StreamClient();

  /// Serves until stop() or a refusal. Spawn it once; this must outlive it.
  asio::awaitable<void> run();

  /// Queues a frame; false when there is no connection or the queue is full. What must not get lost
  /// carries `request` and is sent again by the owner until its Result comes.
  bool send(v1::ClientFrame frame);

  /// Sent with every hello from now on.
  void set_presence(std::optional<v1::PresenceReport> presence);

  /// Closes politely; run() ends soon.
  void stop();

  bool connected() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace goldenfour::client
