#include "server/dispatch/arrival_model.h"
#include "server/dispatch/coarse.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

void queue_webhook(Draft& draft, const IncidentId& id, const Offer& offer) {
  if (offer.delivery(Channel::kWebhook).stage != DeliveryStage::kNone) return;
  const ResponderId responder = offer.responder;
  DeliveryChanged fact;
  fact.offer = offer.number;
  fact.channel = Channel::kWebhook;
  fact.stage = DeliveryStage::kQueued;
  fact.at = draft.utc();
  draft.record(id, fact);
  draft.effect(SendByChannel{{id, fact.offer}, responder, Channel::kWebhook});
}

/// A stage only grows; a failure is final, but says nothing once the device has acknowledged.
bool is_news(DeliveryStage known, DeliveryStage told) {
  if (known == DeliveryStage::kFailed || known == DeliveryStage::kNone) return false;
  if (told == DeliveryStage::kFailed) return known < DeliveryStage::kDelivered;
  return told > known;
}

/// How far the channel is known to have got. Push is queued with the webhook.
DeliveryStage known_stage(const Offer& offer, Channel channel) {
  const DeliveryStage stage = offer.delivery(channel).stage;
  const bool queued_with_other = channel == Channel::kPush && stage == DeliveryStage::kNone &&
                                 offer.delivery(Channel::kWebhook).stage != DeliveryStage::kNone;
  return queued_with_other ? DeliveryStage::kQueued : stage;
}

}  // namespace

void ask(Draft& draft, const IncidentId& id, OfferMade fact) {
  const Policy& policy = draft.policy(id);
  const bool reachable = draft.world().reachable(fact.responder, draft.now());
  fact.offer = draft.incident(id).next_offer();
  fact.first_channel = reachable ? Channel::kWebSocket : Channel::kWebhook;
  fact.at = draft.utc();
  fact.deadline = draft.utc() + policy.offer_deadline;
  fact.why.direct_arrival = coarse(fact.why.direct_arrival);
  if (fact.why.via_aed_arrival) fact.why.via_aed_arrival = coarse(*fact.why.via_aed_arrival);
  if (fact.why.aed_reached) fact.why.aed_reached = coarse(*fact.why.aed_reached);
  fact.why.distance = coarse(fact.why.distance);
  fact.why.arrival_early = coarse(fact.why.arrival_early, kBandGrain);
  fact.why.arrival_late = coarse(fact.why.arrival_late, kBandGrain);
  fact.why.at_night = is_night(policy, draft.utc());
  const std::uint32_t number = fact.offer;
  draft.record(id, std::move(fact));
  draft.set_timer(id, TimerPurpose::kOfferDeadline, number, policy.offer_deadline);
  if (reachable) draft.set_timer(id, TimerPurpose::kDelivery, number, policy.delivery_timeout);
}

void report_delivery(Draft& draft, const ReportDelivery& command) {
  const IncidentId& id = command.offer.incident;
  const Incident& incident = draft.incident(id);
  const auto found = incident.offers.find(command.offer.number);
  if (found == incident.offers.end())
    return draft.refuse(ErrorCode::kNotFound, "offer", "no such offer");
  const Offer& offer = found->second;
  if (offer.outstanding() && is_news(known_stage(offer, command.channel), command.stage)) {
    DeliveryChanged fact;
    fact.offer = offer.number;
    fact.channel = command.channel;
    fact.stage = command.stage;
    fact.at = draft.utc();
    draft.record(id, fact);
    if (draft.incident(id).offers.at(fact.offer).delivered())
      draft.clear_timer(id, TimerPurpose::kDelivery, fact.offer);
  }
  draft.confirm(id);
}

void lose_presence(Draft& draft, const PresenceLost& command) {
  const auto asked = draft.base().asked.find(command.responder);
  if (asked != draft.base().asked.end()) {
    const OfferId offer = asked->second;
    const Offer& outstanding = draft.incident(offer.incident).offers.at(offer.number);
    if (!outstanding.delivered()) try_next_channel(draft, offer.incident, offer.number);
  }
  if (const OfferId* held = draft.commitment(command.responder)) {
    const OfferId task = *held;
    watch_contact(draft, task.incident, task.number);
  }
  draft.reply({});
}

void try_next_channel(Draft& draft, const IncidentId& id, std::uint32_t number) {
  const Offer& offer = draft.incident(id).offers.at(number);
  if (offer.outstanding() && !offer.delivered()) queue_webhook(draft, id, offer);
}

}  // namespace goldenfour::dispatch
