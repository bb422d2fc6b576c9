#pragma once

#include <functional>

#include "server/sim/env.h"
#include "server/sim/server.h"
#include "server/sim/truth.h"

namespace goldenfour::sim {

/// The webhook to SMS and voice: takes a notice, rings, and sends receipts that may get lost.
class Gateway {
 public:
  using Ring = std::function<void(const dispatch::ResponderId&, const dispatch::OfferId&)>;

  Gateway(Env& env, Server& server, Truth& truth, Ring ring);

  void send(const dispatch::SendByChannel& notice);

 private:
  void report(const dispatch::OfferId& offer, dispatch::DeliveryStage stage);

  Env& env_;
  Server& server_;
  Truth& truth_;
  Ring ring_;
};

}  // namespace goldenfour::sim
