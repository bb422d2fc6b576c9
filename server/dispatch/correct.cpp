#include <array>
#include <vector>

#include "server/dispatch/caps.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

/// A correction of the place beyond this may change who should come.
constexpr geo::Meters kMoveThatMatters{100};

/// A hazard that keeps people back, and did not before: a release does not cover it.
bool is_newly_held(const Policy& policy, const Incident& before, const Incident& after) {
  for (const Hazard hazard : after.hazards) {
    const bool held_before = before.hazards.contains(hazard) && policy.holds(before.kind, hazard);
    if (policy.holds(after.kind, hazard) && !held_before) return true;
  }
  return false;
}

/// Whether somebody in this role, fetching this record, is of use to this kind of emergency.
bool suits(const Draft& draft, const KindPolicy& kind, const ResponderId& who, Role role,
           const AedId& aed) {
  if (is_of_team(role)) return true;
  if (kind.cap(role) == 0) return false;
  if (role == Role::kGuide) return true;
  const registry::Responder* responder = draft.world().responder(who);
  if (!responder || !kind.is_skilled(*responder)) return false;
  if (role != Role::kAed) return true;
  const registry::Aed* record = draft.world().aed(aed);
  return record && kind.fetches(*record);
}

void end_unsuited_offers(Draft& draft, const IncidentId& id, const KindPolicy& kind) {
  std::vector<std::uint32_t> ending;
  for (const auto& [number, offer] : draft.incident(id).offers)
    if (offer.outstanding() && !suits(draft, kind, offer.responder, offer.role, offer.aed))
      ending.push_back(number);
  for (const std::uint32_t number : ending) end_offer(draft, id, number, OfferEnd::kKindChanged);
}

/// Under way, with a task that is of no use to this kind. Those with the patient stay: nobody is
/// sent away from a bedside by a machine.
bool is_unsuited(const Draft& draft, const KindPolicy& kind, const Task& task) {
  return task.active() && !task.on_scene_at &&
         !suits(draft, kind, task.responder, task.role, task.aed);
}

/// Another AED, or straight ahead, would make them useful.
bool can_be_changed(const Draft& draft, const KindPolicy& kind, const Task& task) {
  const registry::Responder* responder = draft.world().responder(task.responder);
  return task.role == Role::kAed && responder && kind.is_skilled(*responder);
}

void end_unsuited_tasks(Draft& draft, const IncidentId& id, const KindPolicy& kind) {
  std::vector<std::uint32_t> ending;
  for (const auto& [number, task] : draft.incident(id).tasks)
    if (is_unsuited(draft, kind, task) && !can_be_changed(draft, kind, task))
      ending.push_back(number);
  for (const std::uint32_t number : ending) end_task(draft, id, number, TaskEnd::kKindChanged);
}

/// Whoever fetches the wrong thing gets the right one, or goes straight.
void change_unsuited_tasks(Draft& draft, const IncidentId& id, const KindPolicy& kind) {
  std::vector<std::uint32_t> changing;
  for (const auto& [number, task] : draft.incident(id).tasks)
    if (is_unsuited(draft, kind, task)) changing.push_back(number);
  for (const std::uint32_t number : changing) replace_aed(draft, id, number);
}

/// More are on their way than this kind wants: the last to accept are let go first.
void end_surplus_tasks(Draft& draft, const IncidentId& id, const KindPolicy& kind) {
  std::array<std::uint32_t, kRoleCount> count{};
  std::vector<std::uint32_t> ending;
  for (const bool on_scene : {true, false}) {
    for (const auto& [number, task] : draft.incident(id).tasks) {
      if (!task.active() || task.on_scene_at.has_value() != on_scene) continue;
      const std::uint32_t position = ++count[static_cast<std::size_t>(task.role)];
      if (!on_scene && position > kind.cap(task.role)) ending.push_back(number);
    }
  }
  for (const std::uint32_t number : ending) end_task(draft, id, number, TaskEnd::kKindChanged);
}

void adapt_to_kind(Draft& draft, const IncidentId& id) {
  const KindPolicy kind = caps_of(draft.policy(id), draft.incident(id));
  end_unsuited_offers(draft, id, kind);
  // Who is let go leaves an AED that those who stay may want.
  end_unsuited_tasks(draft, id, kind);
  end_surplus_tasks(draft, id, kind);
  change_unsuited_tasks(draft, id, kind);
  end_surplus_tasks(draft, id, kind);  // some go straight now
}

}  // namespace

void act_on_change(Draft& draft, const IncidentId& id, const Incident& before) {
  const Policy& policy = draft.policy(id);
  if (before.kind != draft.incident(id).kind) adapt_to_kind(draft, id);
  const Incident& after = draft.incident(id);
  if (after.status == IncidentStatus::kOpen && is_newly_held(policy, before, after)) {
    hold(draft, id);
    return;
  }
  const bool moved =
      before.scene && after.scene &&
      geo::distance(before.scene->position, after.scene->position) > kMoveThatMatters;
  if (moved) replan_for_place(draft, id);
  if (before.crew_due != after.crew_due) replan_for_crew(draft, id);
  look_for_people(draft, id);
}

void report_hazard(Draft& draft, const Progress& command) {
  const IncidentId& id = command.task.incident;
  if (!command.hazard)
    return draft.refuse(ErrorCode::kMissingField, "hazard", "name the hazard that is seen");
  const Incident before = draft.incident(id);
  if (before.hazards.contains(*command.hazard)) return draft.confirm(id);
  TaskProgressed seen;
  seen.offer = command.task.number;
  seen.step = TaskStep::kHazardSeen;
  seen.at = draft.utc();
  draft.record(id, seen);
  IncidentUpdated fact;
  fact.content_hash = before.content_hash;
  fact.sent = before.sent;
  fact.kind = before.kind;
  fact.hazards = before.hazards;
  fact.hazards.insert(*command.hazard);
  fact.crew_due = before.crew_due;
  fact.cell_token = before.cell_token;
  fact.scene = before.scene;
  fact.at = draft.utc();
  draft.record(id, fact);
  raise_alarm(draft, id, AlarmKind::kHazard);
  act_on_change(draft, id, before);
  draft.confirm(id);
}

}  // namespace goldenfour::dispatch
