#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

#include "server/dispatch/types.h"

/// The cryptography of Web Push: RFC 8291 (content that only the device can read) and RFC 8292 (who
/// sends). OpenSSL does it; why no library for the whole stands in server/adr/0008-web-push.md.
namespace goldenfour::notify {

inline constexpr std::size_t kPointBytes = 65;   ///< of P-256, uncompressed
inline constexpr std::size_t kSecretBytes = 16;  ///< a device's
inline constexpr std::size_t kSaltBytes = 16;

/// A key pair on P-256. Immutable; any thread.
class P256Key {
 public:
  /// Of the machine's randomness.
  static P256Key generate();
  /// PKCS #8 in PEM; nothing when it is no private key on P-256.
  static std::optional<P256Key> from_pem(const std::string& pem);
  /// 32 bytes of the private number with its point.
  static std::optional<P256Key> from_parts(const std::string& number, const std::string& point);

  std::string pem() const;
  std::string point() const;
  /// The secret that both sides find (ECDH), 32 bytes; nothing when `point` is none of the curve.
  std::optional<std::string> agree(const std::string& point) const;
  /// ES256: 64 bytes.
  std::string sign(std::string_view text) const;
  /// Whether `signature` is that of the holder of `point`.
  static bool verify(const std::string& point, std::string_view text, std::string_view signature);

 private:
  explicit P256Key(EVP_PKEY* key);
  std::shared_ptr<EVP_PKEY> key_;
};

/// Base64 for URLs, without padding.
std::string to_base64url(std::string_view bytes);

std::string random_bytes(std::size_t count);

/// Whom a message is for: a device's point and secret, as it gave them when it subscribed.
struct PushReader {
  std::string point;
  std::string secret;
};

/// The body of a push message: one aes128gcm record with `plain` for `reader` alone. `sender` and
/// `salt` must be used once. Nothing when the reader's point is none of the curve or a length is
/// wrong. `plain` is at most 3 KB (a programmer error otherwise): more no push service must take.
std::optional<std::string> seal_push(std::string_view plain, const PushReader& reader,
                                     const P256Key& sender, const std::string& salt);

/// The value of Authorization: who we are, signed for one push service. `origin` is its
/// "https://host[:port]", `contact` a mailto: or https: address of the operator.
std::string vapid_authorization(const P256Key& key, const std::string& origin,
                                const std::string& contact, dispatch::WallTime now);

}  // namespace goldenfour::notify
