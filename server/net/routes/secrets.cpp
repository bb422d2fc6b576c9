#include "server/net/routes/secrets.h"

#include <sodium.h>

#include <array>

namespace goldenfour::net {
namespace {

static_assert(crypto_hash_sha256_BYTES == std::tuple_size_v<ports::TokenHash>);

constexpr std::size_t kSecretBytes = 32;
using SecretBytes = std::array<unsigned char, kSecretBytes>;
constexpr std::size_t kIdBytes = 8;
static_assert(256 % kCodeAlphabet.size() == 0, "every symbol must be as likely");
constexpr int kBase64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
static_assert(crypto_auth_hmacsha256_BYTES == kSecretBytes);
static_assert(crypto_auth_hmacsha256_KEYBYTES == std::tuple_size_v<Salt>);

/// Leaves nothing in `bytes`.
std::string as_secret(SecretBytes& bytes) {
  std::array<char, sodium_base64_ENCODED_LEN(kSecretBytes, kBase64)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kBase64);
  sodium_memzero(bytes.data(), bytes.size());
  return text.data();
}

void feed(crypto_auth_hmacsha256_state& state, std::string_view text) {
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
}

}  // namespace

bool init_secrets() {
  return sodium_init() >= 0;
}

std::string make_secret() {
  SecretBytes bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return as_secret(bytes);
}

std::string make_id() {
  std::array<unsigned char, kIdBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 2 * kIdBytes + 1> text{};
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

std::string make_code() {
  std::array<unsigned char, kCodeSymbols> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string code;
  for (const unsigned char byte : bytes) code += kCodeAlphabet[byte % kCodeAlphabet.size()];
  sodium_memzero(bytes.data(), bytes.size());
  return code;
}

Salt make_salt() {
  Salt salt{};
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

std::string derive_secret(const SecretParts& parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, parts.salt.data(), parts.salt.size());
  feed(state, parts.code);  // of a fixed length, so that code and key cannot run together
  feed(state, parts.key);
  SecretBytes bytes{};
  crypto_auth_hmacsha256_final(&state, bytes.data());
  sodium_memzero(&state, sizeof(state));
  return as_secret(bytes);
}

ports::TokenHash hash_secret(std::string_view secret) {
  ports::TokenHash hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size());
  return hash;
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool equal_hashes(const ports::TokenHash& a, const ports::TokenHash& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace goldenfour::net
