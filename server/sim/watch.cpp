#include "server/sim/watch.h"

#include <algorithm>
#include <type_traits>
#include <variant>

#include "geo/position.h"
#include "server/dispatch/locate.h"
#include "server/registry/canonical_hash.h"
#include "server/sim/describe.h"

namespace goldenfour::sim {
namespace {

using dispatch::IncidentStatus;

constexpr std::uint64_t kSampleEvery = 97;
constexpr std::uint64_t kWholeStateEvery = 61;

bool is_usable(const Node& node, const registry::Aed& aed, WallTime reached) {
  return dispatch::usability(node.world().policy(aed.jurisdiction), aed, reached).probability > 0;
}

bool is_refused(const dispatch::Step& step) {
  return std::any_of(step.effects.begin(), step.effects.end(), [](const dispatch::Effect& effect) {
    const auto* reply = std::get_if<dispatch::Reply>(&effect);
    return reply && reply->error != dispatch::ErrorCode::kNone;
  });
}

}  // namespace

Watch::Watch(Env& env, const City& city, Truth& truth)
    : env_(env), city_(city), truth_(truth), standby_(city), random_(env.random.fork()) {}

void Watch::handled(const Node& node, const dispatch::Command& command, const dispatch::Step& step,
                    std::uint64_t sequence, bool again) {
  if (again) {
    expect(12, !step.decision,
           std::string(name(command.body)) + " has an effect each time it arrives" +
               (step.decision ? ": " + describe(*step.decision) : ""));
  }
  if (command.correlation != 0) seen_by_[command.correlation] = sequence;
  if (!is_refused(step)) check_granted(node, command);
  if (!step.decision) return;
  if (const auto* fired = std::get_if<dispatch::TimerFired>(&command.body))
    fired_once(*fired, sequence);
  read(node, *step.decision, sequence);
  check_word(node, command, *step.decision);
}

void Watch::read(const Node& node, const dispatch::Decision& decision, std::uint64_t sequence) {
  ++tally_.decisions;
  env_.trace.mark(env_.time(), registry::canonical_hash(decision.facts));
  env_.trace.line(env_.time(),
                  [&] { return '#' + std::to_string(sequence) + ' ' + describe(decision); });
  truth_.laws.add(env_.time(), checker_.read(decision));
  for (const dispatch::Fact& fact : decision.facts) {
    read_fact(node, fact, sequence);
    note_outgoing(fact, sequence);
    check_use(node, fact);
    check_told(node, fact);
  }
  truth_.laws.add(env_.time(), dispatch::check_touched(node.state(), decision, counts_));
  if (sequence % kWholeStateEvery == 0)
    truth_.laws.add(env_.time(), dispatch::check_state(node.state(), counts_));
  standby_.read(decision);
  if (sequence % kSampleEvery == 0) sample(node, sequence);
}

/// Replayed and live state agree, and do so again after the next start.
void Watch::sample(const Node& node, std::uint64_t sequence) {
  const std::uint64_t live = node.dispatcher().hash();
  samples_[sequence] = live;
  expect(24, standby_.hash() == live, "the facts do not explain the state");
}

void Watch::read_fact(const Node& node, const dispatch::Fact& fact, std::uint64_t sequence) {
  if (const auto* opened = std::get_if<dispatch::IncidentOpened>(&fact)) {
    ++tally_.incidents;
    const auto kind = static_cast<std::size_t>(opened->kind);
    if (opened->status == IncidentStatus::kOpen && !city_.policy.kinds[kind].summons_nobody())
      needs_[opened->incident] = {sequence, {}};
  } else if (const auto* changed = std::get_if<dispatch::IncidentStatusChanged>(&fact)) {
    if (changed->to != IncidentStatus::kOpen) needs_.erase(changed->incident);
    if (dispatch::is_final(changed->to))
      ended_[changed->incident] = sequence;
    else
      ended_.erase(changed->incident);  // a merge taken back
  } else if (const auto* made = std::get_if<dispatch::OfferMade>(&fact)) {
    ++tally_.offers;
    made_[{made->incident, made->offer}] = sequence;
    const auto* responder = node.directory().responder(made->responder);
    const bool drill = node.state().find(made->incident)->is_drill();
    expect(22, !drill || (responder && responder->enrolled_for_drills),
           "a drill asks somebody who is not enrolled");
  } else if (const auto* delivery = std::get_if<dispatch::DeliveryChanged>(&fact)) {
    check_delivered(*delivery);
  } else if (const auto* end = std::get_if<dispatch::OfferEnded>(&fact)) {
    const dispatch::OfferId id{end->incident, end->offer};
    const auto& offer = node.state().find(end->incident)->offers.at(end->offer);
    if (end->cause == dispatch::OfferEnd::kCancelled)
      calls_[{offer.responder, id}] = {sequence, {}, 0};
  } else if (const auto* started = std::get_if<dispatch::TaskStarted>(&fact)) {
    ++tally_.tasks;
    check_alternate(node, started->incident, started->offer, started->at);
  } else if (const auto* switched = std::get_if<dispatch::TaskChanged>(&fact)) {
    check_alternate(node, switched->incident, switched->offer, switched->at);
  } else if (const auto* over = std::get_if<dispatch::TaskEnded>(&fact)) {
    const dispatch::OfferId id{over->incident, over->offer};
    const auto& task = node.state().find(over->incident)->tasks.at(over->offer);
    if (over->cause == dispatch::TaskEnd::kCancelled)
      calls_[{task.responder, id}] = {sequence, {}, 0};
  } else if (const auto* archived = std::get_if<dispatch::IncidentArchived>(&fact)) {
    ++tally_.archived;
    std::erase_if(truth_.promises, [&](const auto& promise) {
      return promise.second.incident == archived->incident;
    });
  } else if (std::holds_alternative<dispatch::AlarmRaised>(fact)) {
    ++tally_.alarms;
  }
}

void Watch::check_delivered(const dispatch::DeliveryChanged& fact) {
  const bool says_so = fact.stage == dispatch::DeliveryStage::kDelivered ||
                       fact.stage == dispatch::DeliveryStage::kSeen;
  if (!says_so) return;
  const dispatch::OfferId offer{fact.incident, fact.offer};
  expect(11, truth_.delivered.contains({offer, fact.channel}),
         to_string(offer) + " is called delivered, but no device has it");
}

/// No alternate means that there is none that could be used on getting there: looked up the slow
/// way.
void Watch::check_alternate(const Node& node, const dispatch::IncidentId& id, std::uint32_t number,
                            WallTime at) {
  const dispatch::Incident& incident = *node.state().find(id);
  const dispatch::Task& task = incident.tasks.at(number);
  if (task.role != dispatch::Role::kAed || !task.alternate.empty() || !incident.scene) return;
  const dispatch::Policy& policy = node.world().policy(id.jurisdiction);
  const WallTime reached = dispatch::reached_at_first(policy, at);
  for (const auto& [aed_id, aed] : node.directory().aeds()) {
    const bool free = policy.of(incident.kind).fetches(aed) &&
                      policy.mutual_aid.allows(id.jurisdiction, aed.jurisdiction) &&
                      is_usable(node, aed, reached) && aed_id != task.aed &&
                      !node.state().reservations.contains(aed_id) &&
                      !node.state().reported_missing.contains(aed_id);
    const bool in_reach =
        geo::distance(aed.position, incident.scene->position) <= policy.aed_radius;
    expect(8, !free || !in_reach,
           to_string(id) + ": says that no alternate is in reach, but " + aed_id.value() + " is");
  }
}

void Watch::fired_once(const dispatch::TimerFired& fired, std::uint64_t sequence) {
  const TimerKey key{fired.incident, fired.timer, fired.attempt};
  expect(15, fired_.emplace(key, sequence).second,
         to_string(fired.incident) + ": timer " + std::to_string(fired.timer) + " acts twice");
}

void Watch::durable(const Node&, std::uint64_t sequence) {
  durable_before_ = durable_;
  durable_ = sequence;
  const auto settle = [&](auto& needs) {
    for (auto& [what, need] : needs)
      if (!need.due && need.sequence <= sequence) need.due = env_.time() + kDoneWithin;
  };
  settle(needs_);
  settle(messages_);
  settle(sounds_);
  for (auto& [who, call] : calls_) {
    if (call.due || call.sequence > sequence) continue;
    call.due = env_.time() + seconds(5);
    call.life = life_;
  }
}

void Watch::replied(const Node& node, const dispatch::Reply& reply) {
  const auto seen = seen_by_.find(reply.correlation);
  expect(2, seen != seen_by_.end() && seen->second <= durable_,
         "a reply leaves before what it tells is durable");
  if (seen != seen_by_.end()) seen_by_.erase(seen);
  if (reply.error == dispatch::ErrorCode::kNone && reply.created &&
      !reply.incident.jurisdiction.empty())
    expect(1, node.state().find(reply.incident) != nullptr, "a 2xx for an incident that is not");
}

void Watch::started(const Node& node, const registry::ResponderId& id,
                    const dispatch::ResponderStart& start) {
  std::uint64_t next = start.position.sequence - start.missed.size() + 1;
  for (const auto& frame : start.missed)
    expect(10, frame.position.sequence == next++, id.value() + ": a resumption has a gap");
  check_snapshot(node.state(), id, start);
  written_[id] = start.position.sequence;
  std::erase_if(calls_, [&](const auto& call) { return call.first.first == id; });
  for (const auto& offer : start.offers) satisfied(offer.offer.incident);
  for (const auto& frame : start.missed)
    if (const auto* offer = std::get_if<dispatch::OfferNotice>(&frame.body))
      satisfied(offer->offer.incident);
}

void Watch::framed(const registry::ResponderId& id, const dispatch::ResponderFrame& frame) {
  ++tally_.frames;
  env_.trace.mark(env_.time(), frame.position.sequence);
  std::uint64_t& last = written_[id];
  expect(10, frame.position.sequence == last + 1, id.value() + ": frames have a gap");
  last = frame.position.sequence;
  if (const auto* offer = std::get_if<dispatch::OfferNotice>(&frame.body)) {
    // What one commit makes durable leaves together: a question and its end are then heard at once.
    const auto end = ended_.find(offer->offer.incident);
    const bool at_once = made_[offer->offer] > durable_before_;
    expect(14, end == ended_.end() || end->second > durable_ || at_once,
           to_string(offer->offer) + ": asked after a durable end");
    satisfied(offer->offer.incident);
  } else if (const auto* over = std::get_if<dispatch::StandDownNotice>(&frame.body)) {
    calls_.erase({id, over->offer});
  }
}

void Watch::sent_by_channel(const dispatch::SendByChannel& notice) {
  if (messages_.erase(notice.offer) != 0) met(28);
  satisfied(notice.offer.incident);
}

void Watch::sounded(const dispatch::SoundAlarm& alarm) {
  if (sounds_.erase({alarm.incident, alarm.alarm}) != 0) met(28);
  if (alarm.kind == dispatch::AlarmKind::kNoCandidate) satisfied(alarm.incident);
}

void Watch::satisfied(const dispatch::IncidentId& incident) {
  if (needs_.erase(incident) != 0) met(6);
}

void Watch::expect(int law, bool fine, const std::string& what) {
  met(law);
  if (!fine) broken(law, what);
}

void Watch::broken(int law, const std::string& what) {
  env_.trace.line(env_.time(), [&] { return "LAW " + std::to_string(law) + " BROKEN: " + what; });
  truth_.laws.broken(env_.time(), law, what);
}

}  // namespace goldenfour::sim
