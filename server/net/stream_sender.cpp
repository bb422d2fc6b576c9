#include "server/net/stream_sender.h"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "goldenfour/v1/stream.pb.h"
#include "server/net/codec/encode.h"
#include "server/net/message_body.h"
#include "server/registry/check.h"

namespace goldenfour::net {
namespace {

constexpr std::uint16_t kCloseReplaced = 4009;
constexpr std::uint16_t kCloseTryAgainLater = 1013;
constexpr std::uint64_t kCountsKey = 1;

}  // namespace

SharedBytes encode_frame(const v1::ServerFrame& frame, StreamEncoding encoding) {
  if (encoding == StreamEncoding::kProtobuf)
    return std::make_shared<const std::string>(write_protobuf(frame));
  auto text = write_json(frame);
  registry::check(text.has_value(), "frames of the server can be written as JSON");
  return std::make_shared<const std::string>(*std::move(text));
}

void SocketStreamSender::send(std::span<const ports::ConnectionId> to,
                              const ports::StreamFrame& frame, std::uint64_t tag) {
  if (to.empty()) return;
  const v1::ServerFrame message = codec::encode(frame);
  const bool counts = std::holds_alternative<ports::Counts>(frame.body);
  std::array<SharedBytes, 2> encoded;
  for (const ports::ConnectionId& id : to) {
    SharedBytes& bytes = encoded.at(id.encoding);
    if (!bytes) bytes = encode_frame(message, static_cast<StreamEncoding>(id.encoding));
    writer_.send({id.slot, id.generation},
                 {.bytes = bytes,
                  .frame_class = counts ? FrameClass::kEphemeral : FrameClass::kDurable,
                  .key = counts ? kCountsKey : 0,
                  .tag = tag});
  }
}

void SocketStreamSender::close(const ports::ConnectionId& connection, ports::StreamEnd why) {
  const auto code = why == ports::StreamEnd::kReplaced ? kCloseReplaced : kCloseTryAgainLater;
  writer_.close({connection.slot, connection.generation}, code);
}

}  // namespace goldenfour::net
