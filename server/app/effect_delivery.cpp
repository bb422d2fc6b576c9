#include "server/app/effect_delivery.h"

#include <utility>

#include "server/dispatch/names.h"

namespace goldenfour::app {

EffectDelivery::EffectDelivery(const dispatch::State& state, notify::Hub& hub,
                               notify::Webhook* webhook, ports::OnDelivery on_delivery,
                               runtime::Log log)
    : streams_(state, hub),
      webhook_(webhook),
      on_delivery_(std::move(on_delivery)),
      log_(std::move(log)) {}

ports::Continuation EffectDelivery::shape(const dispatch::Effect& effect,
                                          const dispatch::State& state,
                                          const registry::Directory& directory, dispatch::Now) {
  if (const auto* frames = std::get_if<dispatch::PushFrames>(&effect))
    return streams_.shape(*frames, state, directory);
  if (const auto* topic = std::get_if<dispatch::PublishTopic>(&effect))
    return streams_.shape(*topic, state, directory);
  if (const auto* message = std::get_if<dispatch::SendByChannel>(&effect))
    return send(*message, state, directory);
  if (const auto* alarm = std::get_if<dispatch::SoundAlarm>(&effect)) return sound(*alarm, state);
  return {};  // replies and timers are the engine's own
}

ports::Continuation EffectDelivery::send(const dispatch::SendByChannel& effect,
                                         const dispatch::State& state,
                                         const registry::Directory& directory) const {
  if (webhook_ == nullptr)
    return [this, effect] {
      on_delivery_(effect.offer, effect.channel, dispatch::DeliveryStage::kFailed);
    };
  auto notice = notice_of(effect.offer, state, directory);
  if (!notice) return {};
  return [this, notice = std::move(*notice)] { webhook_->send(notice); };
}

ports::Continuation EffectDelivery::sound(const dispatch::SoundAlarm& effect,
                                          const dispatch::State& state) const {
  const dispatch::Incident* incident = state.find(effect.incident);
  const notify::AlarmNotice notice{.incident = effect.incident,
                                   .alarm = effect.alarm,
                                   .kind = effect.kind,
                                   .drill = incident != nullptr && incident->is_drill()};
  return [this, notice] {
    log_.warn("alarm", {{"incident", dispatch::to_string(notice.incident)},
                        {"kind", std::string(dispatch::text_of(notice.kind))},
                        {"drill", notice.drill}});
    if (webhook_ != nullptr) webhook_->sound(notice);
  };
}

std::optional<ports::Notice> notice_of(const dispatch::OfferId& offer, const dispatch::State& state,
                                       const registry::Directory& directory) {
  const dispatch::Incident* incident = state.find(offer.incident);
  if (incident == nullptr) return std::nullopt;
  const auto found = incident->offers.find(offer.number);
  if (found == incident->offers.end() || !found->second.outstanding()) return std::nullopt;
  const dispatch::Offer& made = found->second;
  const registry::Responder* responder = directory.responder(made.responder);
  ports::Notice notice{.offer = offer,
                       .responder = made.responder,
                       .phone = "",
                       .kind = incident->kind,
                       .role = made.role,
                       .deadline = made.deadline,
                       .drill = incident->is_drill()};
  if (responder != nullptr && responder->particulars) notice.phone = responder->particulars->phone;
  return notice;
}

}  // namespace goldenfour::app
