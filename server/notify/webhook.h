#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/any_io_executor.hpp>

#include "server/notify/post_queue.h"
#include "server/notify/webhook_message.h"
#include "server/notify/webhook_post.h"
#include "server/ports/channel.h"
#include "server/ports/clock.h"

namespace goldenfour::notify {

struct WebhookOptions : PostLimits {
  std::string url;                                    ///< of the gateway; empty: there is none
  std::string secret;                                 ///< the gateway's, at least 32 bytes
  std::string ca_file;                                ///< PEM; empty: the system's certificates
  std::chrono::milliseconds alarm_patience{300'000};  ///< retries of an alarm end then
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

  void stop(std::function<void()> done) { queue_.stop(std::move(done)); }
  const PostCounts& counts() const { return queue_.counts(); }

 private:
  struct Letter {
    std::string id;
    std::string body;
    std::chrono::nanoseconds give_up_at{0};  ///< monotonic
  };
  void post(Letter letter, std::function<void(const PostQueue::Outcome&)> done);

  const WebhookOptions options_;
  const PostTarget target_;
  const ports::Clock& clock_;
  const ports::Clock& wall_;
  const ports::OnDelivery on_delivery_;
  PostQueue queue_;
};

}  // namespace goldenfour::notify
