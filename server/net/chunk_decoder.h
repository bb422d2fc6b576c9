// Strict decoder of `Transfer-Encoding: chunked`: no chunk extensions, no trailers, no bare CR or
// LF, sizes of at most seven hexadecimal digits. Pure; feed it whatever bytes have arrived.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/net/problem.h"

namespace goldenfour::net {

class ChunkDecoder {
 public:
  // Decodes from the front of `bytes`, appends the payload to `out` and returns how many bytes were
  // used; the rest (after the last chunk, when done()) belongs to the next request. kBadFraming on
  // any deviation; the decoder must not be fed again after an error. O(bytes).
  tl::expected<std::size_t, Problem> feed(std::string_view bytes, std::string& out);

  bool done() const { return step_ == Step::kDone; }

 private:
  enum class Step : std::uint8_t { kSize, kSizeLf, kData, kDataCr, kDataLf, kEndCr, kEndLf, kDone };

  bool take(char c);
  bool take_size(char c);

  Step step_ = Step::kSize;
  std::uint8_t digits_ = 0;
  std::uint32_t left_ = 0;  // of the size being read, then of the chunk's data
};

}  // namespace goldenfour::net
