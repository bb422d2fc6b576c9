#include "server/dispatch/assign.h"

#include "server/dispatch/locate.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
bool is_available(Draft& draft, const IncidentId& id, const AedId& aed) {
  const registry::Aed* known = aed.empty() ? nullptr : draft.aed(aed);
  return known && draft.policy(id).of(draft.incident(id).kind).fetches(*known) &&
         known->status == registry::AedStatus::kInService && !draft.is_reserved(aed) &&
         !draft.is_reported_missing(aed);
}

AedId free_aed_for(Draft& draft, const IncidentId& id, const AedId& besides) {
  return free_aed_near(draft, draft.incident(id), besides);
}

Assignment available_assignment(Draft& draft, const IncidentId& id, const Assignment& wanted) {
  if (wanted.role != Role::kAed) return {wanted.role, {}, {}};
  const AedId aed = is_available(draft, id, wanted.aed)         ? wanted.aed
                    : is_available(draft, id, wanted.alternate) ? wanted.alternate
                                                                : AedId{};
  if (aed.empty()) return {Role::kCpr, {}, {}};
  AedId alternate = wanted.alternate;
  if (alternate == aed || !is_available(draft, id, alternate)) {
    alternate = free_aed_for(draft, id, aed);
  }
  return {Role::kAed, aed, alternate};
}

void change_task(Draft& draft, const IncidentId& id, std::uint32_t number,
                 const Assignment& given) {
  const Task before = draft.incident(id).tasks.at(number);
  if (Assignment{before.role, before.aed, before.alternate} == given) return;
  const bool other_aed = before.aed != given.aed;
  if (other_aed && !before.aed.empty()) release(draft, id, number, before.aed);
  TaskChanged fact;
  fact.offer = number;
  fact.role = given.role;
  fact.aed = given.aed;
  fact.alternate = given.alternate;
  fact.at = draft.utc();
  draft.record(id, fact);
  if (other_aed && !given.aed.empty()) reserve(draft, id, number, given.aed);
  note_arrival(draft, id, number, Because::kReplanned);
}

void reserve(Draft& draft, const IncidentId& id, std::uint32_t offer, const AedId& aed) {
  AedReserved fact;
  fact.offer = offer;
  fact.aed = aed;
  fact.at = draft.utc();
  draft.record(id, fact);
}

void release(Draft& draft, const IncidentId& id, std::uint32_t offer, const AedId& aed) {
  const OfferId* holder = draft.reservation(aed);
  if (!holder || *holder != OfferId{id, offer}) return;
  AedReleased fact;
  fact.offer = offer;
  fact.aed = aed;
  fact.at = draft.utc();
  draft.record(id, fact);
}

void replace_aed(Draft& draft, const IncidentId& id, std::uint32_t number) {
  const Task before = draft.incident(id).tasks.at(number);
  Assignment wanted{Role::kAed, before.alternate, {}};
  // The present one does not come back: it is still reserved while this is chosen.
  wanted.alternate = free_aed_for(draft, id, before.aed);
  change_task(draft, id, number, available_assignment(draft, id, wanted));
}

AedId best_aed_for(Draft& draft, const IncidentId& id, const Journeys& journeys,
                   const NearbyResponder& person) {
  const Policy& policy = draft.policy(id);
  const geo::Position patient = draft.incident(id).scene->position;
  AedId best;
  Duration soonest{0};
  const auto wanted = policy.of(draft.incident(id).kind).fetch;
  if (!wanted) return {};
  for (const NearbyAed& near :
       draft.world().aeds_near(patient, policy.aed_radius, policy.max_aed_candidates, *wanted)) {
    const Policy& its = draft.world().policy(near.aed->jurisdiction);
    const WallTime there = draft.utc() + journeys.to_aed_from_here(person, *near.aed);
    if (!is_available(draft, id, near.aed->id)) continue;
    if (usability(its, *near.aed, there).probability <= 0) continue;
    const Duration takes = journeys.by_aed_from_here(person, *near.aed);
    if (!best.empty() && takes >= soonest) continue;
    best = near.aed->id;
    soonest = takes;
  }
  return best;
}

}  // namespace goldenfour::dispatch
