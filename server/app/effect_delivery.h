#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "server/notify/stream_shaper.h"
#include "server/notify/webhook.h"
#include "server/ports/engine.h"
#include "server/runtime/log.h"

namespace goldenfour::app {

/// The ways to people that are no sockets.
struct OtherChannels {
  std::vector<ports::Channel*> offers;  ///< all of them are used at once
  notify::Webhook* alarms = nullptr;    ///< null: nobody outside hears alarms
};

/// Which room performs which effect: frames go to the hub, what the core sends by its second
/// channel by every other way that there is, alarms to the webhook. To the core the other ways are
/// one step: it is told each that took the notice, and a failure when none did, at once without
/// any.
class EffectDelivery final : public ports::EffectShaper {
 public:
  /// `state` as it is after replay. All must outlive the engine's stop and the executor's last
  /// handler.
  EffectDelivery(const dispatch::State& state, notify::Hub& hub, OtherChannels channels,
                 ports::OnDelivery on_delivery, runtime::Log log);

  ports::Continuation shape(const dispatch::Effect& effect, const dispatch::State& state,
                            const registry::Directory& directory, dispatch::Now now) override;

  /// `channel`, one of `channels.offers`, tells how far it got: kSent or kFailed. On the effects'
  /// executor.
  void told(const dispatch::OfferId& offer, dispatch::Channel channel,
            dispatch::DeliveryStage stage);

 private:
  /// A notice that some channels still have in hand; no more of these than their queues hold.
  struct UnderWay {
    std::size_t channels = 0;
    bool sent = false;
  };

  ports::Continuation send(const dispatch::SendByChannel& effect, const dispatch::State& state,
                           const registry::Directory& directory);
  ports::Continuation sound(const dispatch::SoundAlarm& effect, const dispatch::State& state) const;

  notify::StreamShaper streams_;
  const OtherChannels channels_;
  const ports::OnDelivery on_delivery_;
  const runtime::Log log_;
  std::map<dispatch::OfferId, UnderWay> under_way_;  ///< on the effects' executor
};

/// What a channel may know of an offer; nothing when it has ended meanwhile.
std::optional<ports::Notice> notice_of(const dispatch::OfferId& offer, const dispatch::State& state,
                                       const registry::Directory& directory);

}  // namespace goldenfour::app
