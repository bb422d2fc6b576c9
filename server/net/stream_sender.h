#pragma once

#include <cstdint>
#include <span>

#include "server/net/connection_writer.h"
#include "server/ports/stream.h"

namespace goldenfour::v1 {
class ServerFrame;
}

namespace goldenfour::net {

/// How a connection wants its frames; travels in ConnectionId::encoding.
enum class StreamEncoding : std::uint8_t { kJson, kProtobuf };

/// A frame's bytes in one encoding.
SharedBytes encode_frame(const v1::ServerFrame& frame, StreamEncoding encoding);

/// The hub's way to sockets: encodes a frame once for each encoding, however many get it.
class SocketStreamSender final : public ports::StreamSender {
 public:
  /// `writer` must outlive the sender.
  explicit SocketStreamSender(ConnectionWriter& writer) : writer_(writer) {}

  void send(std::span<const ports::ConnectionId> to, const ports::StreamFrame& frame,
            std::uint64_t tag) override;
  void close(const ports::ConnectionId& connection, ports::StreamEnd why) override;

 private:
  ConnectionWriter& writer_;
};

}  // namespace goldenfour::net
