#include <algorithm>

#include "server/dispatch/assign.h"
#include "server/dispatch/baseline_plan.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

void accept(Draft& draft, const IncidentId& id, std::uint32_t number) {
  const Offer offer = draft.incident(id).offers.at(number);
  const bool goes_direct = has_enough_fetchers(draft.policy(id), draft.incident(id));
  const Role role = goes_direct && offer.role == Role::kAed ? Role::kCpr : offer.role;
  const Assignment given = available_assignment(draft, id, {role, offer.aed, offer.alternate});
  end_offer(draft, id, number, OfferEnd::kAccepted);
  TaskStarted fact;
  fact.offer = number;
  fact.responder = offer.responder;
  fact.role = given.role;
  fact.aed = given.aed;
  fact.alternate = given.alternate;
  fact.at = draft.utc();
  draft.record(id, fact);
  if (!given.aed.empty()) reserve(draft, id, number, given.aed);
  note_arrival(draft, id, number, Because::kReplanned);
  draft.clear_timer(id, TimerPurpose::kNobodyAccepted, 0);
  stand_down_surplus(draft, id);
  look_for_people(draft, id);
}

void confirm_task(Draft& draft, const OfferId& task) {
  Reply reply;
  reply.incident = task.incident;
  reply.task = task;
  reply.version = draft.incident(task.incident).version;
  draft.reply(reply);
}

/// A second word about an offer that was accepted: yes again, or giving the task up.
void answer_again(Draft& draft, const Answer& command, const Task& task) {
  const IncidentId& id = command.offer.incident;
  if (command.accept && task.active()) return confirm_task(draft, command.offer);
  if (command.accept) return draft.refuse(ErrorCode::kOfferEnded, "offer", "the task has ended");
  if (task.active()) {
    end_task(draft, id, command.offer.number, TaskEnd::kGaveUp);
    look_for_people(draft, id);
  }
  draft.confirm(id);
}

/// The word is about an AED that the task no longer names: it has been acted on before.
bool is_about_another_aed(const Progress& command, const Task& task) {
  return !command.aed.empty() && command.aed != task.aed;
}

/// The same call for help, while the alarm that it raised still stands.
bool is_heard(const Incident& incident, std::uint32_t task, TaskStep step) {
  if (step != TaskStep::kNeedHelp && step != TaskStep::kWrongPlace) return false;
  const bool stands =
      std::any_of(incident.alarms.begin(), incident.alarms.end(), [](const Alarm& alarm) {
        return alarm.kind == AlarmKind::kNeedHelp && !alarm.acknowledged_at;
      });
  return stands && std::any_of(incident.timeline.begin(), incident.timeline.end(),
                               [&](const TimelineEvent& event) {
                                 return event.code == EventCode::kTaskProgressed &&
                                        event.offer == task &&
                                        event.detail == static_cast<std::uint32_t>(step);
                               });
}

bool is_step_back(const Task& task, TaskStep step) {
  switch (step) {
    case TaskStep::kAedUnavailable:
    case TaskStep::kWrongPlace:
    case TaskStep::kNeedHelp:
    case TaskStep::kHazardSeen:
      return false;
    case TaskStep::kAedCollected:
      return task.aed_collected_at.has_value();
    case TaskStep::kAccepted:
    case TaskStep::kLeft:
    case TaskStep::kOnScene:
    case TaskStep::kCprStarted:
    case TaskStep::kShockDelivered:
    case TaskStep::kHandedOver:
      return step <= task.step;
  }
  return false;
}

void close_when_handed_over(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  if (!incident.crew_arrived_at || incident.is_final() || incident.major) return;
  for (const auto& [number, task] : incident.tasks)
    if (task.active()) return;
  finish_incident(draft, id, IncidentStatus::kClosed, CloseReason::kHandedOver);
}

void review(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  const Policy& policy = draft.policy(id);
  if (incident.is_final()) {
    draft.clear_timer(id, TimerPurpose::kReview, 0);
    IncidentArchived fact;
    fact.at = draft.utc();
    return draft.record(id, fact);
  }
  if (incident.crew_arrived_at && !incident.major &&
      *incident.crew_arrived_at + policy.after_crew <= draft.utc())
    return finish_incident(draft, id, IncidentStatus::kClosed, CloseReason::kHandedOver);
  if (incident.opened_at + policy.incident_life <= draft.utc())
    return finish_incident(draft, id, IncidentStatus::kClosed, CloseReason::kAbandoned);
  draft.set_timer(id, TimerPurpose::kReview, 0, policy.review_every);
  watch_contacts(draft, id);
  improve_tasks(draft, id);
  look_for_people(draft, id);
}

void nobody_accepted(Draft& draft, const IncidentId& id) {
  draft.clear_timer(id, TimerPurpose::kNobodyAccepted, 0);
  const Incident& incident = draft.incident(id);
  if (incident.status != IncidentStatus::kOpen || incident.crew_arrived_at) return;
  const KindPolicy& kind = draft.policy(id).of(incident.kind);
  if (kind.summons_nobody() && incident.offers.empty()) return;
  for (const auto& [number, task] : incident.tasks)
    if (task.active()) return;
  bool reached = false;
  for (const auto& [number, offer] : incident.offers) reached = reached || offer.delivered();
  raise_alarm(draft, id, reached ? AlarmKind::kNobodyAccepted : AlarmKind::kNobodyReached);
}

/// A device that has not heard of a merge yet speaks of the task's old number.
std::optional<Progress> forwarded(Draft& draft, const Progress& command) {
  const Incident& incident = draft.incident(command.task.incident);
  const auto task = incident.tasks.find(command.task.number);
  if (task == incident.tasks.end() || task->second.end != TaskEnd::kMerged) return {};
  const OfferId* held = draft.commitment(command.responder);
  if (task->second.responder != command.responder || !held) return {};
  if (held->incident != incident.merged_into) return {};
  Progress here = command;
  here.task = *held;
  return here;
}

}  // namespace

void end_task(Draft& draft, const IncidentId& id, std::uint32_t number, TaskEnd cause) {
  const AedId aed = draft.incident(id).tasks.at(number).aed;
  TaskEnded fact;
  fact.offer = number;
  fact.cause = cause;
  fact.at = draft.utc();
  draft.record(id, fact);
  draft.clear_timer(id, TimerPurpose::kContact, number);
  if (!aed.empty()) release(draft, id, number, aed);
}

void take_answer(Draft& draft, const Answer& command) {
  const IncidentId& id = command.offer.incident;
  const Incident& incident = draft.incident(id);
  const std::uint32_t number = command.offer.number;
  const auto found = incident.offers.find(number);
  if (found == incident.offers.end() || found->second.responder != command.responder)
    return draft.refuse(ErrorCode::kNotFound, "offer", "no such offer for this responder");
  if (const auto task = incident.tasks.find(number); task != incident.tasks.end())
    return answer_again(draft, command, task->second);
  if (!found->second.outstanding()) {
    if (!command.accept) return draft.confirm(id);
    return draft.refuse(ErrorCode::kOfferEnded, "offer", "the offer has ended; thank you");
  }
  if (!command.accept) {
    end_offer(draft, id, number, OfferEnd::kDeclined);
    look_for_people(draft, id);
    return draft.confirm(id);
  }
  if (draft.is_committed(command.responder))
    return draft.refuse(ErrorCode::kAlreadyCommitted, "offer", "finish your present task first");
  accept(draft, id, number);
  confirm_task(draft, command.offer);
}

void take_progress(Draft& draft, const Progress& command) {
  if (const auto here = forwarded(draft, command)) return take_progress(draft, *here);
  const IncidentId& id = command.task.incident;
  const std::uint32_t number = command.task.number;
  const Incident& incident = draft.incident(id);
  const auto found = incident.tasks.find(number);
  if (found == incident.tasks.end() || found->second.responder != command.responder)
    return draft.refuse(ErrorCode::kNotFound, "task", "no such task for this responder");
  const Task task = found->second;
  if (!task.active()) {
    if (command.step <= task.step) return draft.confirm(id);
    return draft.refuse(ErrorCode::kIllegalTransition, "step", "the task has ended");
  }
  const bool about_aed =
      command.step == TaskStep::kAedUnavailable || command.step == TaskStep::kAedCollected;
  if (about_aed && is_about_another_aed(command, task)) return draft.confirm(id);
  if (about_aed && (task.aed.empty() || task.role != Role::kAed)) {
    if (command.step == TaskStep::kAedUnavailable) return draft.confirm(id);
    return draft.refuse(ErrorCode::kIllegalTransition, "step", "this task names no AED");
  }
  heard_of(draft, id, number);
  if (is_step_back(task, command.step) || is_heard(incident, number, command.step))
    return draft.confirm(id);
  if (command.step == TaskStep::kHazardSeen) return report_hazard(draft, command);
  TaskProgressed fact;
  fact.offer = number;
  fact.step = command.step;
  fact.at = draft.utc();
  draft.record(id, fact);
  if (command.step == TaskStep::kAedUnavailable) {
    replace_aed(draft, id, number);
    look_for_people(draft, id);
  }
  if (command.step == TaskStep::kNeedHelp || command.step == TaskStep::kWrongPlace)
    raise_alarm(draft, id, AlarmKind::kNeedHelp);
  if (command.step == TaskStep::kHandedOver) {
    end_task(draft, id, number, TaskEnd::kHandedOver);
    close_when_handed_over(draft, id);
  }
  draft.confirm(id);
}

void take_timer(Draft& draft, const TimerFired& command) {
  const IncidentId& id = command.incident;
  const auto& timers = draft.incident(id).timers;
  const auto found = timers.find(command.timer);
  if (found == timers.end() || found->second.attempt != command.attempt) return draft.reply({});
  const TimerSet timer = found->second;
  switch (timer.purpose) {
    case TimerPurpose::kOfferDeadline: {
      const bool reached = draft.incident(id).offers.at(timer.offer).delivered();
      end_offer(draft, id, timer.offer, reached ? OfferEnd::kExpired : OfferEnd::kNotReached);
      look_for_people(draft, id);
      break;
    }
    case TimerPurpose::kDelivery:
      draft.clear_timer(id, TimerPurpose::kDelivery, timer.offer);
      try_next_channel(draft, id, timer.offer);
      break;
    case TimerPurpose::kReview:
      review(draft, id);
      break;
    case TimerPurpose::kNobodyAccepted:
      nobody_accepted(draft, id);
      break;
    case TimerPurpose::kContact:
      contact_timer_fired(draft, id, timer.offer, timer.attempt);
      break;
  }
  draft.reply({});
}

}  // namespace goldenfour::dispatch
