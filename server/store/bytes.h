// Fixed-width little-endian integers in small binary headers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace goldenfour::store {

template <class Integer>
void put_little_endian(std::string& out, Integer value) {
  for (std::size_t byte = 0; byte < sizeof(Integer); ++byte) {
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * byte)));
  }
}

// Reads from the front of `bytes`, which must be long enough.
template <class Integer>
Integer get_little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t byte = 0; byte < sizeof(Integer); ++byte) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[byte])} << (8 * byte);
  }
  return static_cast<Integer>(value);
}

}  // namespace goldenfour::store
