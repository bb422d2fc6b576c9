#include "server/sim/office.h"

#include <utility>
#include <variant>

namespace goldenfour::sim {
namespace {

using dispatch::ActorKind;
using dispatch::IncidentId;
using dispatch::Reply;

}  // namespace

Office::Office(Env& env, Server& server, const City& city, Truth& truth)
    : env_(env), server_(server), city_(city), truth_(truth) {
  for (const auto& jurisdiction : city.jurisdictions)
    consoles_[jurisdiction] = Console{jurisdiction, {}, 0, false};
  server_.on_crash([this] {
    for (auto& [jurisdiction, console] : consoles_) {
      console.up = false;
      ++console.link;
      env_.after(seconds(1), [this, &broken = console] { connect(broken); });
    }
  });
}

void Office::begin() {
  for (auto& [jurisdiction, console] : consoles_) {
    connect(console);
    break_now_and_then(console);
  }
}

void Office::connect(Console& console) {
  if (console.up) return;
  if (!server_.up()) {
    env_.after(seconds(1), [this, &console] { connect(console); });
    return;
  }
  console.up = true;
  const std::uint64_t link = ++console.link;
  server_.node().connect_console(console.jurisdiction, console.position,
                                 [this, &console, link](const ConsoleDownlink& message) {
                                   if (console.link == link) receive(console, message);
                                 });
}

void Office::break_now_and_then(Console& console) {
  if (env_.knobs.link_breaks_per_hour <= 0) return;
  env_.after(env_.next_in(env_.knobs.link_breaks_per_hour), [this, &console] {
    if (console.up) {
      env_.count(Fault::kLinkBroken);
      console.up = false;
      ++console.link;
      env_.after(env_.draw(seconds(1), seconds(20)), [this, &console] { connect(console); });
    }
    break_now_and_then(console);
  });
}

void Office::receive(Console& console, const ConsoleDownlink& message) {
  if (const auto* start = std::get_if<dispatch::ConsoleStart>(&message)) {
    for (const auto& frame : start->missed) receive(console, frame);
    if (!start->resumed) console.position = start->position;
    truth_.laws.met(10);
    if (console.position->sequence != start->position.sequence)
      truth_.laws.broken(env_.time(), 10, "a console's resumption leaves a gap");
    for (const auto& incident : start->incidents)
      for (const auto& alarm : incident.alarms)
        if (!alarm.acknowledged_at) acknowledge(incident.id, alarm.number);
    return;
  }
  const auto& frame = std::get<dispatch::ConsoleFrame>(message);
  truth_.laws.met(10);
  if (!console.position || frame.position.epoch != console.position->epoch ||
      frame.position.sequence != console.position->sequence + 1)
    truth_.laws.broken(env_.time(), 10, "a console's frames have a gap");
  console.position = frame.position;
  act(frame);
}

void Office::act(const dispatch::ConsoleFrame& frame) {
  if (frame.event.code == "MERGE" && frame.event.detail == "PROPOSED" && frame.state &&
      frame.state->possible_twin)
    consider_merging(frame.incident, *frame.state->possible_twin);
  if (frame.event.code != "ALARM_RAISED") return;
  acknowledge(frame.incident, frame.event.count);
}

void Office::acknowledge(const IncidentId& incident, std::uint32_t alarm) {
  if (env_.random.chance(0.1)) return;
  env_.after(env_.draw(seconds(3), seconds(60)), [this, incident, alarm] {
    insist(dispatch::AcknowledgeAlarm{incident, alarm}, incident, ActorKind::kDispatcher);
  });
}

void Office::take_over(const IncidentId& incident, const dispatch::Alert& alert) {
  Random& random = env_.random;
  const WallTime sent = alert.sent;
  Duration crew = env_.draw(minutes(6), minutes(16));
  if (alert.crew_due) crew = *alert.crew_due - sent + env_.draw(minutes(-1), minutes(3));
  env_.after(std::max(crew, seconds(30)), [this, incident] {
    insist(dispatch::EmsOnScene{incident}, incident, ActorKind::kIntegration);
  });
  if (random.chance(0.12)) {
    env_.after(env_.draw(seconds(2), minutes(6)), [this, incident] {
      insist(dispatch::CancelIncident{incident}, incident, ActorKind::kDispatcher);
    });
  }
  if (!alert.hazards.empty() || random.chance(0.1)) hold_for_a_while(incident);
  if (random.chance(0.1)) correct(incident, alert);
  if (random.chance(0.3)) act_by_hand(incident, alert);
  if (random.chance(0.03)) {
    const dispatch::DeclareMajor declare{
        incident, 0, offset(alert.scene.position, random.uniform(-300, 300), 100)};
    env_.after(env_.draw(seconds(20), minutes(4)),
               [this, incident, declare] { insist(declare, incident, ActorKind::kDispatcher); });
  }
  if (random.chance(0.08)) {
    env_.after(env_.draw(minutes(4), minutes(12)), [this, incident] {
      insist(dispatch::CloseIncident{incident, dispatch::CloseReason::kNotAnArrest}, incident,
             ActorKind::kDispatcher);
    });
  }
}

void Office::hold_for_a_while(const IncidentId& incident) {
  const Duration from = env_.draw(seconds(2), minutes(2));
  env_.after(from, [this, incident] {
    insist(dispatch::HoldIncident{incident}, incident, ActorKind::kDispatcher);
  });
  env_.after(from + env_.draw(seconds(20), minutes(2)), [this, incident] {
    insist(dispatch::ResumeIncident{incident}, incident, ActorKind::kDispatcher);
  });
}

void Office::correct(const IncidentId& incident, const dispatch::Alert& alert) {
  dispatch::UpdateIncident update;
  update.incident = incident;
  update.position = draw_near(alert.scene.position, 500, env_.random);
  update.entrance = "behind the house";
  env_.after(env_.draw(seconds(10), minutes(4)), [this, incident, update] {
    truth_.edited.insert(incident);
    insist(update, incident, ActorKind::kDispatcher);
  });
}

void Office::insist(dispatch::CommandBody body, const IncidentId& incident, ActorKind who) {
  server_.call({incident.jurisdiction, {who, "desk"}, 0, body},
               [this, body, incident, who](const Reply* reply) {
                 if (reply && !dispatch::info(reply->error).retryable) return;
                 env_.after(env_.draw(milliseconds(500), seconds(2)),
                            [=, this] { insist(body, incident, who); });
               });
}

void Office::close_all() {
  going_home_ = true;
  if (!server_.up()) return;
  for (const auto& [jurisdiction, its] : server_.node().state().jurisdictions)
    for (const auto& [id, incident] : its.incidents)
      if (!incident.is_final())
        insist(dispatch::CloseIncident{id, dispatch::CloseReason::kDispatcher}, id,
               ActorKind::kDispatcher);
}

}  // namespace goldenfour::sim
