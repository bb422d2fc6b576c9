#include "server/dispatch/names.h"
#include "server/net/codec/encode.h"
#include "server/net/codec/plus_one.h"

// Offers, and why they were made.
namespace goldenfour::net::codec {
namespace {

v1::OfferWhy encode_why(const dispatch::WhyLine& why) {
  v1::OfferWhy out;
  out.set_likely_seconds_from(why.likely_seconds.first);
  out.set_likely_seconds_to(why.likely_seconds.second);
  out.set_aed_name(why.aed_name);
  out.set_aed_usability(why.usability);
  for (const auto& given : why.aed_reasons) *out.add_aed_reasons() = encode(given);
  if (why.taken_from) out.set_taken_from(dispatch::to_string(*why.taken_from));
  if (!why.exact) return out;
  out.set_responder_name(why.exact->responder_name);
  out.set_distance_meters(why.exact->distance.value());
  if (why.exact->aed_reached)
    out.set_aed_reached_seconds(static_cast<std::uint32_t>(why.exact->aed_reached->count() / 1000));
  out.set_from_home(why.exact->from_home);
  return out;
}

v1::NonOffer encode_other(const dispatch::NonOfferLine& other) {
  v1::NonOffer out;
  out.set_responder(other.responder);
  out.set_reason(std::string(dispatch::text_of(other.reason)));
  out.set_arrival_seconds_from(other.arrival_seconds.first);
  out.set_arrival_seconds_to(other.arrival_seconds.second);
  out.set_role(encode_role(other.role));
  out.set_aed(other.aed.value());
  out.set_aed_name(other.aed_name);
  out.set_acceptance(other.acceptance);
  out.set_gain(other.gain);
  return out;
}

v1::AedRuledOut encode_ruled_out(const dispatch::AedRuledOutLine& line) {
  v1::AedRuledOut out;
  out.set_aed(line.aed.aed.value());
  out.set_name(line.name);
  out.set_distance_meters(line.aed.distance.value());
  *out.mutable_reason() = encode(line.aed.reason);
  return out;
}

}  // namespace

v1::Offer encode(const dispatch::OfferLine& line) {
  v1::Offer out;
  out.set_id(dispatch::to_string(line.id));
  out.set_wave(line.wave);
  out.set_responder(line.responder);
  out.set_role(encode_role(line.role));
  out.set_aed(line.aed.value());
  out.set_alternate_aed(line.alternate.value());
  encode(line.made_at, out.mutable_made_at());
  encode(line.deadline, out.mutable_deadline());
  out.set_end(std::string(dispatch::text_of(line.end)));
  if (line.end != dispatch::OfferEnd::kNone) encode(line.ended_at, out.mutable_ended_at());
  out.set_delivery(std::string(dispatch::text_of(line.delivery)));
  out.set_arrival_seconds_from(line.arrival_seconds.first);
  out.set_arrival_seconds_to(line.arrival_seconds.second);
  out.set_acceptance(line.acceptance);
  out.set_gain(line.gain);
  out.set_team(line.team.value());
  out.set_lent_by(line.lent_by.value());
  if (line.why) *out.mutable_why() = encode_why(*line.why);
  return out;
}

v1::Explanation encode(const dispatch::ExplanationView& view) {
  v1::Explanation out;
  out.set_incident(dispatch::to_string(view.incident));
  out.set_status(plus_one<v1::IncidentStatus>(view.status));
  for (const auto hazard : view.hazards) out.add_hazards(plus_one<v1::Hazard>(hazard));
  out.set_wave(view.wave);
  if (view.planned_at) encode(*view.planned_at, out.mutable_planned_at());
  for (const auto& offer : view.offers) *out.add_offers() = encode(offer);
  for (const auto& [reason, count] : view.excluded)
    (*out.mutable_excluded())[std::string(dispatch::text_of(reason))] = count;
  for (const auto& other : view.best_non_offers) *out.add_best_non_offers() = encode_other(other);
  for (const auto& line : view.aeds_ruled_out) *out.add_aeds_ruled_out() = encode_ruled_out(line);
  out.set_survival_before(view.survival_before);
  out.set_survival_after(view.survival_after);
  return out;
}

}  // namespace goldenfour::net::codec
