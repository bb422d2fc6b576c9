#include "server/net/routes/frame_sender.h"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "server/net/codec/encode.h"
#include "server/net/message_body.h"
#include "server/net/routes/who_acted.h"

namespace goldenfour::net {
namespace {

constexpr std::uint64_t kCountsKey = 1;
constexpr std::uint64_t kMovementsKey = 2;

/// Of an ephemeral frame: what a newer one replaces. 0: durable.
std::uint64_t key_of(const ports::StreamFrame& frame) {
  if (std::holds_alternative<ports::Counts>(frame.body)) return kCountsKey;
  return std::holds_alternative<dispatch::Movements>(frame.body) ? kMovementsKey : 0;
}

SharedBytes write(const v1::ServerFrame& message, std::uint8_t encoding) {
  if (encoding == kProtobufStream) {
    return std::make_shared<const std::string>(write_protobuf(message));
  }
  // Times lie within the years that JSON can write: they passed the codec or the clock.
  auto json = write_json(message);
  return json ? std::make_shared<const std::string>(std::move(*json)) : nullptr;
}

ConnectionHandle handle_of(const ports::ConnectionId& id) {
  return {id.slot, id.generation};
}

}  // namespace

void FrameSender::send(std::span<const ports::ConnectionId> to, const ports::StreamFrame& frame,
                       std::uint64_t tag) {
  HttpServer* server = server_.load();
  if (server == nullptr) return;
  const std::uint64_t key = key_of(frame);
  v1::ServerFrame message = codec::encode(frame);
  tell_who(chronicle_, frame, message);
  std::array<SharedBytes, 2> bytes;
  for (const ports::ConnectionId& id : to) {
    SharedBytes& encoded = bytes[id.encoding];
    if (!encoded) encoded = write(message, id.encoding);
    if (!encoded) return;
    server->send(handle_of(id),
                 {encoded, key != 0 ? FrameClass::kEphemeral : FrameClass::kDurable, key, tag});
  }
}

void FrameSender::send(const ports::ConnectionId& to, const v1::ServerFrame& frame) {
  HttpServer* server = server_.load();
  auto bytes = write(frame, to.encoding);
  if (server == nullptr || !bytes) return;
  server->send(handle_of(to), {std::move(bytes), FrameClass::kDurable, 0, 0});
}

void FrameSender::close(const ports::ConnectionId& connection, ports::StreamEnd why) {
  constexpr std::uint16_t kTryAgainLater = 1013;
  constexpr std::uint16_t kReplaced = 4009;
  switch (why) {
    case ports::StreamEnd::kReplaced:
      return close(connection, kReplaced);
    case ports::StreamEnd::kOverloaded:
      return close(connection, kTryAgainLater);
    case ports::StreamEnd::kRevoked:
      return close(connection, kClosePolicy);
  }
}

void FrameSender::close(const ports::ConnectionId& connection, std::uint16_t code) {
  if (HttpServer* server = server_.load()) server->close(handle_of(connection), code);
}

}  // namespace goldenfour::net
