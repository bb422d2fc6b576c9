// Whatever the strict pass lets through and fits the message can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "goldenfour/v1/stream.pb.h"
#include "server/net/message_body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace goldenfour;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  v1::ClientFrame frame;
  if (net::parse_json(text, frame)) {
    v1::ClientFrame again;
    const auto written = net::write_json(frame);
    if (!written || !net::parse_json(*written, again)) std::abort();
    if (net::write_protobuf(frame) != net::write_protobuf(again)) std::abort();
  }
  if (net::parse_protobuf(text, frame)) static_cast<void>(net::write_json(frame));
  return 0;
}
