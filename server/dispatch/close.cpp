#include <vector>

#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

void end_tasks(Draft& draft, const IncidentId& id, TaskEnd cause, bool spare_on_scene) {
  std::vector<std::uint32_t> ending;
  for (const auto& [number, task] : draft.incident(id).tasks)
    if (task.active() && !(spare_on_scene && task.on_scene_at)) ending.push_back(number);
  for (std::uint32_t number : ending) end_task(draft, id, number, cause);
}

bool has_active_task(const Incident& incident) {
  for (const auto& [number, task] : incident.tasks)
    if (task.active()) return true;
  return false;
}

}  // namespace

void change_status(Draft& draft, const IncidentId& id, IncidentStatus to, CloseReason reason) {
  IncidentStatusChanged fact;
  fact.from = draft.incident(id).status;
  fact.to = to;
  fact.reason = reason;
  fact.at = draft.utc();
  draft.record(id, fact);
}

bool refuse_final(Draft& draft, const IncidentId& id) {
  if (!draft.incident(id).is_final()) return false;
  draft.refuse(ErrorCode::kIllegalTransition, "status", "the incident has ended");
  return true;
}

void finish_incident(Draft& draft, const IncidentId& id, IncidentStatus status,
                     CloseReason reason) {
  const bool cancelled = status == IncidentStatus::kCancelled;
  end_offers(draft, id, cancelled ? OfferEnd::kCancelled : OfferEnd::kClosed);
  end_tasks(draft, id, cancelled ? TaskEnd::kCancelled : TaskEnd::kClosed, false);
  change_status(draft, id, status, reason);
  draft.clear_timer(id, TimerPurpose::kNobodyAccepted, 0);
  draft.set_timer(id, TimerPurpose::kReview, 0, draft.policy(id).remembered);
}

void hold(Draft& draft, const IncidentId& id) {
  end_offers(draft, id, OfferEnd::kWithdrawn);
  change_status(draft, id, IncidentStatus::kHeld, CloseReason::kNone);
}

void cancel_incident(Draft& draft, const CancelIncident& command) {
  const IncidentId& id = command.incident;
  if (draft.incident(id).status == IncidentStatus::kCancelled) return draft.confirm(id);
  if (refuse_final(draft, id)) return;
  finish_incident(draft, id, IncidentStatus::kCancelled, CloseReason::kNone);
  draft.confirm(id);
}

void close_incident(Draft& draft, const CloseIncident& command) {
  const IncidentId& id = command.incident;
  if (draft.incident(id).status == IncidentStatus::kClosed) return draft.confirm(id);
  if (refuse_final(draft, id)) return;
  finish_incident(draft, id, IncidentStatus::kClosed, command.reason);
  draft.confirm(id);
}

void hold_incident(Draft& draft, const HoldIncident& command) {
  if (refuse_final(draft, command.incident)) return;
  if (draft.incident(command.incident).status == IncidentStatus::kOpen)
    hold(draft, command.incident);
  draft.confirm(command.incident);
}

void resume_incident(Draft& draft, const ResumeIncident& command) {
  const IncidentId& id = command.incident;
  if (refuse_final(draft, id)) return;
  if (draft.incident(id).status == IncidentStatus::kHeld) {
    change_status(draft, id, IncidentStatus::kOpen, CloseReason::kNone);
    draft.set_timer(id, TimerPurpose::kNobodyAccepted, 0, draft.policy(id).nobody_accepted_alarm);
    replan_for_release(draft, id);
    look_for_people(draft, id);
  }
  draft.confirm(id);
}

void ems_on_scene(Draft& draft, const EmsOnScene& command) {
  const IncidentId& id = command.incident;
  if (refuse_final(draft, id)) return;
  if (!draft.incident(id).crew_arrived_at) {
    EmsArrived fact;
    fact.at = draft.utc();
    draft.record(id, fact);
    if (draft.incident(id).major) return draft.confirm(id);  // one crew is not enough
    end_offers(draft, id, OfferEnd::kStoodDown);
    end_tasks(draft, id, TaskEnd::kStoodDown, true);
    draft.clear_timer(id, TimerPurpose::kNobodyAccepted, 0);
    if (!has_active_task(draft.incident(id)))
      finish_incident(draft, id, IncidentStatus::kClosed, CloseReason::kHandedOver);
  }
  draft.confirm(id);
}

void acknowledge_alarm(Draft& draft, const AcknowledgeAlarm& command) {
  const Incident& incident = draft.incident(command.incident);
  if (command.alarm < 1 || command.alarm > incident.alarms.size())
    return draft.refuse(ErrorCode::kNotFound, "number",
                        "the incident has no alarm " + std::to_string(command.alarm));
  if (!incident.alarms[command.alarm - 1].acknowledged_at) {
    AlarmAcknowledged fact;
    fact.alarm = command.alarm;
    fact.at = draft.utc();
    draft.record(command.incident, fact);
  }
  draft.confirm(command.incident);
}

}  // namespace goldenfour::dispatch
