// A responder's phone says where it can be rung when it is not connected.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <boost/url/parse.hpp>

#include "goldenfour/v1/push.pb.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"

namespace goldenfour::net {
namespace {

constexpr std::size_t kPointBytes = 65;
constexpr std::size_t kSecretBytes = 16;
constexpr std::size_t kKeyText = 128;  // more than any of them in base64

Problem no_push() {
  return {ErrorCode::kNotFound, "no push is set up"};
}

/// Whose subscription it is: the caller's own, and nobody else's.
Result<registry::ResponderId> own_id(const Exchange& exchange) {
  const std::string& id = exchange.parameters.at(0);
  if (exchange.caller->responder.value() != id)
    return refuse(ErrorCode::kForbidden, "only one's own phone", "id");
  return exchange.caller->responder;
}

bool is_below(std::string_view host, std::string_view pattern) {
  if (!pattern.starts_with("*.")) return host == pattern;
  pattern.remove_prefix(1);
  return host.size() > pattern.size() && host.ends_with(pattern);
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

/// The server will connect there: only to push services that the operator knows.
Result<void> check_endpoint(const std::string& endpoint, const PushLimits& limits) {
  const auto wrong = [](std::string why) {
    return refuse(ErrorCode::kInvalidField, std::move(why), "endpoint");
  };
  if (endpoint.empty()) return refuse(ErrorCode::kMissingField, "", "endpoint");
  if (endpoint.size() > limits.endpoint_bytes)
    return refuse(ErrorCode::kTextTooLong, std::to_string(limits.endpoint_bytes) + " bytes",
                  "endpoint");
  const auto url = boost::urls::parse_uri(endpoint);
  if (!url) return wrong("a URL");
  if (url->has_userinfo() || url->has_fragment()) return wrong("without user and fragment");
  std::string host(url->encoded_host());
  std::ranges::transform(host, host.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  if (limits.loopback && is_loopback(host) && url->scheme() == "http") return {};
  if (url->scheme() != "https") return wrong("https");
  const bool known = std::ranges::any_of(
      limits.hosts, [&](const std::string& pattern) { return is_below(host, pattern); });
  if (!known) return wrong("of a push service that this server does not know");
  return {};
}

/// `bytes` bytes of base64url, padded or not.
Result<std::string> decode_key(std::string text, std::size_t bytes, const char* field) {
  while (!text.empty() && text.back() == '=') text.pop_back();
  std::string out(kKeyText, '\0');
  std::size_t size = 0;
  const bool good = text.size() <= kKeyText &&
                    sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                      text.data(), text.size(), nullptr, &size, nullptr,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
  if (!good || size != bytes)
    return refuse(ErrorCode::kInvalidField, std::to_string(bytes) + " bytes of base64url", field);
  out.resize(bytes);
  return out;
}

bool is_on_curve(const std::string& point) {
  std::array<char, 11> group{"prime256v1"};
  std::string copy = point;
  const std::array<OSSL_PARAM, 3> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, copy.data(), copy.size()),
      OSSL_PARAM_construct_end()};
  const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  const bool good = point.front() == 4 && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                                      const_cast<OSSL_PARAM*>(parameters.data())) == 1;
  EVP_PKEY_free(key);
  return good;
}

Result<ports::PushSubscription> read_subscription(const v1::PushSubscription& message,
                                                  const PushLimits& limits) {
  if (!registry::is_valid_id(message.device()))
    return refuse(message.device().empty() ? ErrorCode::kMissingField : ErrorCode::kInvalidField,
                  "letters, digits, '-', '_', '.'", "device");
  const auto endpoint = check_endpoint(message.endpoint(), limits);
  if (!endpoint) return tl::make_unexpected(endpoint.error());
  const auto key = decode_key(message.keys().p256dh(), kPointBytes, "keys.p256dh");
  if (!key) return tl::make_unexpected(key.error());
  if (!is_on_curve(*key))
    return refuse(ErrorCode::kInvalidField, "a point of P-256", "keys.p256dh");
  const auto secret = decode_key(message.keys().auth(), kSecretBytes, "keys.auth");
  if (!secret) return tl::make_unexpected(secret.error());
  return ports::PushSubscription{message.device(), message.endpoint(), *key, *secret};
}

/// Waits until the book has it on the disk.
template <class Change>
ReplyMessage stored(Change change) {
  const auto code = co_await await_reply<ErrorCode>(
      [change = std::move(change)](auto give) { change(std::move(give)); });
  if (!code) co_return problem_response({ErrorCode::kShuttingDown});
  if (*code != ErrorCode::kNone) co_return problem_response({*code});
  HttpResponse response;
  response.status = 204;
  co_return response;
}

boost::asio::awaitable<Result<void>> find_person(const ApiContext* api, registry::ResponderId id) {
  const auto known = co_await look_at<bool>(
      &api->engine, [id](const dispatch::State&, const registry::Directory& directory,
                         dispatch::Now) { return directory.responder(id) != nullptr; });
  if (!known) co_return tl::make_unexpected(known.error());
  if (!*known) co_return refuse(ErrorCode::kNotFound, "no such responder", "id");
  co_return Result<void>();
}

}  // namespace

ReplyMessage get_push_key(const ApiContext* api, Exchange exchange) {
  if (api->push == nullptr) co_return problem_response(no_push());
  v1::PushKey message;
  message.set_public_key(api->push_key);
  co_return respond(exchange, 200, message);
}

ReplyMessage put_push_subscription(const ApiContext* api, Exchange exchange) {
  if (api->push == nullptr) co_return problem_response(no_push());
  const auto id = own_id(exchange);
  if (!id) co_return problem_response(id.error());
  v1::PushSubscription message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  auto subscription = read_subscription(message, api->options.push);
  if (!subscription) co_return problem_response(subscription.error());
  if (const auto known = co_await find_person(api, *id); !known)
    co_return problem_response(known.error());
  co_return co_await stored(
      [api, id = *id, subscription = std::move(*subscription)](ports::OnPushStored done) {
        api->push->put(id, subscription, std::move(done));
      });
}

ReplyMessage delete_push_subscription(const ApiContext* api, Exchange exchange) {
  if (api->push == nullptr) co_return problem_response(no_push());
  const auto id = own_id(exchange);
  if (!id) co_return problem_response(id.error());
  QueryReader query(exchange.request);
  const std::string device = query.text("device");
  if (const auto problem = query.problem()) co_return problem_response(*problem);
  co_return co_await stored([api, id = *id, device](ports::OnPushStored done) {
    api->push->erase(id, device, std::move(done));
  });
}

}  // namespace goldenfour::net
