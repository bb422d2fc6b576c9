#pragma once

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

ports::TokenHash hash_secret(std::string_view secret);

/// Compares in a time that depends on the lengths alone.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace goldenfour::net
