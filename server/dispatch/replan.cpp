#include "server/dispatch/replan.h"

#include <algorithm>
#include <vector>

#include "server/dispatch/arrival_model.h"
#include "server/dispatch/assign.h"
#include "server/dispatch/caps.h"
#include "server/dispatch/locate.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

Duration travel_of(const Offer& offer) {
  const bool fetches = offer.role == Role::kAed && offer.why.via_aed_arrival;
  return fetches ? *offer.why.via_aed_arrival : offer.why.direct_arrival;
}

/// The way is longer than the question said, or its AED too far off.
bool is_misled(Draft& draft, const IncidentId& id, const Journeys& journeys, const Offer& offer) {
  const auto person = whereabouts(draft, id, offer.responder);
  if (!person) return true;
  const Policy& policy = draft.policy(id);
  const Duration now = journeys.straight(*person).median();
  if (now - offer.why.direct_arrival >= policy.replan.arrival_change) return true;
  const registry::Aed* aed = draft.world().aed(offer.aed);
  return aed &&
         geo::distance(aed->position, draft.incident(id).scene->position) > policy.aed_radius;
}

/// Another AED for somebody who has not left, if it saves enough.
void give_better_aed(Draft& draft, const IncidentId& id, const Journeys& journeys,
                     std::uint32_t number) {
  const Task task = draft.incident(id).tasks.at(number);
  const registry::Aed* present = draft.world().aed(task.aed);
  const auto person = whereabouts(draft, id, task.responder);
  if (!present || !person) return;
  const AedId best = best_aed_for(draft, id, journeys, *person);
  if (best.empty()) return;
  const Duration saved = journeys.by_aed_from_here(*person, *present) -
                         journeys.by_aed_from_here(*person, *draft.world().aed(best));
  if (saved < draft.policy(id).replan.switch_gain) return;
  change_task(draft, id, number, {Role::kAed, best, task.aed});
}

/// The question no longer stands, and was not answered.
bool is_taken_back(const Offer& offer, const ReplanPolicy& policy, bool reachable, WallTime now) {
  switch (offer.end) {
    case OfferEnd::kWithdrawn:
      return true;
    case OfferEnd::kStoodDown:
    case OfferEnd::kMerged:
      return offer.ended_at + policy.peace_after_stand_down <= now;
    case OfferEnd::kNotReached:
      return reachable;
    default:
      return false;
  }
}

bool anybody_fetches(const Incident& incident) {
  const auto fetches = [](const auto& entry) { return entry.second.role == Role::kAed; };
  return std::any_of(incident.tasks.begin(), incident.tasks.end(),
                     [&](const auto& entry) { return entry.second.counts() && fetches(entry); }) ||
         std::any_of(incident.offers.begin(), incident.offers.end(), [&](const auto& entry) {
           return entry.second.outstanding() && fetches(entry);
         });
}

/// Two go straight and nobody fetches: the later one does, if an AED comes before the crew so.
void send_the_later_one(Draft& draft, const IncidentId& id, const Journeys& journeys) {
  const Incident& incident = draft.incident(id);
  const Policy& policy = draft.policy(id);
  if (caps_of(policy, incident).max_aed == 0 || anybody_fetches(incident)) return;
  const Task* later = nullptr;
  int straight = 0;
  for (const auto& [number, task] : incident.tasks) {
    if (!task.counts() || task.role != Role::kCpr) continue;
    ++straight;
    if (task.left_at || task.on_scene_at) continue;
    if (!later || expected_arrival(incident, task) > expected_arrival(incident, *later))
      later = &task;
  }
  if (straight < 2 || !later) return;
  const auto person = whereabouts(draft, id, later->responder);
  if (!person) return;
  const AedId aed = best_aed_for(draft, id, journeys, *person);
  if (aed.empty()) return;
  const Duration way = journeys.by_aed_from_here(*person, *draft.world().aed(aed));
  const WallTime crew = incident.crew_due.value_or(std::max(incident.opened_at, draft.utc()) +
                                                   crew_median(policy, draft.utc()));
  if (draft.utc() + way + policy.replan.switch_gain > crew) return;
  const AedId alternate = free_aed_for(draft, id, aed);
  change_task(draft, id, later->offer, {Role::kAed, aed, alternate});
}

}  // namespace

bool may_ask_again(Draft& draft, const IncidentId& id, const ResponderId& responder) {
  const ReplanPolicy& policy = draft.policy(id).replan;
  const bool reachable = draft.world().reachable(responder, draft.now());
  std::uint32_t asks = 0;
  const auto all_taken_back = [&](const Incident& incident) {
    for (const auto& [number, offer] : incident.offers) {
      if (offer.responder != responder) continue;
      ++asks;
      if (!is_taken_back(offer, policy, reachable, draft.utc())) return false;
    }
    return true;
  };
  const Incident& incident = draft.incident(id);
  if (!all_taken_back(incident)) return false;
  for (const IncidentId& merged : incident.merged)
    if (draft.base().find(merged) && !all_taken_back(draft.incident(merged))) return false;
  return asks < policy.max_asks;
}

void replan_for_place(Draft& draft, const IncidentId& id) {
  if (!draft.incident(id).scene) return;
  const Journeys journeys(draft, id);
  std::vector<std::uint32_t> misled;
  for (const auto& [number, offer] : draft.incident(id).offers)
    if (offer.outstanding() && is_misled(draft, id, journeys, offer)) misled.push_back(number);
  for (const std::uint32_t number : misled) end_offer(draft, id, number, OfferEnd::kWithdrawn);
  improve_tasks(draft, id);
  replan_for_release(draft, id);
}

void replan_for_release(Draft& draft, const IncidentId& id) {
  std::vector<std::uint32_t> coming;
  for (const auto& [number, task] : draft.incident(id).tasks)
    if (task.active()) coming.push_back(number);
  for (const std::uint32_t number : coming) note_arrival(draft, id, number, Because::kReplanned);
}

void replan_for_crew(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  if (!incident.crew_due) return;
  std::vector<std::uint32_t> late;
  for (const auto& [number, offer] : incident.offers)
    if (offer.outstanding() && offer.role != Role::kGuide && offer.wave != kByHand &&
        offer.at + travel_of(offer) > *incident.crew_due)
      late.push_back(number);
  for (const std::uint32_t number : late) end_offer(draft, id, number, OfferEnd::kStoodDown);
}

void improve_tasks(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  if (incident.status != IncidentStatus::kOpen || incident.crew_arrived_at || !incident.scene)
    return;
  std::vector<std::uint32_t> waiting;
  for (const auto& [number, task] : incident.tasks)
    if (task.counts() && task.role == Role::kAed && !task.left_at && !task.aed_collected_at &&
        !task.on_scene_at)
      waiting.push_back(number);
  const Journeys journeys(draft, id);
  for (const std::uint32_t number : waiting) give_better_aed(draft, id, journeys, number);
  send_the_later_one(draft, id, journeys);
}

}  // namespace goldenfour::dispatch
