#include <algorithm>
#include <vector>

#include "server/dispatch/assign.h"
#include "server/dispatch/coarse.h"
#include "server/dispatch/journey.h"
#include "server/dispatch/locate.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

// People under way: when they are expected, and whether they are still heard from.
namespace goldenfour::dispatch {
namespace {

/// To the patient; a team gathers at its rally point, in its own time.
bool is_coming(const Task& task) {
  return task.active() && !task.on_scene_at && !is_of_team(task.role);
}

WallTime first_expected(const Incident& incident, const Task& task) {
  const Offer& offer = incident.offers.at(task.offer);
  const bool fetches = task.role == Role::kAed && offer.why.via_aed_arrival;
  return offer.at + (fetches ? *offer.why.via_aed_arrival : offer.why.direct_arrival);
}

/// From now, from where the holder is; the rest of the turnout for who has not left.
Duration remaining(const Draft& draft, const Journeys& journeys, const Task& task,
                   const NearbyResponder& person) {
  Duration rest{0};
  if (!task.left_at && !task.aed_collected_at)
    rest = std::max(Duration{0}, task.started_at + journeys.turnout(person) - draft.utc());
  const registry::Aed* aed = draft.world().aed(task.aed);
  const bool fetches = task.role == Role::kAed && !task.aed_collected_at && aed;
  return rest +
         (fetches ? journeys.by_aed_from_here(person, *aed) : journeys.straight_from_here(person));
}

void set_contact(Draft& draft, const IncidentId& id, std::uint32_t number, Contact contact) {
  ContactChanged fact;
  fact.offer = number;
  fact.contact = contact;
  fact.at = draft.utc();
  draft.record(id, fact);
}

/// Lost or stalled: the person keeps the task, others are asked, the console knows.
void give_up_on(Draft& draft, const IncidentId& id, std::uint32_t number, Contact contact) {
  set_contact(draft, id, number, contact);
  raise_alarm(draft, id, AlarmKind::kNoContact);
  look_for_people(draft, id);
}

void welcome_back(Draft& draft, const IncidentId& id, std::uint32_t number) {
  set_contact(draft, id, number, Contact::kGood);
  stand_down_surplus(draft, id);
}

}  // namespace

WallTime expected_arrival(const Incident& incident, const Task& task) {
  if (task.on_scene_at) return *task.on_scene_at;
  return task.expected_at.value_or(first_expected(incident, task));
}

bool note_arrival(Draft& draft, const IncidentId& id, std::uint32_t number, Because cause) {
  const Incident& incident = draft.incident(id);
  const Task& task = incident.tasks.at(number);
  if (!is_coming(task) || !incident.scene) return false;
  const auto person = whereabouts(draft, id, task.responder);
  if (!person || person->from_home) return false;
  const Policy& policy = draft.policy(id);
  const Duration rest = remaining(draft, Journeys(draft, id), task, *person);
  ArrivalChanged fact;
  fact.offer = number;
  fact.expected = draft.utc() + coarse(rest);
  fact.replanned = cause == Because::kReplanned;
  fact.at = draft.utc();
  const Duration change = fact.expected - expected_arrival(incident, task);
  if (std::max(change, -change) < policy.replan.arrival_change) return false;
  draft.record(id, fact);
  return true;
}

void reconsider_arrival(Draft& draft, const IncidentId& id, std::uint32_t number) {
  const Task before = draft.incident(id).tasks.at(number);
  const WallTime thought = expected_arrival(draft.incident(id), before);
  // Who waits for a release stands still, and is not late for that.
  if (draft.incident(id).status != IncidentStatus::kOpen) return;
  // Asked by the home cell: the first position is what a delay counts from.
  const bool first_position =
      draft.incident(id).offers.at(number).why.from_home && !before.planned_at;
  const Because cause = first_position ? Because::kReplanned : Because::kMoved;
  if (!note_arrival(draft, id, number, cause)) return;
  const WallTime expected = *draft.incident(id).tasks.at(number).expected_at;
  const WallTime planned = before.planned_at.value_or(first_expected(draft.incident(id), before));
  const bool stalled = !first_position && expected > thought &&
                       expected - planned >= draft.policy(id).replan.stalled;
  if (stalled && before.contact == Contact::kGood)
    return give_up_on(draft, id, number, Contact::kStalled);
  if (before.contact == Contact::kStalled && expected < thought)
    return welcome_back(draft, id, number);
  look_for_people(draft, id);
}

void reconsider_task(Draft& draft, const ReconsiderTask& command) {
  const IncidentId& id = command.task.incident;
  const auto& tasks = draft.incident(id).tasks;
  const auto task = tasks.find(command.task.number);
  if (task != tasks.end() && task->second.active()) {
    heard_of(draft, id, command.task.number);
    reconsider_arrival(draft, id, command.task.number);
  }
  draft.reply({});
}

void watch_contact(Draft& draft, const IncidentId& id, std::uint32_t number) {
  const Task& task = draft.incident(id).tasks.at(number);
  if (!is_coming(task) || task.contact == Contact::kLost) return;
  if (draft.incident(id).timer(TimerPurpose::kContact, number)) return;
  draft.set_timer(id, TimerPurpose::kContact, number, draft.policy(id).replan.contact_lost);
}

void watch_contacts(Draft& draft, const IncidentId& id) {
  std::vector<std::uint32_t> coming;
  for (const auto& [number, task] : draft.incident(id).tasks)
    if (is_coming(task)) coming.push_back(number);
  for (const std::uint32_t number : coming) {
    const ResponderId who = draft.incident(id).tasks.at(number).responder;
    if (draft.world().reachable(who, draft.now()))
      heard_of(draft, id, number);
    else
      watch_contact(draft, id, number);
  }
}

void contact_timer_fired(Draft& draft, const IncidentId& id, std::uint32_t number,
                         std::uint32_t attempt) {
  const Task task = draft.incident(id).tasks.at(number);
  const bool heard = draft.world().reachable(task.responder, draft.now());
  // Once more after a short while: a server that has just started has heard from nobody yet.
  if (is_coming(task) && !heard && attempt == 1)
    return draft.set_timer(id, TimerPurpose::kContact, number,
                           draft.policy(id).replan.contact_grace);
  draft.clear_timer(id, TimerPurpose::kContact, number);
  if (is_coming(task) && !heard && task.contact != Contact::kLost)
    give_up_on(draft, id, number, Contact::kLost);
}

void heard_of(Draft& draft, const IncidentId& id, std::uint32_t number) {
  const Task& task = draft.incident(id).tasks.at(number);
  if (task.active() && task.contact == Contact::kLost) welcome_back(draft, id, number);
}

}  // namespace goldenfour::dispatch
