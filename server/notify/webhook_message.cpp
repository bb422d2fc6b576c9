#include "server/notify/webhook_message.h"

#include <array>
#include <charconv>

#include <fmt/chrono.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <boost/json.hpp>

#include "server/dispatch/names.h"

namespace goldenfour::notify {

namespace json = boost::json;

std::string rfc3339(dispatch::WallTime time) {
  const std::chrono::sys_time<registry::Duration> at{time.since_epoch};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds.time_since_epoch().count()),
                     (at - seconds).count());
}

std::string to_json(const ports::Notice& notice) {
  return json::serialize(json::object{
      {"kind", "offer"},
      {"offer", dispatch::to_string(notice.offer)},
      {"responder", notice.responder.value()},
      {"phone", notice.phone},
      {"incidentKind", dispatch::text_of(notice.kind)},
      {"role", dispatch::text_of(notice.role)},
      {"deadline", rfc3339(notice.deadline)},
      {"drill", notice.drill},
  });
}

std::string to_json(const AlarmNotice& notice) {
  return json::serialize(json::object{
      {"kind", "alarm"},
      {"incident", dispatch::to_string(notice.incident)},
      {"alarm", notice.alarm},
      {"alarmKind", dispatch::text_of(notice.kind)},
      {"drill", notice.drill},
  });
}

std::string sign(std::string_view secret, std::string_view timestamp, std::string_view body) {
  std::string text(timestamp);
  text += '.';
  text += body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  std::string signature = "v1=";
  for (unsigned int i = 0; i < size; ++i) signature += fmt::format("{:02x}", digest[i]);
  return signature;
}

bool verify(std::string_view secret, std::string_view timestamp, std::string_view signature,
            std::string_view body, dispatch::WallTime now, std::chrono::seconds tolerance) {
  if (secret.empty()) return false;
  std::int64_t seconds = 0;
  const char* end = timestamp.data() + timestamp.size();
  const auto [parsed, error] = std::from_chars(timestamp.data(), end, seconds);
  if (error != std::errc{} || parsed != end || seconds < 0) return false;
  const std::int64_t now_seconds =
      std::chrono::floor<std::chrono::seconds>(now.since_epoch).count();
  // Both are seconds since 1970 and not negative, so the difference does not overflow.
  if (std::abs(now_seconds - seconds) > tolerance.count()) return false;
  const std::string expected = sign(secret, timestamp, body);
  return signature.size() == expected.size() &&
         CRYPTO_memcmp(signature.data(), expected.data(), expected.size()) == 0;
}

tl::expected<Receipt, std::string> parse_receipt(std::string_view body) {
  json::parse_options strict;
  strict.max_depth = 2;
  boost::system::error_code error;
  const json::value value = json::parse(json::string_view(body), error, {}, strict);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr) return tl::unexpected(std::string());
  for (const auto& [key, ignored] : *object)
    if (key != "offer" && key != "stage") return tl::unexpected(std::string(key));
  Receipt receipt;
  const json::value* offer = object->if_contains("offer");
  if (offer == nullptr || !offer->is_string() ||
      !dispatch::parse(std::string(offer->get_string()), receipt.offer))
    return tl::unexpected(std::string("offer"));
  const json::value* stage = object->if_contains("stage");
  if (stage == nullptr || !stage->is_string()) return tl::unexpected(std::string("stage"));
  if (stage->get_string() == "FAILED") {
    receipt.stage = dispatch::DeliveryStage::kFailed;
  } else if (stage->get_string() != "DELIVERED") {
    return tl::unexpected(std::string("stage"));
  }
  return receipt;
}

}  // namespace goldenfour::notify
