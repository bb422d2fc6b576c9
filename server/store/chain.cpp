#include "server/store/chain.h"

#include <sodium.h>

namespace goldenfour::store {

ChainHash chain_start(std::string_view journal_id) {
  ChainHash hash{};
  static constexpr std::string_view kPurpose = "goldenfour journal 1";
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(journal_id.data()), journal_id.size(),
                     reinterpret_cast<const unsigned char*>(kPurpose.data()), kPurpose.size());
  return hash;
}

ChainHash chain_next(const ChainHash& previous, std::uint64_t sequence, std::string_view record) {
  std::array<unsigned char, sizeof(ChainHash) + 8> prefix;
  std::copy(previous.begin(), previous.end(), prefix.begin());
  for (std::size_t byte = 0; byte < 8; ++byte) {
    prefix[sizeof(ChainHash) + byte] = static_cast<unsigned char>(sequence >> (8 * byte));
  }
  crypto_generichash_state state;
  ChainHash hash;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, prefix.data(), prefix.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(record.data()),
                            record.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

}  // namespace goldenfour::store
