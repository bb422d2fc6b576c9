#include <algorithm>
#include <array>
#include <vector>

#include "server/dispatch/assign.h"
#include "server/dispatch/limits.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

// Two calls about one emergency.
namespace goldenfour::dispatch {
namespace {

/// What a caller may take for the other: who lies there and does not answer.
bool looks_lifeless(IncidentKind kind) {
  constexpr std::array kLifeless{IncidentKind::kCardiacArrest, IncidentKind::kUnconscious,
                                 IncidentKind::kChoking,       IncidentKind::kDrowning,
                                 IncidentKind::kElectricShock, IncidentKind::kHeatStroke};
  return std::find(kLifeless.begin(), kLifeless.end(), kind) != kLifeless.end();
}

bool may_be_one(IncidentKind a, IncidentKind b) {
  return a == b || a == IncidentKind::kOther || b == IncidentKind::kOther ||
         (looks_lifeless(a) && looks_lifeless(b));
}

bool may_be_one(const MergePolicy& policy, const Incident& known, const Incident& opened) {
  if (known.is_final() || known.is_drill() != opened.is_drill() || !known.scene) return false;
  if (!may_be_one(known.kind, opened.kind)) return false;
  const geo::Meters reach = std::min(
      policy.within + known.scene->uncertainty + opened.scene->uncertainty, policy.at_most);
  return geo::distance(known.scene->position, opened.scene->position) <= reach;
}

void note_merge(Draft& draft, const IncidentId& id, MergeStep step, const IncidentId& other) {
  MergeChanged fact;
  fact.step = step;
  fact.other = other;
  fact.at = draft.utc();
  draft.record(id, fact);
}

/// The holder keeps the task, under the other incident's number, and the AED.
void move_task(Draft& draft, const IncidentId& from, std::uint32_t number, const IncidentId& to) {
  const Task task = draft.incident(from).tasks.at(number);
  const Offer& offer = draft.incident(from).offers.at(number);
  TaskJoined fact;
  fact.offer = draft.incident(to).next_offer();
  fact.from = {from, number};
  fact.responder = task.responder;
  fact.role = task.role;
  fact.aed = task.aed;
  fact.alternate = task.alternate;
  fact.team = offer.team;
  fact.why = offer.why;
  fact.asked_at = offer.at;
  fact.started_at = task.started_at;
  fact.step = task.step;
  fact.left_at = task.left_at;
  fact.aed_collected_at = task.aed_collected_at;
  fact.on_scene_at = task.on_scene_at;
  fact.expected_at = task.expected_at;
  fact.contact = task.contact;
  fact.at = draft.utc();
  const bool reserved = draft.reservation(task.aed) != nullptr;
  end_task(draft, from, number, TaskEnd::kMerged);
  const std::uint32_t joined = fact.offer;
  draft.record(to, std::move(fact));
  if (reserved) reserve(draft, to, joined, task.aed);
  watch_contact(draft, to, joined);
}

void move_tasks(Draft& draft, const IncidentId& from, const IncidentId& to) {
  std::vector<std::uint32_t> moving;
  for (const auto& [number, task] : draft.incident(from).tasks)
    if (task.active()) moving.push_back(number);
  for (const std::uint32_t number : moving) move_task(draft, from, number, to);
}

/// Dangers, and when the crew comes, are told on: one caller may know what the other did not.
void tell_on(Draft& draft, const Incident& from, const IncidentId& to) {
  const Incident before = draft.incident(to);
  IncidentUpdated fact;
  fact.content_hash = before.content_hash;
  fact.sent = before.sent;
  fact.kind = before.kind;
  fact.hazards = before.hazards;
  fact.hazards.insert(from.hazards.begin(), from.hazards.end());
  fact.crew_due = before.crew_due ? before.crew_due : from.crew_due;
  if (fact.hazards == before.hazards && fact.crew_due == before.crew_due) return;
  fact.cell_token = before.cell_token;
  fact.scene = before.scene;
  fact.at = draft.utc();
  draft.record(to, fact);
  act_on_change(draft, to, before);
}

/// What the console must still see to; the question whether the two are one is answered.
void move_alarms(Draft& draft, const Incident& from, const IncidentId& to) {
  for (const Alarm& alarm : from.alarms) {
    if (alarm.acknowledged_at) continue;
    AlarmAcknowledged fact;
    fact.alarm = alarm.number;
    fact.at = draft.utc();
    draft.record(from.id, fact);
    const bool of_people = alarm.kind == AlarmKind::kNeedHelp || alarm.kind == AlarmKind::kHazard ||
                           alarm.kind == AlarmKind::kNoContact;
    if (of_people) raise_alarm(draft, to, alarm.kind);
  }
}

/// Why these two cannot be made one, or null.
const char* objection(const Incident& from, const Incident& into) {
  if (from.is_final()) return "the incident has ended";
  if (into.is_final()) return "the incident to merge into has ended";
  if (from.is_drill() != into.is_drill()) return "one of the two is a drill";
  if (from.crew_arrived_at || into.crew_arrived_at)
    return "the crew is with the patient of one of them; close the other";
  const std::size_t tasks = from.tasks.size() + into.offers.size();
  if (tasks > kOffersPerIncident || into.merged.size() >= kMergedIncidents)
    return "the incident to merge into is full";
  return nullptr;
}

void close_as_merged(Draft& draft, const IncidentId& id, const IncidentId& into) {
  change_status(draft, id, IncidentStatus::kClosed, CloseReason::kMerged);
  note_merge(draft, id, MergeStep::kMergedInto, into);
  draft.clear_timer(id, TimerPurpose::kNobodyAccepted, 0);
  draft.set_timer(id, TimerPurpose::kReview, 0, draft.policy(id).remembered);
}

void merge(Draft& draft, const IncidentId& id, const IncidentId& into) {
  const Incident before = draft.incident(id);
  note_merge(draft, into, MergeStep::kJoined, id);
  if (before.major) make_major(draft, into, before.casualties);
  end_offers(draft, id, OfferEnd::kMerged);
  move_tasks(draft, id, into);
  move_alarms(draft, before, into);
  close_as_merged(draft, id, into);
  tell_on(draft, before, into);
  replan_for_release(draft, into);
  stand_down_surplus(draft, into);
  look_for_people(draft, into);
}

}  // namespace

void propose_merge(Draft& draft, const IncidentId& id) {
  const Incident& opened = draft.incident(id);
  const MergePolicy& policy = draft.policy(id).merge;
  const auto& incidents = draft.base().jurisdictions.at(id.jurisdiction).incidents;
  const Incident* twin = nullptr;
  for (auto known = incidents.rbegin(); known != incidents.rend(); ++known) {
    if (known->second.opened_at + policy.window < opened.opened_at) break;  // the newest first
    if (may_be_one(policy, known->second, opened)) twin = &known->second;
  }
  if (!twin) return;
  note_merge(draft, id, MergeStep::kProposed, twin->id);
  raise_alarm(draft, id, AlarmKind::kPossibleDuplicate);
}

void merge_incident(Draft& draft, const MergeIncident& command) {
  const IncidentId& id = command.incident;
  if (command.into == id)
    return draft.refuse(ErrorCode::kInvalidField, "into", "name another incident");
  if (command.into.jurisdiction != id.jurisdiction)
    return draft.refuse(ErrorCode::kInvalidField, "into",
                        "name an incident of the same jurisdiction");
  if (!draft.base().find(command.into))
    return draft.refuse(ErrorCode::kNotFound, "into", "no such incident");
  if (draft.incident(id).merged_into == command.into) return draft.confirm(id);
  if (const char* why = objection(draft.incident(id), draft.incident(command.into)))
    return draft.refuse(ErrorCode::kIllegalTransition, "status", why);
  merge(draft, id, command.into);
  draft.confirm(id);
}

void unmerge_incident(Draft& draft, const UnmergeIncident& command) {
  const IncidentId& id = command.incident;
  const auto into = draft.incident(id).merged_into;
  if (!into) {
    if (!draft.incident(id).is_final()) return draft.confirm(id);
    return draft.refuse(ErrorCode::kIllegalTransition, "status", "the incident is not merged");
  }
  if (!draft.base().find(*into) || draft.incident(*into).is_final())
    return draft.refuse(ErrorCode::kIllegalTransition, "status",
                        "incident " + to_string(*into) + " has ended; raise a new alert");
  const Policy& policy = draft.policy(id);
  const bool holds = policy.holds_any(draft.incident(id).kind, draft.incident(id).hazards);
  change_status(draft, id, holds ? IncidentStatus::kHeld : IncidentStatus::kOpen,
                CloseReason::kNone);
  note_merge(draft, id, MergeStep::kUnmerged, *into);
  note_merge(draft, *into, MergeStep::kParted, id);
  draft.set_timer(id, TimerPurpose::kReview, 0, policy.review_every);
  draft.set_timer(id, TimerPurpose::kNobodyAccepted, 0, policy.nobody_accepted_alarm);
  look_for_people(draft, id);
  draft.confirm(id);
}

}  // namespace goldenfour::dispatch
