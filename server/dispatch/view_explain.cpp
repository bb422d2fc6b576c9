#include <cassert>

#include "server/dispatch/view_parts.h"

namespace goldenfour::dispatch {
namespace {

/// The name of an AED that is for this reader.
std::string name_of_aed(const registry::Directory& directory, const AedId& id, Audience audience) {
  const registry::Aed* aed = id.empty() ? nullptr : directory.aed(id);
  if (aed == nullptr) return {};
  const auto view = aed_view(*aed, audience);
  return view ? view->name : std::string();
}

WhyLine why_line(const Incident& incident, const registry::Directory& directory, const Offer& offer,
                 Audience audience) {
  const Why& why = offer.why;
  WhyLine line;
  line.likely_seconds = {to_seconds(why.arrival_early), to_seconds(why.arrival_late)};
  line.aed_name = name_of_aed(directory, offer.aed, audience);
  line.usability = to_percent(why.usability);
  line.aed_reasons = why.aed_reasons;
  if (audience == Audience::kDispatcher) line.taken_from = why.taken_from;
  if (may_know(incident, offer.number, audience))
    line.exact = {name_of(incident, directory, offer.number, offer.responder, audience),
                  why.distance, why.aed_reached, why.from_home};
  return line;
}

NonOfferLine other_line(const registry::Directory& directory, const NonOffer& other,
                        std::size_t number, Audience audience) {
  return {"other " + std::to_string(number),
          other.reason,
          band(other.arrival),
          other.role,
          other.aed,
          name_of_aed(directory, other.aed, audience),
          to_percent(other.acceptance),
          to_permille(other.gain)};
}

void tell_plan(const PlanMade& plan, const registry::Directory& directory, Audience audience,
               ExplanationView& view) {
  view.wave = plan.wave;
  view.planned_at = plan.at;
  for (int i = 0; i < kExclusionCount; ++i) {
    const auto count = plan.excluded[static_cast<std::size_t>(i)];
    if (count > 0) view.excluded.emplace_back(static_cast<Exclusion>(i), count);
  }
  for (const NonOffer& other : plan.best_non_offers)
    view.best_non_offers.push_back(
        other_line(directory, other, view.best_non_offers.size() + 1, audience));
  for (const AedRuledOut& out : plan.aeds_ruled_out)
    view.aeds_ruled_out.push_back({out, name_of_aed(directory, out.aed, audience)});
  view.survival_before = to_permille(plan.survival_before);
  view.survival_after = to_permille(plan.survival_after);
}

}  // namespace

ExplanationView explanation_view(const Incident& incident, const registry::Directory& directory,
                                 Audience audience) {
  assert(sees_incidents(audience));
  ExplanationView view;
  view.incident = incident.id;
  view.status = incident.status;
  view.hazards = incident.hazards;
  for (const auto& [number, offer] : incident.offers) {
    OfferLine line = offer_line(incident, offer, audience);
    line.why = why_line(incident, directory, offer, audience);
    view.offers.push_back(std::move(line));
  }
  if (incident.last_plan) tell_plan(*incident.last_plan, directory, audience, view);
  return view;
}

}  // namespace goldenfour::dispatch
