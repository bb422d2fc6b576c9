#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

namespace {

void put(const NonOffer& other, stored::NonOffer& to) {
  to.set_responder(other.responder.value());
  to.set_reason(stored_code(other.reason));
  to.set_direct_arrival_ms(other.direct_arrival.count());
  to.set_role(stored_code(other.role));
  to.set_aed(other.aed.value());
  to.set_arrival_ms(other.arrival.count());
  to.set_acceptance(other.acceptance);
  to.set_gain(other.gain);
}

NonOffer get(const stored::NonOffer& from, Reader& in) {
  NonOffer other;
  other.responder = ResponderId(from.responder());
  other.reason = in.value<Exclusion>(from.reason());
  other.direct_arrival = Duration(from.direct_arrival_ms());
  if (from.role() == 0) {  // written before non-offers told more than the direct way
    other.arrival = other.direct_arrival;
    return other;
  }
  other.role = in.value<Role>(from.role());
  other.aed = AedId(from.aed());
  other.arrival = Duration(from.arrival_ms());
  other.acceptance = from.acceptance();
  other.gain = from.gain();
  return other;
}

void put(const registry::ReasonGiven& given, stored::ReasonGiven& to) {
  to.set_reason(stored_code(given.reason));
  to.set_figure(given.figure);
  if (given.at) to.set_at_ms(ms(*given.at));
}

registry::ReasonGiven get(const stored::ReasonGiven& from, Reader& in) {
  registry::ReasonGiven given{
      in.value<registry::UsabilityReason>(from.reason()), from.figure(), {}};
  if (from.has_at_ms()) given.at = wall_time(from.at_ms());
  return given;
}

void put(const AedRuledOut& out, stored::AedRuledOut& to) {
  to.set_aed(out.aed.value());
  to.set_distance_meters(out.distance.value());
  put(out.reason, *to.mutable_reason());
}

AedRuledOut get(const stored::AedRuledOut& from, Reader& in) {
  return {AedId(from.aed()), geo::Meters(from.distance_meters()), get(from.reason(), in)};
}

void put_exclusions(const PlanMade& fact, stored::PlanMade& to) {
  for (std::size_t reason = 0; reason < fact.excluded.size(); ++reason) {
    if (fact.excluded[reason] == 0) continue;
    auto& count = *to.add_excluded();
    count.set_reason(stored_code(static_cast<Exclusion>(reason)));
    count.set_count(fact.excluded[reason]);
  }
}

void get_exclusions(const stored::PlanMade& from, PlanMade& fact, Reader& in) {
  for (const auto& count : from.excluded()) {
    fact.excluded[static_cast<std::size_t>(in.value<Exclusion>(count.reason()))] = count.count();
  }
}

}  // namespace

void put(const Why& why, stored::Why& to) {
  to.set_direct_arrival_ms(why.direct_arrival.count());
  if (why.via_aed_arrival) to.set_via_aed_arrival_ms(why.via_aed_arrival->count());
  to.set_distance_meters(why.distance.value());
  to.set_acceptance(why.acceptance);
  to.set_usability(why.usability);
  to.set_gain(why.gain);
  to.set_from_home(why.from_home);
  to.set_arrival_early_ms(why.arrival_early.count());
  to.set_arrival_late_ms(why.arrival_late.count());
  to.set_at_night(why.at_night);
  to.set_lent_by(why.lent_by.value());
  for (const auto& given : why.aed_reasons) put(given, *to.add_aed_reasons());
  if (why.aed_reached) to.set_aed_reached_ms(why.aed_reached->count());
  if (why.taken_from) store::put(*why.taken_from, *to.mutable_taken_from());
}

Why get(const stored::Why& from, Reader& in) {
  Why why;
  why.direct_arrival = Duration(from.direct_arrival_ms());
  if (from.has_via_aed_arrival_ms()) why.via_aed_arrival = Duration(from.via_aed_arrival_ms());
  why.distance = geo::Meters(from.distance_meters());
  why.acceptance = from.acceptance();
  why.usability = from.usability();
  why.gain = from.gain();
  why.from_home = from.from_home();
  why.arrival_early = Duration(from.arrival_early_ms());
  why.arrival_late = Duration(from.arrival_late_ms());
  why.at_night = from.at_night();
  why.lent_by = JurisdictionId(from.lent_by());
  for (const auto& given : from.aed_reasons()) why.aed_reasons.push_back(get(given, in));
  if (from.has_aed_reached_ms()) why.aed_reached = Duration(from.aed_reached_ms());
  if (from.has_taken_from()) why.taken_from = in.id(from.taken_from());
  return why;
}

void put(const PlanMade& fact, stored::PlanMade& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_wave(fact.wave);
  to.set_offers(fact.offers);
  put_exclusions(fact, to);
  for (const NonOffer& other : fact.best_non_offers) put(other, *to.add_best_non_offers());
  to.set_survival_before(fact.survival_before);
  to.set_survival_after(fact.survival_after);
  to.set_at_ms(ms(fact.at));
  for (const AedRuledOut& out : fact.aeds_ruled_out) put(out, *to.add_aeds_ruled_out());
}

PlanMade get(const stored::PlanMade& from, Reader& in) {
  PlanMade fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.wave = from.wave();
  fact.offers = from.offers();
  get_exclusions(from, fact, in);
  for (const auto& other : from.best_non_offers()) fact.best_non_offers.push_back(get(other, in));
  fact.survival_before = from.survival_before();
  fact.survival_after = from.survival_after();
  fact.at = wall_time(from.at_ms());
  for (const auto& out : from.aeds_ruled_out()) fact.aeds_ruled_out.push_back(get(out, in));
  return fact;
}

void put(const OfferMade& fact, stored::OfferMade& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_wave(fact.wave);
  to.set_responder(fact.responder.value());
  to.set_role(stored_code(fact.role));
  to.set_aed(fact.aed.value());
  to.set_alternate(fact.alternate.value());
  to.set_team(fact.team.value());
  to.set_first_channel(stored_code(fact.first_channel));
  to.set_at_ms(ms(fact.at));
  to.set_deadline_ms(ms(fact.deadline));
  put(fact.why, *to.mutable_why());
}

OfferMade get(const stored::OfferMade& from, Reader& in) {
  OfferMade fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.wave = from.wave();
  fact.responder = ResponderId(from.responder());
  fact.role = in.value<Role>(from.role());
  fact.aed = AedId(from.aed());
  fact.alternate = AedId(from.alternate());
  fact.team = TeamId(from.team());
  fact.first_channel = in.value<Channel>(from.first_channel());
  fact.at = wall_time(from.at_ms());
  fact.deadline = wall_time(from.deadline_ms());
  fact.why = get(from.why(), in);
  return fact;
}

void put(const DeliveryChanged& fact, stored::DeliveryChanged& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_channel(stored_code(fact.channel));
  to.set_stage(stored_code(fact.stage));
  to.set_at_ms(ms(fact.at));
}

DeliveryChanged get(const stored::DeliveryChanged& from, Reader& in) {
  DeliveryChanged fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.channel = in.value<Channel>(from.channel());
  fact.stage = in.value<DeliveryStage>(from.stage());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const OfferEnded& fact, stored::OfferEnded& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_cause(stored_code(fact.cause));
  to.set_at_ms(ms(fact.at));
}

OfferEnded get(const stored::OfferEnded& from, Reader& in) {
  OfferEnded fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.cause = in.value<OfferEnd>(from.cause());
  fact.at = wall_time(from.at_ms());
  return fact;
}

}  // namespace goldenfour::store
