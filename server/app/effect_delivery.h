#pragma once

#include <optional>

#include "server/notify/stream_shaper.h"
#include "server/notify/webhook.h"
#include "server/ports/engine.h"
#include "server/runtime/log.h"

namespace goldenfour::app {

/// Which room performs which effect: frames go to the hub, other channels and alarms to the
/// webhook. Without a webhook, what should have gone there fails at once and the core looks for
/// others.
class EffectDelivery final : public ports::EffectShaper {
 public:
  /// `state` as it is after replay. `webhook` may be null. All must outlive the engine's stop and
  /// the executor's last handler.
  EffectDelivery(const dispatch::State& state, notify::Hub& hub, notify::Webhook* webhook,
                 ports::OnDelivery on_delivery, runtime::Log log);

  ports::Continuation shape(const dispatch::Effect& effect, const dispatch::State& state,
                            const registry::Directory& directory, dispatch::Now now) override;

 private:
  ports::Continuation send(const dispatch::SendByChannel& effect, const dispatch::State& state,
                           const registry::Directory& directory) const;
  ports::Continuation sound(const dispatch::SoundAlarm& effect, const dispatch::State& state) const;

  notify::StreamShaper streams_;
  notify::Webhook* const webhook_;
  const ports::OnDelivery on_delivery_;
  const runtime::Log log_;
};

/// What a channel may know of an offer; nothing when it has ended meanwhile.
std::optional<ports::Notice> notice_of(const dispatch::OfferId& offer, const dispatch::State& state,
                                       const registry::Directory& directory);

}  // namespace goldenfour::app
