// The hash chain that ties every journal record to all before it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace goldenfour::store {

// BLAKE2b-256 over (previous hash, sequence as 8 little-endian bytes, record).
using ChainHash = std::array<unsigned char, 32>;

// The hash before record 1; differs from journal to journal because `journal_id` is random.
ChainHash chain_start(std::string_view journal_id);

// The hash after record `sequence`. Linear in the record's size, no allocation.
ChainHash chain_next(const ChainHash& previous, std::uint64_t sequence, std::string_view record);

// The hash's bytes, to store or compare. Valid as long as `hash`.
inline std::string_view bytes_of(const ChainHash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace goldenfour::store
