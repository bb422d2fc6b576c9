#include "server/app/effect_delivery.h"

#include <utility>

#include "server/dispatch/names.h"

namespace goldenfour::app {

EffectDelivery::EffectDelivery(const dispatch::State& state, notify::Hub& hub,
                               OtherChannels channels, ports::OnDelivery on_delivery,
                               runtime::Log log)
    : streams_(state, hub),
      channels_(std::move(channels)),
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
                                         const registry::Directory& directory) {
  if (channels_.offers.empty())
    return [this, effect] {
      on_delivery_(effect.offer, effect.channel, dispatch::DeliveryStage::kFailed);
    };
  auto notice = notice_of(effect.offer, state, directory);
  if (!notice) return {};
  return [this, notice = std::move(*notice)] {
    under_way_[notice.offer].channels += channels_.offers.size();
    for (ports::Channel* channel : channels_.offers) channel->send(notice);
  };
}

void EffectDelivery::told(const dispatch::OfferId& offer, dispatch::Channel channel,
                          dispatch::DeliveryStage stage) {
  const auto found = under_way_.find(offer);
  if (found == under_way_.end()) return;
  UnderWay& notice = found->second;
  if (stage == dispatch::DeliveryStage::kSent) {
    notice.sent = true;
    on_delivery_(offer, channel, stage);
  }
  if (--notice.channels > 0) return;
  if (!notice.sent)
    on_delivery_(offer, dispatch::Channel::kWebhook, dispatch::DeliveryStage::kFailed);
  under_way_.erase(found);
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
    if (channels_.alarms != nullptr) channels_.alarms->sound(notice);
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
