#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "server/notify/push_crypto.h"
#include "server/ports/push.h"

namespace goldenfour::support {

/// Base64 for URLs back to bytes; for tests alone, it takes what it is given.
inline std::string from_base64url(std::string text) {
  for (char& symbol : text) {
    if (symbol == '-') symbol = '+';
    if (symbol == '_') symbol = '/';
  }
  const std::size_t padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  std::string bytes(text.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - padding);
  return bytes;
}

/// A phone's side of Web Push: subscribes, and opens what it is sent, step by step as RFC 8291 and
/// RFC 8188 say it.
class PushDevice {
 public:
  explicit PushDevice(notify::P256Key key = notify::P256Key::generate(),
                      std::string secret = "sixteen bytes ..")
      : key_(std::move(key)), secret_(std::move(secret)) {}

  ports::PushSubscription subscription(const std::string& endpoint,
                                       const std::string& device = "phone") const {
    return {device, endpoint, key_.point(), secret_};
  }

  /// What the message says; nothing when it was not for this device or was changed.
  std::optional<std::string> open(const std::string& body) const {
    constexpr std::size_t kHeader = 16 + 4 + 1 + 65;
    constexpr std::size_t kTag = 16;
    if (body.size() < kHeader + kTag + 1 || body[20] != 65) return std::nullopt;
    const std::string salt = body.substr(0, 16);
    const std::string sender = body.substr(21, 65);
    const auto shared = key_.agree(sender);
    if (!shared) return std::nullopt;
    using namespace std::string_literals;
    const std::string secret =
        hmac(hmac(secret_, *shared), "WebPush: info\0"s + key_.point() + sender + "\x01");
    const std::string extracted = hmac(salt, secret);
    const std::string key = hmac(extracted, "Content-Encoding: aes128gcm\0\x01"s).substr(0, 16);
    const std::string nonce = hmac(extracted, "Content-Encoding: nonce\0\x01"s).substr(0, 12);
    auto plain = decrypt(key, nonce, body.substr(kHeader));
    if (!plain || plain->empty() || plain->back() != 2) return std::nullopt;
    plain->pop_back();
    return plain;
  }

 private:
  static const unsigned char* raw(const std::string& bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
  }
  static std::string hmac(const std::string& key, const std::string& text) {
    std::string digest(32, '\0');
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(text), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()), nullptr);
    return digest;
  }
  static std::optional<std::string> decrypt(const std::string& key, const std::string& nonce,
                                            const std::string& sealed) {
    const std::size_t size = sealed.size() - 16;
    std::string plain(size, '\0');
    std::string tag = sealed.substr(size);
    const std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)> context(EVP_CIPHER_CTX_new(),
                                                                             EVP_CIPHER_CTX_free);
    int done = 0;
    auto* out = reinterpret_cast<unsigned char*>(plain.data());
    EVP_DecryptInit_ex2(context.get(), EVP_aes_128_gcm(), raw(key), raw(nonce), nullptr);
    EVP_DecryptUpdate(context.get(), out, &done, raw(sealed), static_cast<int>(size));
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, 16, tag.data());
    if (EVP_DecryptFinal_ex(context.get(), out + done, &done) != 1) return std::nullopt;
    return plain;
  }

  notify::P256Key key_;
  std::string secret_;
};

}  // namespace goldenfour::support
