// Whatever the guard lets pass, the parser behind it must understand, and the chunk decoder must
// neither crash nor use more than it was given.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/net/chunk_decoder.h"
#include "server/net/guard.h"
#include "server/net/request_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace goldenfour::net;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto end = find_header_end(bytes, 0, {});
  if (end && *end) {
    const std::string_view header = bytes.substr(0, **end);
    const auto request = check_header(header, {}) ? parse_request_header(header) : HttpRequest{};
    if (!request && request.error().code == ErrorCode::kBadFraming) std::abort();
  }
  ChunkDecoder decoder;
  std::string body;
  const auto used = decoder.feed(bytes, body);
  if (used && (*used > size || body.size() > size)) std::abort();
  return 0;
}
