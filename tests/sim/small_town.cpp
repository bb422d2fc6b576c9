#include "tests/sim/small_town.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>
#include <variant>

#include "server/registry/canonical_hash.h"

namespace goldenfour::sim {

using namespace dispatch;

namespace {

/// Longer than any question waits for its answer.
constexpr Duration kNoAnswer = seconds(31);
constexpr std::array<const char*, 2> kCalls{"call-1", "call-2"};

/// What people could still say yes to, though they were let off.
bool was_let_off(const Offer& offer) {
  return offer.end == OfferEnd::kStoodDown || offer.end == OfferEnd::kCancelled ||
         offer.end == OfferEnd::kWithdrawn || offer.end == OfferEnd::kExpired;
}

/// The state without what only tells the past.
State future_of(State state) {
  state.mailboxes.clear();
  for (auto& [name, jurisdiction] : state.jurisdictions) {
    jurisdiction.sequence = 0;
    jurisdiction.topic_sequence = 0;
    jurisdiction.topic.clear();
    for (auto& [id, incident] : jurisdiction.incidents) {
      incident.version = 0;
      incident.timeline.clear();
      incident.last_plan.reset();
      for (auto& [number, offer] : incident.offers) offer.why.aed_reasons.clear();
      std::map<std::uint32_t, TimerSet> timers;
      for (auto& [number, timer] : incident.timers) {
        timer.version = timer.timer = timer.attempt = 0;
        timers.emplace(static_cast<std::uint32_t>(timer.purpose) << 16 | timer.offer, timer);
      }
      incident.timers = std::move(timers);
      incident.next_timer = 0;
    }
  }
  return state;
}

}  // namespace

SmallTown::SmallTown(const std::string& map, Happenings happenings) : happenings_(happenings) {
  const VirtualClock clock(kMorning);
  Life registering(*this, clock);
  const auto put = [&](CommandBody body) {
    const Command command{kTown, {ActorKind::kRegistrar, "maps"}, 1, std::move(body)};
    const Step step = registering.dispatcher.handle(command, registering.world, clock.now());
    journal_.push_back(*step.decision);
  };
  for (const Letter& letter : letters_of(map)) {
    places_[letter.letter] = letter.where;
    if (is_cabinet(letter.letter)) put(PutAed{cabinet_at(letter), std::nullopt});
    if (!person_of(letter.letter)) continue;
    people_.push_back(person_at(letter));
    stands_[people_.back().id] = letter.where;
    put(PutResponder{people_.back(), std::nullopt});
  }
}

SmallTown::Life::Life(const SmallTown& town, const VirtualClock& clock)
    : world(directory, default_policy(), {}), dispatcher(std::span(&kTown, 1), directory) {
  for (const Decision& decision : town.journal_) dispatcher.replay(decision);
  for (const registry::Responder& person : town.people_) {
    const Now now = clock.now();
    directory.set_presence(person.id, presence_at(person, town.stands_.at(person.id), now.utc));
    directory.heard_from(person.id, now.steady);
  }
}

void SmallTown::explore() {
  const VirtualClock clock(kMorning);
  const Life life(*this, clock);
  Moment start{&life, life.dispatcher, {}, {}, clock, {}};
  for (const Decision& decision : journal_) start.checker.read(decision);
  explore_from(start);
}

void SmallTown::explore_from(const Moment& moment) {
  if (wrong_.size() >= kWrongKept || !is_new(moment)) return;
  const std::vector<Event> events = possible(moment);
  if (events.empty()) finish(moment);
  const std::size_t journal = journal_.size();
  const bool may_crash = happenings_.crash && !moment.happened.crash;
  for (const Event& event : events) {
    story_.push_back(tell(event));
    Moment next = moment;
    if (happen(next, event, true)) explore_from(next);
    journal_.resize(journal);
    if (may_crash && event.what != What::kSilence) with_crash_after(moment, event);
    journal_.resize(journal);
    story_.pop_back();
  }
  if (may_crash && !events.empty()) with_crash_before(moment);
}

bool SmallTown::is_new(const Moment& moment) {
  registry::CanonicalHash hash;
  hash.add(future_of(moment.dispatcher.state()));
  hash.add(moment.happened);
  hash.add(moment.clock.time());
  const bool is_new = known_.insert(hash.value()).second;
  ++(is_new ? seen_.futures : seen_.met_again);
  return is_new;
}

/// What happened is on the disk, but nobody heard of it; whoever said it says it again.
void SmallTown::with_crash_after(const Moment& moment, const Event& event) {
  Moment swallowed = moment;
  if (!happen(swallowed, event, false)) return;
  story_.push_back("(crash; said again)");
  std::unique_ptr<Life> life;
  Moment next = restarted(swallowed, life);
  const std::uint64_t before = next.dispatcher.hash();
  say(next, command_of(event), true);
  ++seen_.repeats;
  expect(next.dispatcher.hash() == before, "law 12: said twice, it took effect twice");
  phones_ring(next);
  look(next);
  explore_from(next);
  story_.pop_back();
}

/// Nothing was lost but what was not on the disk: that is still to come.
void SmallTown::with_crash_before(const Moment& moment) {
  story_.push_back("(crash)");
  const std::size_t journal = journal_.size();
  std::unique_ptr<Life> life;
  const Moment next = restarted(moment, life);
  look(next);
  explore_from(next);
  journal_.resize(journal);
  story_.pop_back();
}

SmallTown::Moment SmallTown::restarted(const Moment& before, std::unique_ptr<Life>& life) {
  ++seen_.crashes;
  VirtualClock clock = before.clock;
  clock.advance_to(clock.time() + seconds(2));
  if (happenings_.reboot) clock.reboot();
  life = std::make_unique<Life>(*this, clock);
  expect(life->dispatcher.hash() == before.dispatcher.hash(),
         "law 24: the replayed state is another one");
  Moment after{life.get(), life->dispatcher, before.checker, {}, clock, before.happened};
  after.happened.crash = true;
  after.timers.load(after.dispatcher.state(), clock.now());
  return after;
}

std::vector<SmallTown::Event> SmallTown::possible(const Moment& moment) const {
  std::vector<Event> events;
  for (std::size_t which = 0; which < kCalls.size(); ++which)
    if (!moment.happened.raised[which]) events.push_back({What::kAlert, which, {}, {}, {}});
  if (happenings_.cancel && moment.happened.raised[0] && !moment.happened.cancel)
    events.push_back({What::kCancel, 0, {}, {}, {}});
  for (const Incident* incident : incidents_of(moment.dispatcher.state()))
    possible_at(*incident, moment, events);
  if (moment.happened.silences < happenings_.silences && moment.timers.next_due())
    events.push_back({What::kSilence, 0, {}, {}, {}});
  return events;
}

void SmallTown::possible_at(const Incident& incident, const Moment& moment,
                            std::vector<Event>& events) const {
  for (const auto& [number, offer] : incident.offers) {
    const OfferId id{incident.id, number};
    if (moment.happened.answered.contains(id)) continue;
    if (offer.outstanding()) {
      events.push_back({What::kYes, 0, id, offer.responder, {}});
      events.push_back({What::kNo, 0, id, offer.responder, {}});
    } else if (happenings_.late_answers && was_let_off(offer)) {
      events.push_back({What::kLateYes, 0, id, offer.responder, {}});
    }
  }
  if (moment.happened.empty_cabinets == happenings_.empty_cabinets) return;
  for (const auto& [number, task] : incident.tasks)
    if (task.active() && !task.aed.empty())
      events.push_back({What::kEmptyCabinet, 0, {incident.id, number}, task.responder, task.aed});
}

CommandBody SmallTown::command_of(const Event& event) const {
  switch (event.what) {
    case What::kAlert: {
      Alert alert;
      alert.source = "centre";
      alert.external_id = kCalls[event.which];
      alert.sent = kMorning;
      alert.kind = IncidentKind::kCardiacArrest;
      alert.scene.position = places_.at(event.which == 0 ? 'P' : 'Q');
      alert.scene.uncertainty = geo::Meters{10};
      return RaiseAlert{alert};
    }
    case What::kCancel:
      return CancelIncident{IncidentId{kTown, 1, 1}};
    case What::kYes:
    case What::kLateYes:
      return Answer{event.offer, event.who, true};
    case What::kNo:
      return Answer{event.offer, event.who, false};
    case What::kEmptyCabinet:
      return Progress{event.offer, event.who, TaskStep::kAedUnavailable, event.aed, {}};
    case What::kSilence:
      break;
  }
  std::abort();
}

bool SmallTown::is_answer(What what) {
  return what == What::kYes || what == What::kNo || what == What::kLateYes;
}

bool SmallTown::happen(Moment& moment, const Event& event, bool heard) {
  Happened& happened = moment.happened;
  if (event.what == What::kAlert) happened.raised[event.which] = true;
  if (event.what == What::kCancel) happened.cancel = true;
  if (event.what == What::kSilence) ++happened.silences;
  if (event.what == What::kEmptyCabinet) {
    ++happened.empty_cabinets;
    ++seen_.cabinets_empty;
  }
  if (is_answer(event.what)) happened.answered.insert(event.offer);
  Reply reply;
  if (event.what == What::kSilence)
    pass(moment, kNoAnswer);
  else
    reply = say(moment, command_of(event), heard);
  if (event.what == What::kLateYes) {
    ++seen_.late_refused;
    expect(reply.error != ErrorCode::kNone, "late: a yes to what had ended was taken");
    return false;
  }
  expect(reply.error == ErrorCode::kNone, "refused: " + reply.detail);
  if (heard) phones_ring(moment);
  look(moment);
  return true;
}

void SmallTown::pass(Moment& moment, Duration silence) {
  const Duration end = moment.clock.time() + silence;
  while (const auto due = moment.timers.next_due()) {
    const Duration ahead = std::max(*due - moment.clock.now().steady, Duration{0});
    if (moment.clock.time() + ahead > end) break;
    moment.clock.advance_to(moment.clock.time() + ahead);
    say(moment, *moment.timers.pop_due(moment.clock.now().steady), true);
    look(moment);
  }
  moment.clock.advance_to(end);
}

Reply SmallTown::say(Moment& moment, CommandBody body, bool heard) {
  ++seen_.moments;
  const Now now = moment.clock.now();
  const Command command{kTown, {ActorKind::kDispatcher, "desk"}, 1, std::move(body)};
  const Step step = moment.dispatcher.handle(command, moment.life->world, now);
  if (step.decision) {
    journal_.push_back(*step.decision);
    LawCounts counts;
    for (const Breach& breach : moment.checker.read(*step.decision)) report(breach);
    for (const Breach& breach : check_state(moment.dispatcher.state(), counts)) report(breach);
  }
  Reply reply;
  for (const Effect& effect : step.effects) {
    if (const auto* said = std::get_if<Reply>(&effect)) reply = *said;
    if (!heard) continue;
    if (const auto* arm = std::get_if<ArmTimer>(&effect)) moment.timers.arm(arm->timer, now);
    if (const auto* disarm = std::get_if<DisarmTimer>(&effect))
      moment.timers.disarm(disarm->incident, disarm->timer);
  }
  return reply;
}

/// Every phone acknowledges what it was asked.
void SmallTown::phones_ring(Moment& moment) {
  const std::map<ResponderId, OfferId> asked = moment.dispatcher.state().asked;
  for (const auto& [who, id] : asked) {
    const Offer& offer = moment.dispatcher.state().find(id.incident)->offers.at(id.number);
    if (!offer.delivered())
      say(moment, ReportDelivery{id, Channel::kWebSocket, DeliveryStage::kDelivered}, true);
  }
}

}  // namespace goldenfour::sim
