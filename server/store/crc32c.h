// CRC-32C (Castagnoli polynomial, RFC 3720 appendix B.4), which guards every stored row.
#pragma once

#include <cstdint>
#include <string_view>

namespace goldenfour::store {

// The checksum of `bytes` continued from `previous` (0 to begin); crc32c("123456789") is
// 0xE3069283. Uses the processor's instruction where there is one.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous = 0);

// The same without special instructions: for other processors, and to check the fast one.
std::uint32_t crc32c_portable(std::string_view bytes, std::uint32_t previous = 0);

}  // namespace goldenfour::store
