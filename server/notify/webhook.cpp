#include "server/notify/webhook.h"

#include "server/runtime/system_clock.h"

namespace goldenfour::notify {

Webhook::Webhook(const boost::asio::any_io_executor& executor, WebhookOptions options,
                 PostTarget target, std::shared_ptr<boost::asio::ssl::context> tls,
                 const ports::Clock& clock, const ports::Clock& wall, ports::OnDelivery on_delivery)
    : options_(std::move(options)),
      target_(std::move(target)),
      clock_(clock),
      wall_(wall),
      on_delivery_(std::move(on_delivery)),
      queue_(executor, options_, std::move(tls)) {}

void Webhook::send(ports::Notice notice) {
  const std::chrono::duration<double, std::milli> left = notice.deadline - clock_.now().utc;
  const auto real_left = std::chrono::duration_cast<std::chrono::nanoseconds>(left / clock_.rate());
  post({.id = dispatch::to_string(notice.offer),
        .body = to_json(notice),
        .give_up_at = runtime::monotonic_now() + real_left},
       [this, offer = notice.offer](const PostQueue::Outcome& outcome) {
         on_delivery_(
             offer, dispatch::Channel::kWebhook,
             outcome.sent ? dispatch::DeliveryStage::kSent : dispatch::DeliveryStage::kFailed);
       });
}

void Webhook::sound(const AlarmNotice& notice) {
  post({.id = dispatch::to_string(notice.incident) + "-alarm-" + std::to_string(notice.alarm),
        .body = to_json(notice),
        .give_up_at = runtime::monotonic_now() + options_.alarm_patience},
       [](const PostQueue::Outcome&) {});
}

void Webhook::post(Letter letter, std::function<void(const PostQueue::Outcome&)> done) {
  const auto give_up_at = letter.give_up_at;
  const auto write = [this, letter = std::move(letter)] {
    const std::string timestamp = std::to_string(
        std::chrono::floor<std::chrono::seconds>(wall_.now().utc.since_epoch).count());
    PostRequest request;
    request.headers = {
        {std::string(kMessageIdHeader), letter.id},
        {std::string(kTimestampHeader), timestamp},
        {std::string(kSignatureHeader), sign(options_.secret, timestamp, letter.body)}};
    request.body = letter.body;
    return request;
  };
  queue_.send(
      {.target = target_, .write = write, .give_up_at = give_up_at, .done = std::move(done)});
}

}  // namespace goldenfour::notify
