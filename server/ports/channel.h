#pragma once

#include <functional>
#include <string>

#include "server/dispatch/types.h"

namespace goldenfour::ports {

/// What a channel other than the socket carries: enough to ring, nothing that names the patient or
/// the exact place before acceptance.
struct Notice {
  dispatch::OfferId offer;
  dispatch::ResponderId responder;
  std::string phone;  ///< the responder's own; empty when unknown
  dispatch::IncidentKind kind = dispatch::IncidentKind::kOther;
  dispatch::Role role = dispatch::Role::kCpr;
  dispatch::WallTime deadline;
  bool drill = false;
};

/// A way to reach a responder outside the stream: SMS, voice or push behind a webhook.
class Channel {
 public:
  virtual ~Channel() = default;
  /// Starts sending, with the channel's own retries until the deadline. Bounded: beyond its limit
  /// the notice fails at once. Stages are reported from any thread.
  virtual void send(Notice notice) = 0;
};

/// How a channel reports: kSent when the peer took it, kDelivered on its receipt, kFailed at the
/// end.
using OnDelivery =
    std::function<void(const dispatch::OfferId&, dispatch::Channel, dispatch::DeliveryStage)>;

}  // namespace goldenfour::ports
