// The application's side of one WebSocket connection.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/awaitable.hpp>

namespace goldenfour::net {

// Names one connection for as long as the server runs: the slot is reused, the generation is not,
// so a handle kept too long addresses nobody.
struct ConnectionHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;

  bool operator==(const ConnectionHandle&) const = default;
};

// Bytes of one frame, encoded once and shared by every connection that gets it.
using SharedBytes = std::shared_ptr<const std::string>;

enum class FrameClass : std::uint8_t {
  kDurable,    // in order, all or the connection ends
  kEphemeral,  // newest of its key wins, goes after durable ones, dropped first
};

struct Frame {
  SharedBytes bytes = {};
  FrameClass frame_class = FrameClass::kDurable;
  std::uint64_t key = 0;  // ephemeral: an unwritten frame with the same key is replaced
  std::uint64_t tag = 0;  // durable: told to on_written unless zero
};

// Close codes beside those of RFC 6455 that this server uses.
enum CloseCode : std::uint16_t {
  kCloseNormal = 1000,
  kCloseGoingAway = 1001,
  kCloseProtocolError = 1002,
  kCloseWrongData = 1003,
  kCloseNoStatus = 1005,
  kCloseAbnormal = 1006,
  kCloseBadPayload = 1007,
  kClosePolicy = 1008,
  kCloseTooBig = 1009,
  kCloseInternal = 1011,
  kCloseSlowReader = 4008,
};

// Implemented by the application, one object per connection, owned by the connection. All calls
// come on the connection's strand, never two at once, on_open first and on_close last and exactly
// once (except when the io_context is destroyed before the server was stopped: then only the
// destructor).
class StreamSink {
 public:
  virtual ~StreamSink() = default;

  // The connection is ready; frames may be sent to `self` from any thread by HttpServer::send.
  virtual void on_open(ConnectionHandle self) = 0;

  // One complete message, of the kind the subprotocol demands. Nothing more is read until the
  // awaitable completes, which is how a full inbox holds a sender back; after dead_after without
  // reading the connection counts as dead. An exception closes with 1011; the others must not
  // throw.
  virtual boost::asio::awaitable<void> on_message(std::string message) = 0;

  // The durable frame with this tag has been handed to the kernel completely ("sent").
  virtual void on_written(std::uint64_t tag) = 0;

  // Over. `code` as received, or as sent if this side closed first; kCloseAbnormal if nobody said
  // goodbye. Frames not reported by on_written were not sent.
  virtual void on_close(std::uint16_t code) = 0;
};

// The two subprotocols of the stream.
inline constexpr std::string_view kJsonSubprotocol = "goldenfour.v1.json";
inline constexpr std::string_view kProtobufSubprotocol = "goldenfour.v1.protobuf";

}  // namespace goldenfour::net
