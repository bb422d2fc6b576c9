#include "server/net/web/gzip.h"

#include <zlib.h>

#include <array>
#include <cstddef>

namespace goldenfour::net::web {
namespace {

constexpr int kGzipWindow = 15 + 16;  // the largest window, in gzip's wrapper
constexpr int kLevel = 6;
constexpr int kMemory = 8;

void point_at(z_stream& stream, std::string_view bytes) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

}  // namespace

std::optional<std::string> gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    return std::nullopt;
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  point_at(stream, bytes);
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) return std::nullopt;
  return packed;
}

bool gzip_holds(std::string_view packed, std::string_view plain) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return false;
  point_at(stream, packed);
  std::array<char, 16 * 1024> piece;
  bool equal = true;
  int result = Z_OK;
  while (equal && result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    result = inflate(&stream, Z_NO_FLUSH);
    const std::size_t got = piece.size() - stream.avail_out;
    equal = plain.substr(0, got) == std::string_view(piece.data(), got);
    plain.remove_prefix(equal ? got : 0);
  }
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0 && plain.empty();
  inflateEnd(&stream);
  return equal && whole;
}

}  // namespace goldenfour::net::web
