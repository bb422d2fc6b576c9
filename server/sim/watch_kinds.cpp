#include <type_traits>
#include <variant>

#include "server/sim/watch.h"

namespace goldenfour::sim {
namespace {

/// The newest frame in the responder's mailbox was put there by this fact.
bool is_told(const dispatch::State& state, const registry::ResponderId& who, WallTime at) {
  const auto mailbox = state.mailboxes.find(who);
  return mailbox != state.mailboxes.end() && !mailbox->second.frames.empty() &&
         mailbox->second.frames.back().at == at;
}

}  // namespace

/// Law 25: who is asked is of use to this kind of emergency, and dangers are told.
void Watch::check_use(const Node& node, const dispatch::Fact& fact) {
  if (const auto* call = std::get_if<dispatch::OfferMade>(&fact)) {
    check_lead(node, *call);
    check_may_be_asked(node, *call);
  }
  if (const auto* opened = std::get_if<dispatch::IncidentOpened>(&fact)) {
    const auto& policy = node.world().policy(opened->incident.jurisdiction);
    const bool holds = policy.holds_any(opened->kind, opened->hazards);
    expect(25, holds == (opened->status == dispatch::IncidentStatus::kHeld),
           to_string(opened->incident) + ": hazards and status at the start do not fit");
  } else if (const auto* made = std::get_if<dispatch::OfferMade>(&fact);
             made && !dispatch::is_of_team(made->role)) {
    const auto& incident = *node.state().find(made->incident);
    const auto& kind = node.world().policy(made->incident.jurisdiction).of(incident.kind);
    const auto* responder = node.directory().responder(made->responder);
    // By hand a dispatcher may ask for a role beyond the kind's; a guide needs no skill.
    const bool by_hand = made->wave == dispatch::kByHand;
    const bool guides = by_hand && made->role == dispatch::Role::kGuide;
    expect(25,
           responder && (guides || kind.is_skilled(*responder)) &&
               (by_hand || kind.cap(made->role) > 0),
           to_string(made->incident) + ": asks somebody who is of no use to this kind");
    expect(25, by_hand || incident.major || !incident.crew_arrived_at,
           to_string(made->incident) + ": asks somebody though the crew is there");
    const auto* aed = node.directory().aed(made->aed);
    expect(25, made->aed.empty() || (aed && kind.fetches(*aed)),
           to_string(made->incident) + ": sends for what is of no use to this kind");
  }
}

/// Law 25: one at a time is asked to lead a team, and nobody while somebody leads.
void Watch::check_lead(const Node& node, const dispatch::OfferMade& made) {
  if (made.role != dispatch::Role::kCaptain) return;
  const auto& incident = *node.state().find(made.incident);
  expect(25, incident.major, to_string(made.incident) + ": a team for what is no major event");
  for (const auto& [number, offer] : incident.offers) {
    if (number >= made.offer || offer.team != made.team) continue;
    if (offer.role != dispatch::Role::kCaptain) continue;
    const auto task = incident.tasks.find(number);
    const bool leads = task != incident.tasks.end() && task->second.active();
    expect(25, !leads && !offer.outstanding(),
           to_string(made.incident) + ": a second leader is asked for " + made.team.value());
  }
}

/// Law 25 again, once the decision is applied: those under way know of the change.
void Watch::check_told(const Node& node, const dispatch::Fact& fact) {
  const auto expect_told = [&](const dispatch::IncidentId& id, WallTime at) {
    const dispatch::Incident* incident = node.state().find(id);
    if (!incident) return;
    for (const auto& [number, task] : incident->tasks)
      if (task.active() && task.started_at < at)
        expect(25, is_told(node.state(), task.responder, at),
               to_string(id) + ": a change is not told to who is under way");
  };
  if (const auto* changed = std::get_if<dispatch::IncidentStatusChanged>(&fact)) {
    if (!dispatch::is_final(changed->to)) expect_told(changed->incident, changed->at);
  } else if (const auto* updated = std::get_if<dispatch::IncidentUpdated>(&fact)) {
    expect_told(updated->incident, updated->at);
  } else if (const auto* errand = std::get_if<dispatch::TaskChanged>(&fact)) {
    const auto& task = node.state().find(errand->incident)->tasks.at(errand->offer);
    expect(25, is_told(node.state(), task.responder, errand->at),
           to_string(errand->incident) + ": another errand is not told to who has it");
  } else if (const auto* put = std::get_if<dispatch::AedPut>(&fact)) {
    check_withdrawn(node.state(), put->aed);
  } else if (const auto* crew = std::get_if<dispatch::EmsArrived>(&fact)) {
    check_crew_takes_over(*node.state().find(crew->incident));
  }
}

/// Law 8: nobody runs to an AED that was just taken out of service; who carries it may go on.
void Watch::check_withdrawn(const dispatch::State& state, const registry::Aed& aed) {
  const auto promised = state.reservations.find(aed.id);
  if (aed.status == registry::AedStatus::kInService || promised == state.reservations.end()) return;
  const dispatch::OfferId& holder = promised->second;
  const dispatch::Task& task = state.find(holder.incident)->tasks.at(holder.number);
  expect(8, task.aed_collected_at.has_value(),
         to_string(holder) + ": is sent to " + aed.id.value() + ", which is out of service");
}

/// Law 25: one crew is enough for all but a major event, so nobody is asked any more, and who is
/// not there yet need not run.
void Watch::check_crew_takes_over(const dispatch::Incident& incident) {
  for (const auto& [number, offer] : incident.offers)
    expect(25, incident.major || !offer.outstanding(),
           to_string(incident.id) + ": the crew is there, and somebody is still asked");
  for (const auto& [number, task] : incident.tasks)
    expect(25, incident.major || !task.active() || task.on_scene_at,
           to_string(incident.id) + ": the crew is there, and somebody still runs");
}

}  // namespace goldenfour::sim
