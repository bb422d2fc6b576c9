#include "server/net/chunk_decoder.h"

#include <algorithm>

namespace goldenfour::net {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool ChunkDecoder::take_size(char c) {
  if (c == '\r' && digits_ > 0) {
    step_ = Step::kSizeLf;
    return true;
  }
  const int value = hex_value(c);
  if (value < 0 || digits_ == 7) return false;
  left_ = left_ * 16 + static_cast<std::uint32_t>(value);
  ++digits_;
  return true;
}

bool ChunkDecoder::take(char c) {
  const auto expect = [&](char wanted, Step next) {
    if (c != wanted) return false;
    step_ = next;
    return true;
  };
  switch (step_) {
    case Step::kSize:
      return take_size(c);
    case Step::kSizeLf:
      return expect('\n', left_ == 0 ? Step::kEndCr : Step::kData);
    case Step::kDataCr:
      return expect('\r', Step::kDataLf);
    case Step::kDataLf:
      digits_ = 0;
      return expect('\n', Step::kSize);
    case Step::kEndCr:
      return expect('\r', Step::kEndLf);
    case Step::kEndLf:
      return expect('\n', Step::kDone);
    case Step::kData:
    case Step::kDone:
      break;
  }
  return false;
}

tl::expected<std::size_t, Problem> ChunkDecoder::feed(std::string_view bytes, std::string& out) {
  std::size_t used = 0;
  while (used < bytes.size() && !done()) {
    if (step_ == Step::kData) {
      const std::string_view part = bytes.substr(used, left_);
      out += part;
      used += part.size();
      left_ -= static_cast<std::uint32_t>(part.size());
      if (left_ == 0) step_ = Step::kDataCr;
    } else if (!take(bytes[used++])) {
      return tl::make_unexpected(Problem{ErrorCode::kBadFraming, "the chunked body is malformed"});
    }
  }
  return used;
}

}  // namespace goldenfour::net
