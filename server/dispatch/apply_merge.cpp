#include "server/dispatch/apply_merge.h"

namespace goldenfour::dispatch {

void apply_merge(Incident& incident, const MergeChanged& fact) {
  switch (fact.step) {
    case MergeStep::kProposed:
      incident.possible_twin = fact.other;
      break;
    case MergeStep::kMergedInto:
      incident.merged_into = fact.other;
      break;
    case MergeStep::kJoined:
      incident.merged.push_back(fact.other);
      break;
    case MergeStep::kUnmerged:
      incident.merged_into.reset();
      break;
    case MergeStep::kParted:
      std::erase(incident.merged, fact.other);
      break;
  }
}

Offer joined_offer(const TaskJoined& fact) {
  Offer offer;
  offer.number = fact.offer;
  offer.wave = kByHand;
  offer.responder = fact.responder;
  offer.role = fact.role;
  offer.aed = fact.aed;
  offer.alternate = fact.alternate;
  offer.team = fact.team;
  offer.at = fact.asked_at;
  offer.deadline = fact.started_at;
  offer.ended_at = fact.started_at;
  offer.end = OfferEnd::kAccepted;
  offer.why = fact.why;
  return offer;
}

Task joined_task(const TaskJoined& fact) {
  Task task;
  task.offer = fact.offer;
  task.responder = fact.responder;
  task.role = fact.role;
  task.aed = fact.aed;
  task.alternate = fact.alternate;
  task.step = fact.step;
  task.started_at = fact.started_at;
  task.left_at = fact.left_at;
  task.aed_collected_at = fact.aed_collected_at;
  task.on_scene_at = fact.on_scene_at;
  task.expected_at = fact.expected_at;
  task.planned_at = fact.expected_at;
  task.contact = fact.contact;
  return task;
}

}  // namespace goldenfour::dispatch
