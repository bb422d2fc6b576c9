#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "server/notify/post_queue.h"
#include "server/notify/push_crypto.h"
#include "server/ports/channel.h"
#include "server/ports/clock.h"
#include "server/ports/push.h"

namespace goldenfour::notify {

struct PushOptions : PostLimits {
  std::string key_file;     ///< of the server's key, made when missing; empty: there is no push
  std::string contact;      ///< mailto: or https:, for whoever runs a push service
  std::string ca_file;      ///< PEM; empty: the system's certificates
  std::size_t devices = 4;  ///< of one responder
};

/// {"kind":"offer","offer":"jinhua-1-42-3",…}: enough to ring; no place, no person, no phone.
std::string push_content(const ports::Notice& notice);
/// "https://push.example.org": whom an endpoint's messages are signed for.
std::string origin_of(const PostTarget& target);

/// Rings responders' devices through the push services of their browsers (RFC 8030): encrypted for
/// the device, signed by the server's key, urgent, worthless after the offer's deadline. 2xx is
/// "sent"; 404 and 410 mean that the subscription is gone. Every notice is reported exactly once,
/// unless the channel is stopped first: as sent with the first device that a service takes it for,
/// as failed when none is left, at once where nobody subscribed.
class WebPush final : public ports::Channel {
 public:
  /// `clock` is the node's, on which deadlines are written; `wall` is the world's, for signatures.
  /// `book` and both outlive the executor's last handler. `on_delivery` is called on the thread of
  /// `send` or an I/O thread.
  WebPush(const boost::asio::any_io_executor& executor, PushOptions options, P256Key key,
          std::shared_ptr<boost::asio::ssl::context> tls, ports::PushBook& book,
          const ports::Clock& clock, const ports::Clock& wall, ports::OnDelivery on_delivery);

  void send(ports::Notice notice) override;
  void stop(std::function<void()> done) { queue_.stop(std::move(done)); }

  /// What browsers want to know of the server before they subscribe.
  std::string public_key() const { return to_base64url(key_.point()); }
  const PostCounts& counts() const { return queue_.counts(); }

 private:
  /// What became of one notice on the devices of one person.
  struct Ringing;

  void ring(const ports::PushSubscription& device, const ports::Notice& notice,
            const std::shared_ptr<Ringing>& ringing, std::chrono::nanoseconds give_up_at);
  PostRequest request(const PostTarget& target, const std::string& topic, const std::string& body,
                      std::chrono::nanoseconds give_up_at) const;
  void rang(Ringing& ringing, bool sent) const;

  const PushOptions options_;
  const P256Key key_;
  ports::PushBook& book_;
  const ports::Clock& clock_;
  const ports::Clock& wall_;
  const ports::OnDelivery on_delivery_;
  PostQueue queue_;
};

}  // namespace goldenfour::notify
