#include <algorithm>
#include <cassert>

#include "server/dispatch/names.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/view.h"
#include "server/dispatch/view_parts.h"

namespace goldenfour::dispatch {
namespace {

TaskLine task_line(const Incident& incident, const registry::Directory& directory, const Task& task,
                   Audience audience) {
  TaskLine line{task, called(incident, task.offer, task.responder, audience),
                name_of(incident, directory, task.offer, task.responder, audience),
                expected_arrival(incident, task)};
  line.task.responder = ResponderId();
  return line;
}

void count(const Incident& incident, const Offer& offer, RosterLine& line) {
  const auto task = incident.tasks.find(offer.number);
  if (offer.outstanding()) {
    ++line.asked;
  } else if (task == incident.tasks.end()) {
    ++(offer.end == OfferEnd::kDeclined ? line.declined : line.silent);
  } else if (task->second.active()) {
    ++line.confirmed;
    if (task->second.on_scene_at) ++line.on_scene;
  } else {
    ++line.declined;
  }
}

std::vector<RosterLine> rosters(const Incident& incident, Audience audience) {
  std::map<TeamId, RosterLine> lines;
  for (const auto& [number, offer] : incident.offers) {
    if (offer.team.empty()) continue;
    RosterLine& line = lines[offer.team];
    line.team = offer.team;
    count(incident, offer, line);
    const auto task = incident.tasks.find(number);
    if (offer.role == Role::kCaptain && task != incident.tasks.end() && task->second.active())
      line.leader = called(incident, number, offer.responder, audience);
  }
  std::vector<RosterLine> all;
  for (auto& [team, line] : lines) all.push_back(std::move(line));
  return all;
}

/// The two details of an event, as the enum that its code speaks of.
void tell_details(const TimelineEvent& event, EventView& view) {
  const auto detail = [&]<class E>(E) { return text_of(static_cast<E>(event.detail)); };
  switch (event.code) {
    case EventCode::kOpened:
    case EventCode::kUpdated:
      view.detail = detail(IncidentKind{});
      break;
    case EventCode::kStatusChanged:
      view.detail = detail(IncidentStatus{});
      break;
    case EventCode::kPlanned:
      view.count = event.detail2;
      break;
    case EventCode::kOffered:
      view.channel = detail(Channel{});
      break;
    case EventCode::kDelivery:
      view.detail = detail(DeliveryStage{});
      view.channel = text_of(static_cast<Channel>(event.detail2));
      break;
    case EventCode::kOfferEnded:
      view.detail = detail(OfferEnd{});
      break;
    case EventCode::kTaskProgressed:
      view.detail = detail(TaskStep{});
      break;
    case EventCode::kTaskEnded:
      view.detail = detail(TaskEnd{});
      break;
    case EventCode::kAlarmRaised:
    case EventCode::kAlarmAcknowledged:
      view.detail = detail(AlarmKind{});
      view.count = event.detail2;
      break;
    case EventCode::kAct:
      view.detail = detail(Act{});
      if (static_cast<Act>(event.detail) == Act::kRelocated)
        view.reason = text_of(static_cast<RelocateReason>(event.detail2));
      else
        view.count = event.detail2;
      break;
    case EventCode::kContact:
      view.detail = detail(Contact{});
      break;
    case EventCode::kArrivalChanged:
      view.count = event.detail2;
      break;
    case EventCode::kMerge:
      view.detail = detail(MergeStep{});
      view.count = event.detail2;
      break;
    case EventCode::kMajorDeclared:
      view.count = event.detail2;
      break;
    case EventCode::kEmsArrived:
    case EventCode::kTaskStarted:
    case EventCode::kTaskChanged:
      break;
  }
}

}  // namespace

IncidentView incident_view(const Incident& incident, const registry::Directory& directory,
                           Audience audience, Extent extent) {
  assert(sees_incidents(audience));
  IncidentView view;
  view.id = incident.id;
  view.version = incident.version;
  view.status = incident.status;
  view.close_reason = incident.close_reason;
  view.alert_status = incident.alert_status;
  view.kind = incident.kind;
  view.hazards = incident.hazards;
  view.source = incident.source;
  view.external_id = incident.external_id;
  view.opened_at = incident.opened_at;
  view.ended_at = incident.ended_at;
  view.crew_due = incident.crew_due;
  view.crew_arrived_at = incident.crew_arrived_at;
  view.cell = incident.cell_token;
  if (audience == Audience::kDispatcher) view.scene = incident.scene;
  const bool full = extent == Extent::kFull;
  for (const auto& [number, offer] : incident.offers) {
    if (full || offer.outstanding()) view.offers.push_back(offer_line(incident, offer, audience));
  }
  for (const auto& [number, task] : incident.tasks) {
    if (full || task.active()) view.tasks.push_back(task_line(incident, directory, task, audience));
  }
  view.alarms = incident.alarms;
  view.escalation = incident.escalation;
  view.major = incident.major;
  view.casualties = incident.casualties;
  view.teams = rosters(incident, audience);
  view.possible_twin = incident.possible_twin;
  view.merged_into = incident.merged_into;
  view.merged = incident.merged;
  return view;
}

EventView event_view(const Incident& incident, const TimelineEvent& event, Audience audience) {
  assert(sees_incidents(audience));
  EventView view;
  view.at = event.at;
  view.version = event.version;
  view.code = text_of(event.code);
  if (event.offer != 0) {
    view.offer = OfferId{incident.id, event.offer};
    view.responder = called(incident, event.offer, event.responder, audience);
    view.role = event.role;
    view.aed = event.aed;
  }
  tell_details(event, view);
  return view;
}

ConsoleFrame shape(const State& state, const registry::Directory& directory, std::uint32_t epoch,
                   const TopicEvent& event, Audience audience) {
  const Incident* incident = state.find(event.incident);
  static const Incident kNone;
  ConsoleFrame frame{{epoch, event.sequence}, event.event.at, event.incident, {}, {}};
  if (incident == nullptr) {
    frame.event = event_view(kNone, event.event, audience);
    if (frame.event.offer) frame.event.offer->incident = event.incident;
    return frame;
  }
  frame.event = event_view(*incident, event.event, audience);
  frame.state = incident_view(*incident, directory, audience, Extent::kLive);
  const auto offer = incident->offers.find(event.event.offer);
  if (offer != incident->offers.end() && !offer->second.outstanding()) {
    frame.state->offers.push_back(offer_line(*incident, offer->second, audience));
  }
  const auto task = incident->tasks.find(event.event.offer);
  if (task != incident->tasks.end() && !task->second.active()) {
    frame.state->tasks.push_back(task_line(*incident, directory, task->second, audience));
  }
  return frame;
}

}  // namespace goldenfour::dispatch
