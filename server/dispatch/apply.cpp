#include <algorithm>
#include <optional>
#include <type_traits>
#include <variant>

#include "server/dispatch/apply_merge.h"
#include "server/dispatch/state.h"
#include "server/dispatch/timeline.h"
#include "server/registry/check.h"

namespace goldenfour::dispatch {
namespace {

using registry::check;

constexpr Duration kRecentOffersKept{24LL * 3600'000};
constexpr std::size_t kRecentOffersCount = 8;
constexpr Duration kReportsKept{12LL * 3600'000};

bool legal(const Incident& incident, IncidentStatus to) {
  const IncidentStatus from = incident.status;
  if (is_final(from)) return incident.merged_into.has_value() && !is_final(to);
  return from != to && (is_final(to) || to == IncidentStatus::kHeld || to == IncidentStatus::kOpen);
}

/// What the end of an offer tells about the person; nothing when they had no say.
std::optional<Response> response_of(OfferEnd end) {
  switch (end) {
    case OfferEnd::kAccepted:
      return Response::kAccepted;
    case OfferEnd::kDeclined:
      return Response::kDeclined;
    case OfferEnd::kExpired:
      return Response::kSilent;
    case OfferEnd::kNone:
    case OfferEnd::kNotReached:
    case OfferEnd::kStoodDown:
    case OfferEnd::kWithdrawn:
    case OfferEnd::kCancelled:
    case OfferEnd::kClosed:
    case OfferEnd::kKindChanged:
    case OfferEnd::kReleased:
    case OfferEnd::kMerged:
      return {};
  }
  return {};
}

/// Applies one fact to one incident and to the tables that point at it.
class Applier {
 public:
  Applier(State& state, JurisdictionState& jurisdiction, Incident& incident)
      : state_(state), jurisdiction_(jurisdiction), incident_(incident) {}

  void operator()(const IncidentOpened& fact) {
    incident_.id = fact.incident;
    incident_.status = fact.status;
    incident_.alert_status = fact.alert_status;
    incident_.source = fact.source;
    incident_.external_id = fact.external_id;
    incident_.opened_at = fact.at;
    take_content(fact);
    jurisdiction_.last_incident = std::max(jurisdiction_.last_incident, fact.incident.number);
    const AlertReference reference{fact.incident, fact.content_hash, fact.sent};
    if (!fact.external_id.empty())
      jurisdiction_.alerts[{fact.source, fact.external_id}] = reference;
    remember_key(fact.source, fact.idempotency_key, reference);
  }

  void operator()(const IdempotencyKeyUsed& fact) {
    remember_key(fact.source, fact.idempotency_key, {fact.incident, fact.content_hash, fact.sent});
  }

  void operator()(const IncidentUpdated& fact) {
    take_content(fact);
    if (!incident_.external_id.empty())
      jurisdiction_.alerts[{incident_.source, incident_.external_id}] = {
          fact.incident, fact.content_hash, fact.sent};
    tell_tasks(fact.at);
    for (const auto& [number, offer] : incident_.offers)
      if (offer.outstanding()) post(offer.responder, FrameKind::kIncident, number, fact.at);
  }

  void operator()(const IncidentStatusChanged& fact) {
    check(fact.from == incident_.status && legal(incident_, fact.to), "legal incident transition");
    incident_.status = fact.to;
    incident_.close_reason = fact.reason;
    incident_.ended_at.reset();
    if (is_final(fact.to)) incident_.ended_at = fact.at;
    if (!is_final(fact.to)) tell_tasks(fact.at);  // wait, or go on
  }

  void operator()(const EmsArrived& fact) { incident_.crew_arrived_at = fact.at; }

  void operator()(const IncidentArchived&) {}

  void operator()(const PlanMade& fact) {
    incident_.waves = fact.wave;
    incident_.last_plan = fact;
  }

  void operator()(const OfferMade& fact) {
    check(fact.offer == incident_.next_offer(), "offers are numbered without a gap");
    check(!is_final(incident_.status), "no offer for an incident that has ended");
    Offer offer;
    offer.number = fact.offer;
    offer.wave = fact.wave;
    offer.responder = fact.responder;
    offer.role = fact.role;
    offer.aed = fact.aed;
    offer.alternate = fact.alternate;
    offer.team = fact.team;
    offer.at = fact.at;
    offer.deadline = fact.deadline;
    offer.why = fact.why;
    offer.deliveries[0] = {DeliveryStage::kQueued, fact.at};
    if (fact.first_channel != Channel::kWebSocket)
      offer.deliveries[static_cast<std::size_t>(fact.first_channel)] = {DeliveryStage::kQueued,
                                                                        fact.at};
    incident_.offers.emplace(fact.offer, offer);
    check(state_.asked.emplace(fact.responder, id(fact.offer)).second, "one open offer a person");
    remember_offer(fact.responder, fact.at);
    post(fact.responder, FrameKind::kOffer, fact.offer, fact.at);
  }

  void operator()(const DeliveryChanged& fact) {
    offer(fact.offer).deliveries[static_cast<std::size_t>(fact.channel)] = {fact.stage, fact.at};
  }

  void operator()(const OfferEnded& fact) {
    Offer& ended = offer(fact.offer);
    check(ended.outstanding(), "an offer ends once");
    ended.end = fact.cause;
    ended.ended_at = fact.at;
    state_.asked.erase(ended.responder);
    remember_end(ended, fact.at);
    if (fact.cause != OfferEnd::kAccepted && fact.cause != OfferEnd::kDeclined)
      post(ended.responder, FrameKind::kStandDown, fact.offer, fact.at);
  }

  void operator()(const TaskStarted& fact) {
    Task task;
    task.offer = fact.offer;
    task.responder = fact.responder;
    task.role = fact.role;
    task.aed = fact.aed;
    task.alternate = fact.alternate;
    task.started_at = fact.at;
    check(incident_.tasks.emplace(fact.offer, task).second, "a task starts once");
    check(state_.commitments.emplace(fact.responder, id(fact.offer)).second, "one task a person");
    post(fact.responder, FrameKind::kTask, fact.offer, fact.at);
  }

  void operator()(const TaskChanged& fact) {
    Task& changed = task(fact.offer);
    changed.role = fact.role;
    changed.aed = fact.aed;
    changed.alternate = fact.alternate;
    post(changed.responder, FrameKind::kTask, fact.offer, fact.at);
  }

  void operator()(const ActTaken& fact) {
    if (fact.act == Act::kEscalated) incident_.escalation = fact.level;
  }

  void operator()(const ContactChanged& fact) {
    Task& held = task(fact.offer);
    check(held.active() && held.contact != fact.contact, "contact of a running task changes");
    held.contact = fact.contact;
  }

  void operator()(const ArrivalChanged& fact) {
    Task& held = task(fact.offer);
    check(held.active(), "who is expected has a running task");
    held.expected_at = fact.expected;
    if (fact.replanned) held.planned_at = fact.expected;
  }

  void operator()(const TaskProgressed& fact) {
    Task& moved = task(fact.offer);
    const auto once = [&](std::optional<WallTime>& when) {
      if (!when) when = fact.at;
    };
    switch (fact.step) {
      case TaskStep::kLeft:
        if (!moved.left_at) remember_leaving(offer(fact.offer), fact.at);
        once(moved.left_at);
        break;
      case TaskStep::kAedCollected:
        once(moved.aed_collected_at);
        break;
      case TaskStep::kOnScene:
        once(moved.on_scene_at);
        break;
      case TaskStep::kAedUnavailable:
        report_missing(moved.aed, fact.at);
        return;
      case TaskStep::kWrongPlace:
      case TaskStep::kNeedHelp:
      case TaskStep::kHazardSeen:
        return;
      case TaskStep::kAccepted:
      case TaskStep::kCprStarted:
      case TaskStep::kShockDelivered:
      case TaskStep::kHandedOver:
        break;
    }
    moved.step = std::max(moved.step, fact.step);
  }

  void operator()(const TaskEnded& fact) {
    Task& ended = task(fact.offer);
    check(ended.active(), "a task ends once");
    ended.end = fact.cause;
    ended.ended_at = fact.at;
    state_.commitments.erase(ended.responder);
    if (fact.cause != TaskEnd::kHandedOver && fact.cause != TaskEnd::kGaveUp)
      post(ended.responder, FrameKind::kStandDown, fact.offer, fact.at);
  }

  void operator()(const AedReserved& fact) {
    check(state_.reservations.emplace(fact.aed, id(fact.offer)).second, "one reservation an AED");
  }

  void operator()(const AedReleased& fact) { state_.reservations.erase(fact.aed); }

  void operator()(const TimerSet& fact) {
    incident_.timers[fact.timer] = fact;
    incident_.next_timer = std::max(incident_.next_timer, fact.timer + 1);
  }

  void operator()(const TimerCleared& fact) { incident_.timers.erase(fact.timer); }

  void operator()(const MajorDeclared& fact) {
    incident_.major = true;
    if (fact.casualties > 0) incident_.casualties = fact.casualties;
  }

  void operator()(const MergeChanged& fact) { apply_merge(incident_, fact); }

  void operator()(const TaskJoined& fact) {
    check(fact.offer == incident_.next_offer(), "offers are numbered without a gap");
    incident_.offers.emplace(fact.offer, joined_offer(fact));
    incident_.tasks.emplace(fact.offer, joined_task(fact));
    check(state_.commitments.emplace(fact.responder, id(fact.offer)).second, "one task a person");
    post(fact.responder, FrameKind::kTask, fact.offer, fact.at);
  }

  void operator()(const AlarmRaised& fact) {
    check(fact.alarm == incident_.alarms.size() + 1, "alarms are numbered without a gap");
    incident_.alarms.push_back({fact.alarm, fact.kind, fact.at, std::nullopt});
  }

  void operator()(const AlarmAcknowledged& fact) {
    check(fact.alarm >= 1 && fact.alarm <= incident_.alarms.size(), "a known alarm");
    incident_.alarms[fact.alarm - 1].acknowledged_at = fact.at;
  }

 private:
  template <class Content>
  void take_content(const Content& fact) {
    incident_.content_hash = fact.content_hash;
    incident_.sent = fact.sent;
    incident_.kind = fact.kind;
    incident_.hazards = fact.hazards;
    incident_.crew_due = fact.crew_due;
    incident_.cell_token = fact.cell_token;
    incident_.scene = fact.scene;
  }

  OfferId id(std::uint32_t number) const { return {incident_.id, number}; }

  Offer& offer(std::uint32_t number) {
    const auto found = incident_.offers.find(number);
    check(found != incident_.offers.end(), "a known offer");
    return found->second;
  }

  Task& task(std::uint32_t number) {
    const auto found = incident_.tasks.find(number);
    check(found != incident_.tasks.end(), "a known task");
    return found->second;
  }

  void tell_tasks(WallTime at) {
    for (const auto& [number, task] : incident_.tasks)
      if (task.active()) post(task.responder, FrameKind::kIncident, number, at);
  }

  void post(const ResponderId& responder, FrameKind kind, std::uint32_t number, WallTime at) {
    Mailbox& mailbox = state_.mailboxes[responder];
    mailbox.frames.push_back({++mailbox.last_sequence, kind, id(number), at});
    if (mailbox.frames.size() > kMailboxFrames) mailbox.frames.pop_front();
  }

  void remember_key(const std::string& source, const std::string& key,
                    const AlertReference& reference) {
    if (key.empty()) return;
    if (!jurisdiction_.idempotency.emplace(AlertKey{source, key}, reference).second) return;
    jurisdiction_.idempotency_order.push_back({source, key});
    if (jurisdiction_.idempotency_order.size() <= kIdempotencyKeys) return;
    jurisdiction_.idempotency.erase(jurisdiction_.idempotency_order.front());
    jurisdiction_.idempotency_order.pop_front();
  }

  void remember_offer(const ResponderId& responder, WallTime at) {
    auto& times = state_.recent_offers[responder];
    std::erase_if(times, [&](WallTime time) { return time + kRecentOffersKept < at; });
    if (times.size() == kRecentOffersCount) times.erase(times.begin());
    times.push_back(at);
  }

  /// Null for a drill, or when the table is full.
  Habit* habit_of(const ResponderId& responder) {
    if (incident_.is_drill()) return nullptr;
    const auto found = state_.habits.find(responder);
    if (found != state_.habits.end()) return &found->second;
    return state_.habits.size() < kHabits ? &state_.habits[responder] : nullptr;
  }

  void remember_end(const Offer& ended, WallTime at) {
    const auto response = response_of(ended.end);
    Habit* habit = response ? habit_of(ended.responder) : nullptr;
    if (habit) remember_response(*habit, ended.why.at_night, *response, at);
  }

  void remember_leaving(const Offer& offer, WallTime at) {
    if (Habit* habit = habit_of(offer.responder))
      remember_turnout(*habit, offer.why.at_night, at - offer.at, at);
  }

  void report_missing(const AedId& aed, WallTime at) {
    std::erase_if(state_.reported_missing,
                  [&](const auto& report) { return report.second + kReportsKept < at; });
    if (!aed.empty()) state_.reported_missing[aed] = at;
  }

  State& state_;
  JurisdictionState& jurisdiction_;
  Incident& incident_;
};

void add_to_timelines(JurisdictionState& jurisdiction, Incident& incident, const Fact& fact) {
  const auto event = timeline_event(incident, fact);
  if (!event) return;
  if (incident.timeline.size() < kTimelineEvents) incident.timeline.push_back(*event);
  jurisdiction.topic.push_back({++jurisdiction.topic_sequence, incident.id, *event});
  if (jurisdiction.topic.size() > kTopicEvents) jurisdiction.topic.pop_front();
}

void forget(JurisdictionState& jurisdiction, const IncidentId& id) {
  const auto found = jurisdiction.incidents.find(id);
  check(found != jurisdiction.incidents.end() && found->second.is_final(),
        "archived after its end");
  jurisdiction.alerts.erase({found->second.source, found->second.external_id});
  jurisdiction.incidents.erase(found);
}

template <IncidentFact F>
void apply_to_incident(State& state, const F& fact, const Fact& whole) {
  JurisdictionState& jurisdiction = state.jurisdictions[fact.incident.jurisdiction];
  constexpr bool opens = std::is_same_v<F, IncidentOpened>;
  check(opens != jurisdiction.incidents.contains(fact.incident), "an incident opens once, first");
  Incident& incident = jurisdiction.incidents[fact.incident];
  check(fact.version == incident.version + 1, "incident versions grow by one");
  incident.version = fact.version;
  Applier{state, jurisdiction, incident}(fact);
  add_to_timelines(jurisdiction, incident, whole);
  if constexpr (std::is_same_v<F, IncidentArchived>) forget(jurisdiction, fact.incident);
}

}  // namespace

const Incident* State::find(const IncidentId& id) const {
  const auto jurisdiction = jurisdictions.find(id.jurisdiction);
  if (jurisdiction == jurisdictions.end()) return nullptr;
  const auto found = jurisdiction->second.incidents.find(id);
  return found == jurisdiction->second.incidents.end() ? nullptr : &found->second;
}

void apply(State& state, const Fact& fact) {
  std::visit(
      [&](const auto& held) {
        if constexpr (IncidentFact<std::decay_t<decltype(held)>>)
          apply_to_incident(state, held, fact);
        else if constexpr (std::is_same_v<std::decay_t<decltype(held)>, ResponderDeleted>)
          state.habits.erase(held.responder);
      },
      fact);
}

void apply(State& state, const Decision& decision) {
  JurisdictionState& jurisdiction = state.jurisdictions[decision.jurisdiction];
  check(decision.sequence == jurisdiction.sequence + 1 && decision.epoch == jurisdiction.epoch,
        "decisions of a jurisdiction follow each other");
  jurisdiction.sequence = decision.sequence;
  for (const Fact& fact : decision.facts) dispatch::apply(state, fact);
}

}  // namespace goldenfour::dispatch
