#include "server/notify/webhook.h"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/runtime/system_clock.h"

namespace goldenfour::notify {

namespace asio = boost::asio;

namespace {

constexpr unsigned kRequestTimeout = 408;
constexpr unsigned kTooEarly = 425;
constexpr unsigned kTooManyRequests = 429;

std::chrono::milliseconds whole_milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::ceil<std::chrono::milliseconds>(time);
}

}  // namespace

Webhook::Webhook(const asio::any_io_executor& executor, WebhookOptions options, PostTarget target,
                 std::shared_ptr<asio::ssl::context> tls, const ports::Clock& clock,
                 const ports::Clock& wall, ports::OnDelivery on_delivery)
    : options_(std::move(options)),
      target_(std::move(target)),
      tls_(std::move(tls)),
      clock_(clock),
      wall_(wall),
      on_delivery_(std::move(on_delivery)),
      strand_(asio::make_strand(executor)) {}

void Webhook::send(ports::Notice notice) {
  const std::chrono::duration<double, std::milli> left = notice.deadline - clock_.now().utc;
  const auto real_left = std::chrono::duration_cast<std::chrono::nanoseconds>(left / clock_.rate());
  enqueue({.id = dispatch::to_string(notice.offer),
           .body = to_json(notice),
           .offer = notice.offer,
           .give_up_at = runtime::monotonic_now() + real_left});
}

void Webhook::sound(const AlarmNotice& notice) {
  enqueue({.id = dispatch::to_string(notice.incident) + "-alarm-" + std::to_string(notice.alarm),
           .body = to_json(notice),
           .offer = {},
           .give_up_at = runtime::monotonic_now() + options_.alarm_patience});
}

void Webhook::enqueue(Message message) {
  const bool full = in_hand_.fetch_add(1) >= options_.queue;
  asio::post(strand_, [this, full, message = std::move(message)]() mutable {
    if (full) {
      ++counts_.refused;
      report(message, false);
      --in_hand_;
    } else if (stopped_) {
      --in_hand_;
    } else {
      waiting_.push_back(std::move(message));
      start_next();
    }
  });
}

void Webhook::start_next() {
  while (active_ < options_.concurrent && !waiting_.empty()) {
    ++active_;
    asio::co_spawn(strand_, deliver(std::move(waiting_.front())), asio::detached);
    waiting_.pop_front();
  }
}

asio::awaitable<void> Webhook::deliver(Message message) {
  std::chrono::milliseconds backoff = options_.first_backoff;
  Verdict verdict = Verdict::kAgain;
  while (!stopped_) {
    const auto left = whole_milliseconds(message.give_up_at - runtime::monotonic_now());
    if (left <= std::chrono::milliseconds(0)) break;
    const std::string timestamp = std::to_string(
        std::chrono::floor<std::chrono::seconds>(wall_.now().utc.since_epoch).count());
    PostRequest request;
    request.headers = {
        {std::string(kMessageIdHeader), message.id},
        {std::string(kTimestampHeader), timestamp},
        {std::string(kSignatureHeader), sign(options_.secret, timestamp, message.body)}};
    request.body = message.body;
    verdict = co_await attempt(std::move(request), std::min(left, options_.attempt_timeout));
    if (verdict != Verdict::kAgain || stopped_) break;
    ++counts_.retried;
    co_await pause(backoff);
    backoff = std::min(backoff * 2, options_.longest_backoff);
  }
  if (verdict != Verdict::kAgain || !stopped_) report(message, verdict == Verdict::kSent);
  finished();
}

asio::awaitable<Webhook::Verdict> Webhook::attempt(PostRequest request,
                                                   std::chrono::milliseconds timeout) {
  const PostOutcome outcome = co_await post_json(target_, std::move(request), timeout, tls_.get());
  const unsigned status = outcome.status;
  if (status >= 200 && status < 300) co_return Verdict::kSent;
  const bool again = status == 0 || status == kRequestTimeout || status == kTooEarly ||
                     status == kTooManyRequests || status >= 500;
  co_return again ? Verdict::kAgain : Verdict::kRefused;
}

asio::awaitable<void> Webhook::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(strand_, time);
  pauses_.insert(&timer);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  pauses_.erase(&timer);
}

void Webhook::report(const Message& message, bool sent) {
  ++(sent ? counts_.sent : counts_.failed);
  if (!message.offer) return;
  on_delivery_(*message.offer, dispatch::Channel::kWebhook,
               sent ? dispatch::DeliveryStage::kSent : dispatch::DeliveryStage::kFailed);
}

void Webhook::finished() {
  --active_;
  --in_hand_;
  if (stopped_) {
    if (active_ == 0) stopped_();
  } else {
    start_next();
  }
}

void Webhook::stop(std::function<void()> done) {
  asio::post(strand_, [this, done = std::move(done)]() mutable {
    stopped_ = std::move(done);
    in_hand_ -= waiting_.size();
    waiting_.clear();
    for (asio::steady_timer* timer : pauses_) timer->cancel();
    if (active_ == 0) stopped_();
  });
}

}  // namespace goldenfour::notify
