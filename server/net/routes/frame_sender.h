#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "goldenfour/v1/stream.pb.h"
#include "server/net/http_server.h"
#include "server/net/routes/chronicle.h"
#include "server/ports/stream.h"

namespace goldenfour::net {

/// Subprotocols as ports::ConnectionId::encoding carries them.
enum StreamEncoding : std::uint8_t { kJsonStream = 0, kProtobufStream = 1 };

/// Writes frames for the connections of one server. Thread-safe once attached.
class FrameSender final : public ports::StreamSender {
 public:
  /// `chronicle` tells consoles who did what; it must outlive every call.
  explicit FrameSender(const Chronicle& chronicle) : chronicle_(chronicle) {}

  /// Before the server listens; it must outlive every call that follows.
  void attach(HttpServer& server) { server_.store(&server); }

  void send(std::span<const ports::ConnectionId> to, const ports::StreamFrame& frame,
            std::uint64_t tag) override;
  void close(const ports::ConnectionId& connection, ports::StreamEnd why) override;

  /// A frame for one connection alone: results and pongs.
  void send(const ports::ConnectionId& to, const v1::ServerFrame& frame);
  void close(const ports::ConnectionId& connection, std::uint16_t code);

 private:
  const Chronicle& chronicle_;
  std::atomic<HttpServer*> server_ = nullptr;
};

}  // namespace goldenfour::net
