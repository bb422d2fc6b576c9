#include "server/notify/push_crypto.h"

#include <array>
#include <chrono>
#include <utility>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <sodium.h>
#include <boost/json.hpp>

#include "server/registry/check.h"

namespace goldenfour::notify {
namespace {

constexpr std::size_t kNumberBytes = 32;
constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::uint32_t kRecordBytes = 4096;
constexpr std::size_t kPlainBytes = 3072;
constexpr std::chrono::hours kTokenLife{12};  // RFC 8292: at most 24
constexpr std::string_view kHeader = R"({"typ":"JWT","alg":"ES256"})";

/// Something of OpenSSL's, freed by its own function.
template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;
template <class T>
Owned<T> own(T* value, void (*free)(T*)) {
  return Owned<T>(value, free);
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

/// Failing without bad input means that OpenSSL has no memory, randomness or algorithm.
void must(bool done) {
  registry::check(done, "OpenSSL does what it must");
}

EVP_PKEY* key_of(const std::string& point, const std::string* number) {
  auto build = own(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  auto big = own<BIGNUM>(nullptr, BN_clear_free);
  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  if (number != nullptr) {
    big.reset(BN_bin2bn(raw(*number), static_cast<int>(number->size()), nullptr));
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, big.get());
  }
  auto parameters = own(OSSL_PARAM_BLD_to_param(build.get()), OSSL_PARAM_free);
  auto context = own(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  const int selection = number != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  if (EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1) return nullptr;
  return key;
}

Owned<EVP_PKEY> reader_key(const std::string& point) {
  const bool usual = point.size() == kPointBytes && point.front() == 4;
  return own(usual ? key_of(point, nullptr) : nullptr, EVP_PKEY_free);
}

OSSL_PARAM octets(const char* name, std::string& bytes) {
  return OSSL_PARAM_construct_octet_string(name, bytes.data(), bytes.size());
}

/// RFC 5869, with SHA-256.
std::string hkdf(std::string salt, std::string secret, std::string info, std::size_t bytes) {
  auto function = own(EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free);
  auto context = own(EVP_KDF_CTX_new(function.get()), EVP_KDF_CTX_free);
  std::string digest = "SHA256";
  const std::array<OSSL_PARAM, 5> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
      octets(OSSL_KDF_PARAM_SALT, salt), octets(OSSL_KDF_PARAM_KEY, secret),
      octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
  std::string key(bytes, '\0');
  must(EVP_KDF_derive(context.get(), raw(key), bytes, parameters.data()) == 1);
  return key;
}

/// A text with the zero behind it that the RFCs want.
std::string labelled(std::string_view text) {
  return std::string(text) + '\0';
}

std::string seal(std::string_view key, std::string_view nonce, std::string_view plain) {
  std::string sealed(plain.size() + kTagBytes, '\0');
  auto context = own(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  int rest = 0;
  must(EVP_EncryptInit_ex2(context.get(), EVP_aes_128_gcm(), raw(key), raw(nonce), nullptr) == 1);
  must(EVP_EncryptUpdate(context.get(), raw(sealed), &size, raw(plain),
                         static_cast<int>(plain.size())) == 1);
  must(EVP_EncryptFinal_ex(context.get(), raw(sealed) + size, &rest) == 1);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                           raw(sealed) + plain.size()) == 1);
  return sealed;
}

}  // namespace

P256Key::P256Key(EVP_PKEY* key) : key_(key, EVP_PKEY_free) {}

P256Key P256Key::generate() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  must(key != nullptr);
  return P256Key(key);
}

std::optional<P256Key> P256Key::from_pem(const std::string& pem) {
  auto text = own(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
  EVP_PKEY* read = PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr);
  if (read == nullptr) return std::nullopt;
  P256Key key(read);
  std::array<char, 32> group{};
  const bool named = EVP_PKEY_get_utf8_string_param(read, OSSL_PKEY_PARAM_GROUP_NAME, group.data(),
                                                    group.size(), nullptr) == 1;
  if (!named || std::string_view(group.data()) != "prime256v1") return std::nullopt;
  return key;
}

std::optional<P256Key> P256Key::from_parts(const std::string& number, const std::string& point) {
  if (number.size() != kNumberBytes || point.size() != kPointBytes) return std::nullopt;
  EVP_PKEY* key = key_of(point, &number);
  if (key == nullptr) return std::nullopt;
  return P256Key(key);
}

std::string P256Key::pem() const {
  auto text = own(BIO_new(BIO_s_mem()), BIO_free_all);
  must(PEM_write_bio_PKCS8PrivateKey(text.get(), key_.get(), nullptr, nullptr, 0, nullptr,
                                     nullptr) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(text.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string P256Key::point() const {
  std::string point(kPointBytes, '\0');
  std::size_t size = 0;
  must(EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY, raw(point),
                                       point.size(), &size) == 1 &&
       size == kPointBytes);
  return point;
}

std::optional<std::string> P256Key::agree(const std::string& point) const {
  const auto peer = reader_key(point);
  if (!peer) return std::nullopt;
  auto context = own(EVP_PKEY_CTX_new(key_.get(), nullptr), EVP_PKEY_CTX_free);
  std::string secret(kNumberBytes, '\0');
  std::size_t size = secret.size();
  const bool done = EVP_PKEY_derive_init(context.get()) == 1 &&
                    EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1 &&
                    EVP_PKEY_derive(context.get(), raw(secret), &size) == 1;
  if (!done || size != kNumberBytes) return std::nullopt;
  return secret;
}

std::string P256Key::sign(std::string_view text) const {
  auto context = own(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::array<unsigned char, 128> der{};
  std::size_t size = der.size();
  must(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
  must(EVP_DigestSign(context.get(), der.data(), &size, raw(text), text.size()) == 1);
  const unsigned char* begin = der.data();
  auto numbers = own(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(size)), ECDSA_SIG_free);
  must(numbers != nullptr);
  std::string signature(2 * kNumberBytes, '\0');
  constexpr int kHalf = static_cast<int>(kNumberBytes);
  must(BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), raw(signature), kHalf) == kHalf);
  must(BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), raw(signature) + kHalf, kHalf) == kHalf);
  return signature;
}

bool P256Key::verify(const std::string& point, std::string_view text, std::string_view signature) {
  const auto key = reader_key(point);
  if (!key || signature.size() != 2 * kNumberBytes) return false;
  auto numbers = own(ECDSA_SIG_new(), ECDSA_SIG_free);
  constexpr int kHalf = static_cast<int>(kNumberBytes);
  ECDSA_SIG_set0(numbers.get(), BN_bin2bn(raw(signature), kHalf, nullptr),
                 BN_bin2bn(raw(signature) + kHalf, kHalf, nullptr));
  std::array<unsigned char, 128> der{};
  unsigned char* end = der.data();
  const int size = i2d_ECDSA_SIG(numbers.get(), &end);
  auto context = own(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  must(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
  return EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(size), raw(text),
                          text.size()) == 1;
}

std::string to_base64url(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), kVariant);
  text.pop_back();  // the zero at its end
  return text;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  must(RAND_bytes(raw(bytes), static_cast<int>(count)) == 1);
  return bytes;
}

std::optional<std::string> seal_push(std::string_view plain, const PushReader& reader,
                                     const P256Key& sender, const std::string& salt) {
  registry::check(plain.size() <= kPlainBytes, "a push message fits into one record");
  if (reader.secret.size() != kSecretBytes || salt.size() != kSaltBytes) return std::nullopt;
  const auto shared = sender.agree(reader.point);
  if (!shared) return std::nullopt;
  const std::string point = sender.point();
  const std::string both = labelled("WebPush: info") + reader.point + point;
  const std::string secret = hkdf(reader.secret, *shared, both, kNumberBytes);
  const std::string key = hkdf(salt, secret, labelled("Content-Encoding: aes128gcm"), kKeyBytes);
  const std::string nonce = hkdf(salt, secret, labelled("Content-Encoding: nonce"), kNonceBytes);
  std::string body = salt;
  for (int shift = 24; shift >= 0; shift -= 8)
    body += static_cast<char>(kRecordBytes >> shift & 0xff);
  body += static_cast<char>(kPointBytes);
  body += point;
  constexpr char kLastRecord = 2;
  return body + seal(key, nonce, std::string(plain) + kLastRecord);
}

std::string vapid_authorization(const P256Key& key, const std::string& origin,
                                const std::string& contact, dispatch::WallTime now) {
  const auto expires = std::chrono::floor<std::chrono::seconds>(now.since_epoch + kTokenLife);
  const std::string claims = boost::json::serialize(
      boost::json::object{{"aud", origin}, {"exp", expires.count()}, {"sub", contact}});
  const std::string text = to_base64url(kHeader) + '.' + to_base64url(claims);
  return "vapid t=" + text + '.' + to_base64url(key.sign(text)) +
         ", k=" + to_base64url(key.point());
}

}  // namespace goldenfour::notify
