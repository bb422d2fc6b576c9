#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "server/notify/webhook_message.h"
#include "server/notify/webhook_post.h"
#include "server/ports/channel.h"
#include "server/ports/clock.h"

namespace goldenfour::notify {

/// Times are real ones, whatever the node's clock does.
struct WebhookOptions {
  std::string url;              ///< of the gateway; empty: there is none
  std::string secret;           ///< the gateway's, at least 32 bytes
  std::string ca_file;          ///< PEM; empty: the system's certificates
  std::size_t queue = 2'000;    ///< messages in hand; beyond it they fail at once
  std::size_t concurrent = 16;  ///< requests at the same time
  std::chrono::milliseconds attempt_timeout{3'000};
  std::chrono::milliseconds first_backoff{250};  ///< doubles with each retry
  std::chrono::milliseconds longest_backoff{5'000};
  std::chrono::milliseconds alarm_patience{300'000};  ///< retries of an alarm end then
};

/// What became of messages, for metrics.
struct WebhookCounts {
  std::atomic<std::uint64_t> sent = 0;
  std::atomic<std::uint64_t> failed = 0;
  std::atomic<std::uint64_t> retried = 0;
  std::atomic<std::uint64_t> refused = 0;  ///< the queue was full
};

/// Reaches responders, and who watches for alarms, through somebody's gateway for SMS, voice or
/// push: signed JSON by POST. 2xx is "sent"; 408, 425, 429, 5xx and silence are tried again with
/// back-off until the offer's deadline; any other answer is final. "Delivered" comes later, as a
/// receipt. Every notice is reported as sent or failed exactly once, unless the channel is stopped
/// first.
class Webhook final : public ports::Channel {
 public:
  /// `clock` is the node's, on which deadlines are written; `wall` is the world's, for signatures.
  /// Both outlive the executor's last handler. `on_delivery` is called on an I/O thread.
  Webhook(const boost::asio::any_io_executor& executor, WebhookOptions options, PostTarget target,
          std::shared_ptr<boost::asio::ssl::context> tls, const ports::Clock& clock,
          const ports::Clock& wall, ports::OnDelivery on_delivery);

  void send(ports::Notice notice) override;
  /// Tried until `alarm_patience` is over. Any thread.
  void sound(const AlarmNotice& notice);

  /// Starts nothing and retries nothing any more; `done` is called once the requests in flight have
  /// ended. Any thread, once.
  void stop(std::function<void()> done);

  const WebhookCounts& counts() const { return counts_; }

 private:
  struct Message {
    std::string id;
    std::string body;
    std::optional<dispatch::OfferId> offer;  ///< absent: an alarm
    std::chrono::nanoseconds give_up_at{0};  ///< monotonic
  };
  enum class Verdict : std::uint8_t { kSent, kAgain, kRefused };

  void enqueue(Message message);
  void start_next();
  boost::asio::awaitable<void> deliver(Message message);
  boost::asio::awaitable<Verdict> attempt(PostRequest request, std::chrono::milliseconds timeout);
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  void report(const Message& message, bool sent);
  void finished();

  const WebhookOptions options_;
  const PostTarget target_;
  const std::shared_ptr<boost::asio::ssl::context> tls_;
  const ports::Clock& clock_;
  const ports::Clock& wall_;
  const ports::OnDelivery on_delivery_;
  WebhookCounts counts_;
  std::atomic<std::size_t> in_hand_ = 0;

  boost::asio::strand<boost::asio::any_io_executor> strand_;
  // On the strand.
  std::deque<Message> waiting_;
  std::size_t active_ = 0;
  std::set<boost::asio::steady_timer*> pauses_;
  std::function<void()> stopped_;
};

}  // namespace goldenfour::notify
