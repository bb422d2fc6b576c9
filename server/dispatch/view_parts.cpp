#include "server/dispatch/view_parts.h"

#include <algorithm>
#include <cmath>

namespace goldenfour::dispatch {
namespace {

constexpr std::uint32_t kArrivalBand = 30;

DeliveryStage furthest(const Offer& offer) {
  DeliveryStage best = DeliveryStage::kNone;
  for (const Delivery& delivery : offer.deliveries) {
    const bool failed = delivery.stage == DeliveryStage::kFailed;
    if (failed ? best == DeliveryStage::kNone
               : best == DeliveryStage::kFailed || delivery.stage > best) {
      best = delivery.stage;
    }
  }
  return best;
}

}  // namespace

bool sees_incidents(Audience audience) {
  return audience == Audience::kDispatcher || audience == Audience::kIntegration ||
         audience == Audience::kOperator;
}

bool may_know(const Incident& incident, std::uint32_t offer, Audience audience) {
  return audience == Audience::kDispatcher && incident.tasks.contains(offer);
}

std::string called(const Incident& incident, std::uint32_t offer, const ResponderId& responder,
                   Audience audience) {
  if (may_know(incident, offer, audience)) return responder.value();
  return "responder " + std::to_string(offer);
}

std::string name_of(const Incident& incident, const registry::Directory& directory,
                    std::uint32_t offer, const ResponderId& responder, Audience audience) {
  if (!may_know(incident, offer, audience) || incident.is_final()) return {};
  const registry::Responder* person = directory.responder(responder);
  return person != nullptr && person->particulars ? person->particulars->name : std::string();
}

std::uint32_t to_seconds(Duration duration) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(0, duration.count()) / 1000);
}

SecondsBand band(Duration arrival) {
  const std::uint32_t from = to_seconds(arrival) / kArrivalBand * kArrivalBand;
  return {from, from + kArrivalBand};
}

double to_percent(double probability) {
  return std::round(probability * 100) / 100;
}

double to_permille(double gain) {
  return std::round(gain * 1000) / 1000;
}

OfferLine offer_line(const Incident& incident, const Offer& offer, Audience audience) {
  OfferLine line;
  line.id = {incident.id, offer.number};
  line.wave = offer.wave;
  line.responder = called(incident, offer.number, offer.responder, audience);
  line.role = offer.role;
  line.aed = offer.aed;
  line.alternate = offer.alternate;
  line.made_at = offer.at;
  line.deadline = offer.deadline;
  line.end = offer.end;
  line.ended_at = offer.ended_at;
  line.delivery = furthest(offer);
  const bool by_aed = offer.role == Role::kAed && offer.why.via_aed_arrival.has_value();
  const Duration arrival = by_aed ? *offer.why.via_aed_arrival : offer.why.direct_arrival;
  const bool exact = may_know(incident, offer.number, audience);
  line.arrival_seconds =
      exact ? SecondsBand{to_seconds(arrival), to_seconds(arrival)} : band(arrival);
  line.acceptance = exact ? offer.why.acceptance : to_percent(offer.why.acceptance);
  line.gain = exact ? offer.why.gain : to_permille(offer.why.gain);
  line.team = offer.team;
  line.lent_by = offer.why.lent_by;
  return line;
}

}  // namespace goldenfour::dispatch
