#include "server/notify/web_push.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include <openssl/evp.h>
#include <boost/json.hpp>

#include "server/dispatch/names.h"
#include "server/notify/webhook_message.h"
#include "server/runtime/system_clock.h"

namespace goldenfour::notify {
namespace {

constexpr unsigned kNotFound = 404;
constexpr unsigned kGone = 410;
constexpr std::size_t kTopicSymbols = 32;  // RFC 8030: at most so many of base64url

/// A later message about the same offer replaces one that a service still holds. A hash, for the
/// service need not count our incidents.
std::string topic_of(const dispatch::OfferId& offer) {
  const std::string name = to_string(offer);
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_Digest(name.data(), name.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
             EVP_sha256(), nullptr);
  return to_base64url(std::string_view(digest).substr(0, size)).substr(0, kTopicSymbols);
}

}  // namespace

struct WebPush::Ringing {
  dispatch::OfferId offer;
  std::atomic<std::size_t> left;
  std::atomic<bool> sent = false;
};

std::string push_content(const ports::Notice& notice) {
  return boost::json::serialize(boost::json::object{
      {"kind", "offer"},
      {"offer", dispatch::to_string(notice.offer)},
      {"incidentKind", dispatch::text_of(notice.kind)},
      {"role", dispatch::text_of(notice.role)},
      {"deadline", rfc3339(notice.deadline)},
      {"drill", notice.drill},
  });
}

std::string origin_of(const PostTarget& target) {
  const std::string origin = (target.tls ? "https://" : "http://") + target.host;
  return target.port == (target.tls ? "443" : "80") ? origin : origin + ':' + target.port;
}

WebPush::WebPush(const boost::asio::any_io_executor& executor, PushOptions options, P256Key key,
                 std::shared_ptr<boost::asio::ssl::context> tls, ports::PushBook& book,
                 const ports::Clock& clock, const ports::Clock& wall, ports::OnDelivery on_delivery)
    : options_(std::move(options)),
      key_(std::move(key)),
      book_(book),
      clock_(clock),
      wall_(wall),
      on_delivery_(std::move(on_delivery)),
      queue_(executor, options_, std::move(tls)) {}

void WebPush::send(ports::Notice notice) {
  const std::vector<ports::PushSubscription> devices = book_.find(notice.responder);
  const std::chrono::duration<double, std::milli> left = notice.deadline - clock_.now().utc;
  const auto real_left = std::chrono::duration_cast<std::chrono::nanoseconds>(left / clock_.rate());
  auto ringing = std::make_shared<Ringing>(notice.offer, std::max<std::size_t>(devices.size(), 1));
  if (devices.empty()) return rang(*ringing, false);
  for (const ports::PushSubscription& device : devices)
    ring(device, notice, ringing, runtime::monotonic_now() + real_left);
}

void WebPush::ring(const ports::PushSubscription& device, const ports::Notice& notice,
                   const std::shared_ptr<Ringing>& ringing, std::chrono::nanoseconds give_up_at) {
  const auto target = parse_target(device.endpoint);
  const auto body = seal_push(push_content(notice), {device.key, device.secret},
                              P256Key::generate(), random_bytes(kSaltBytes));
  if (!target || !body) {
    book_.gone(notice.responder, device.endpoint);
    return rang(*ringing, false);
  }
  queue_.send({.target = *target,
               .write = [this, target = *target, topic = topic_of(notice.offer), body = *body,
                         give_up_at] { return request(target, topic, body, give_up_at); },
               .give_up_at = give_up_at,
               .done =
                   [this, ringing, who = notice.responder,
                    endpoint = device.endpoint](const PostQueue::Outcome& outcome) {
                     if (outcome.status == kNotFound || outcome.status == kGone)
                       book_.gone(who, endpoint);
                     rang(*ringing, outcome.sent);
                   }});
}

PostRequest WebPush::request(const PostTarget& target, const std::string& topic,
                             const std::string& body, std::chrono::nanoseconds give_up_at) const {
  const auto left = std::chrono::ceil<std::chrono::seconds>(give_up_at - runtime::monotonic_now());
  PostRequest request;
  request.headers = {{"Content-Type", "application/octet-stream"},
                     {"Content-Encoding", "aes128gcm"},
                     {"TTL", std::to_string(std::max<std::int64_t>(left.count(), 0))},
                     {"Urgency", "high"},
                     {"Topic", topic},
                     {"Authorization", vapid_authorization(key_, origin_of(target),
                                                           options_.contact, wall_.now().utc)}};
  request.body = body;
  return request;
}

void WebPush::rang(Ringing& ringing, bool sent) const {
  using dispatch::DeliveryStage;
  if (sent && !ringing.sent.exchange(true))
    on_delivery_(ringing.offer, dispatch::Channel::kPush, DeliveryStage::kSent);
  if (ringing.left.fetch_sub(1) == 1 && !ringing.sent)
    on_delivery_(ringing.offer, dispatch::Channel::kPush, DeliveryStage::kFailed);
}

}  // namespace goldenfour::notify
