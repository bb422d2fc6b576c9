#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/ports/tokens.h"

/// Random names and secrets, by libsodium. Any thread.
namespace goldenfour::net {

/// Prepares libsodium; false when the machine has no source of randomness. Once, at start.
[[nodiscard]] bool init_secrets();

/// 256 random bits as 43 characters of base64url.
std::string make_secret();
/// 64 random bits as 16 hexadecimal digits, for ids.
std::string make_id();

/// What people read to each other: no I, L, O or U, so that nothing looks like a 1, a 0 or a word.
inline constexpr std::string_view kCodeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::size_t kCodeSymbols = 12;
/// 60 random bits as 12 symbols of the alphabet.
std::string make_code();

using Salt = std::array<std::uint8_t, 32>;
/// 256 random bits.
Salt make_salt();

struct SecretParts {
  const Salt& salt;
  std::string_view code;  ///< kCodeSymbols of the alphabet
  std::string_view key;   ///< not empty
};
/// A secret as of make_secret(), always the same one for the same parts; without one of them it is
/// as hard to guess as that part.
std::string derive_secret(const SecretParts& parts);

ports::TokenHash hash_secret(std::string_view secret);

/// Compares in a time that depends on the lengths alone.
bool equal_secrets(std::string_view a, std::string_view b);
/// Compares in a time that depends on nothing.
bool equal_hashes(const ports::TokenHash& a, const ports::TokenHash& b);

}  // namespace goldenfour::net
