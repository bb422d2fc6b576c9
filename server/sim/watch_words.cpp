#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/dispatch/draft.h"
#include "server/dispatch/stages.h"
#include "server/sim/watch.h"

// What somebody's word must lead to, and what must leave the server.
namespace goldenfour::sim {
namespace {

bool is_urgent(const dispatch::Alarm& alarm) {
  return alarm.kind == dispatch::AlarmKind::kNeedHelp && !alarm.acknowledged_at;
}

bool asks(const std::vector<dispatch::Fact>& facts) {
  return std::any_of(facts.begin(), facts.end(), [](const auto& fact) {
    return std::holds_alternative<dispatch::OfferMade>(fact);
  });
}

}  // namespace

/// Laws 12 and 27: a word has its effect, and a no is made good at once.
void Watch::check_word(const Node& node, const dispatch::Command& command,
                       const dispatch::Decision& decision) {
  if (const auto* answer = std::get_if<dispatch::Answer>(&command.body)) {
    if (!answer->accept) check_replaced(node, *answer, decision);
  } else if (const auto* progress = std::get_if<dispatch::Progress>(&command.body)) {
    const auto* incident = node.state().find(progress->task.incident);
    const bool calls = progress->step == dispatch::TaskStep::kNeedHelp ||
                       progress->step == dispatch::TaskStep::kWrongPlace;
    if (!calls || !incident || incident->is_final()) return;
    const auto& alarms = incident->alarms;
    expect(12, std::any_of(alarms.begin(), alarms.end(), is_urgent),
           to_string(progress->task) + ": a call for help raises no alarm");
  } else if (const auto* heard = std::get_if<dispatch::AcknowledgeAlarm>(&command.body)) {
    const auto& alarm = node.state().find(heard->incident)->alarms.at(heard->alarm - 1);
    expect(12, alarm.acknowledged_at.has_value(),
           to_string(heard->incident) + ": another alarm was silenced than was meant");
  }
}

/// Law 12: what was granted is so, whether something had to change for it or not.
void Watch::check_granted(const Node& node, const dispatch::Command& command) {
  const auto* answer = std::get_if<dispatch::Answer>(&command.body);
  if (answer && !answer->accept) check_no(node, *answer);
  const auto* cancel = std::get_if<dispatch::CancelIncident>(&command.body);
  const dispatch::Incident* incident = cancel ? node.state().find(cancel->incident) : nullptr;
  if (incident)
    expect(12, incident->is_final(), to_string(incident->id) + ": called off, and goes on");
}

/// Who says no is let go, whatever they had.
void Watch::check_no(const Node& node, const dispatch::Answer& answer) {
  const dispatch::Incident* incident = node.state().find(answer.offer.incident);
  if (!incident) return;
  const auto offer = incident->offers.find(answer.offer.number);
  const auto task = incident->tasks.find(answer.offer.number);
  const bool asked = offer != incident->offers.end() && offer->second.outstanding();
  const bool bound = task != incident->tasks.end() && task->second.active();
  expect(12, !asked && !bound, to_string(answer.offer) + ": said no, and is still counted on");
}

/// Whoever is worth asking in their place is asked with the same decision: if nobody was, another
/// look at this very moment would ask nobody either.
void Watch::check_replaced(const Node& node, const dispatch::Answer& answer,
                           const dispatch::Decision& decision) {
  if (asks(decision.facts)) return;
  const dispatch::Command look{answer.offer.incident.jurisdiction, {}, 0, answer, {}};
  dispatch::Draft again(node.state(), node.world(), look, env_.clock.now());
  dispatch::look_for_people(again, answer.offer.incident);
  expect(27, !asks(std::move(again).finish().facts),
         to_string(answer.offer) + ": said no, and is replaced at the next look only");
}

/// Law 25: who is off duty, no longer certified or tired out is left in peace.
void Watch::check_may_be_asked(const Node& node, const dispatch::OfferMade& made) {
  const auto* person = node.directory().responder(made.responder);
  const std::string who =
      to_string(made.incident) + ": asks " + made.responder.value() + ", who is ";
  expect(25, person && person->duty.on_duty, who + "off duty");
  if (!person || made.wave == dispatch::kByHand || dispatch::is_of_team(made.role)) return;
  expect(25, person->certified_until >= made.at, who + "no longer certified");
  const dispatch::Policy& policy = node.world().policy(person->jurisdiction);
  const auto& recent = node.state().recent_offers.at(made.responder);
  const auto lately = std::count_if(recent.begin(), recent.end(), [&](WallTime at) {
    return at + policy.fatigue_window > made.at;
  });
  expect(25, lately <= static_cast<std::ptrdiff_t>(policy.max_offers_in_window), who + "tired out");
}

/// Law 10: who starts anew is told all that is open. What became open since the start was shaped
/// has a frame of its own.
void Watch::check_snapshot(const dispatch::State& state, const registry::ResponderId& id,
                           const dispatch::ResponderStart& start) {
  const auto mailbox = state.mailboxes.find(id);
  const bool is_newest =
      mailbox != state.mailboxes.end() && mailbox->second.last_sequence == start.position.sequence;
  if (start.resumed || !is_newest) return;
  expect(10, !start.tasks.empty() || !state.commitments.contains(id),
         id.value() + ": starts anew without being told of the task");
  expect(10, !start.offers.empty() || !state.asked.contains(id),
         id.value() + ": starts anew without being told of the question");
}

/// What this fact says must leave: a message by another channel than the socket, an alarm.
void Watch::note_outgoing(const dispatch::Fact& fact, std::uint64_t sequence) {
  if (const auto* made = std::get_if<dispatch::OfferMade>(&fact)) {
    if (made->first_channel != dispatch::Channel::kWebSocket)
      messages_[{made->incident, made->offer}] = {sequence, {}};
  } else if (const auto* delivery = std::get_if<dispatch::DeliveryChanged>(&fact)) {
    if (delivery->channel != dispatch::Channel::kWebSocket &&
        delivery->stage == dispatch::DeliveryStage::kQueued)
      messages_[{delivery->incident, delivery->offer}] = {sequence, {}};
  } else if (const auto* alarm = std::get_if<dispatch::AlarmRaised>(&fact)) {
    sounds_[{alarm->incident, alarm->alarm}] = {sequence, {}};
  }
}

/// Law 28: what must leave has left two seconds after it is durable, or after a start.
void Watch::check_outgoing(const Node& node) {
  const auto is_due = [&](const Need& need) { return need.due && *need.due <= env_.time(); };
  std::erase_if(messages_, [&](const auto& entry) {
    if (!is_due(entry.second)) return false;
    const dispatch::Incident* incident = node.state().find(entry.first.incident);
    const bool waits =
        incident && !incident->is_final() && incident->offers.at(entry.first.number).outstanding();
    expect(28, !waits, to_string(entry.first) + ": the message does not leave");
    return true;
  });
  std::erase_if(sounds_, [&](const auto& entry) {
    if (!is_due(entry.second)) return false;
    const auto& [id, number] = entry.first;
    const dispatch::Incident* incident = node.state().find(id);
    const bool waits =
        incident && !incident->is_final() && !incident->alarms.at(number - 1).acknowledged_at;
    expect(28, !waits, to_string(id) + ": alarm " + std::to_string(number) + " is not sounded");
    return true;
  });
}

}  // namespace goldenfour::sim
