#include "server/dispatch/draft.h"

#include <type_traits>
#include <utility>
#include <variant>

#include "server/dispatch/timeline.h"

namespace goldenfour::dispatch {

using registry::check;

Draft::Draft(const State& base, const World& world, const Command& command, Now now)
    : base_(base), world_(world), command_(command), now_(now) {
  slice_.commitments = base.commitments;
  slice_.asked = base.asked;
  slice_.reservations = base.reservations;
  slice_.reported_missing = base.reported_missing;
}

void Draft::take(const IncidentId& id) {
  auto& incidents = slice_.jurisdictions[id.jurisdiction].incidents;
  if (incidents.contains(id)) return;
  if (const Incident* known = base_.find(id)) incidents.emplace(id, *known);
}

const Incident& Draft::incident(const IncidentId& id) {
  take(id);
  const Incident* found = slice_.find(id);
  check(found != nullptr, "a draft's incident exists");
  return *found;
}

std::uint64_t Draft::version_of(const IncidentId& id) {
  take(id);
  const Incident* found = slice_.find(id);
  return found ? found->version : 0;
}

void Draft::add(Fact fact) {
  dispatch::apply(slice_, fact);
  if (const auto* deleted = std::get_if<AedDeleted>(&fact)) taken_out_.insert(deleted->aed);
  if (const auto* put = std::get_if<AedPut>(&fact);
      put && put->aed.status != registry::AedStatus::kInService)
    taken_out_.insert(put->aed.id);
  add_effects(fact);
  facts_.push_back(std::move(fact));
}

void Draft::add_effects(const Fact& fact) {
  const auto push = [&](const IncidentId& id, std::uint32_t offer) {
    effect(PushFrames{incident(id).offers.at(offer).responder});
  };
  const auto push_to_tasks = [&](const IncidentId& id) {
    for (const auto& [number, task] : incident(id).tasks)
      if (task.active()) effect(PushFrames{task.responder});
  };
  const auto consequences = [&]<class F>(const F& held) {
    if constexpr (std::is_same_v<F, OfferMade>) {
      push(held.incident, held.offer);
      if (held.first_channel != Channel::kWebSocket)
        effect(SendByChannel{{held.incident, held.offer}, held.responder, held.first_channel});
    } else if constexpr (std::is_same_v<F, OfferEnded> || std::is_same_v<F, TaskStarted> ||
                         std::is_same_v<F, TaskChanged> || std::is_same_v<F, TaskEnded> ||
                         std::is_same_v<F, TaskJoined>) {
      push(held.incident, held.offer);
    } else if constexpr (std::is_same_v<F, IncidentUpdated>) {
      push_to_tasks(held.incident);
      for (const auto& [number, offer] : incident(held.incident).offers)
        if (offer.outstanding()) effect(PushFrames{offer.responder});
    } else if constexpr (std::is_same_v<F, IncidentStatusChanged>) {
      if (!is_final(held.to)) push_to_tasks(held.incident);
    } else if constexpr (std::is_same_v<F, TimerSet>) {
      effect(ArmTimer{held});
    } else if constexpr (std::is_same_v<F, TimerCleared>) {
      effect(DisarmTimer{held.incident, held.timer});
    } else if constexpr (std::is_same_v<F, AlarmRaised>) {
      effect(SoundAlarm{held.incident, held.alarm, held.kind});
    }
    if constexpr (IncidentFact<F> && !std::is_same_v<F, IncidentArchived>) {
      const JurisdictionId& where = held.incident.jurisdiction;
      if (!published_.contains(where) && timeline_event(incident(held.incident), fact)) {
        published_.insert(where);
        effect(PublishTopic{held.incident.jurisdiction});
      }
    }
  };
  std::visit(consequences, fact);
}

void Draft::set_timer(const IncidentId& id, TimerPurpose purpose, std::uint32_t offer,
                      Duration duration) {
  const Incident& target = incident(id);
  TimerSet fact;
  if (const TimerSet* known = target.timer(purpose, offer)) {
    fact.timer = known->timer;
    fact.attempt = known->attempt + 1;
  } else {
    fact.timer = target.next_timer;
    fact.attempt = 1;
  }
  fact.purpose = purpose;
  fact.offer = offer;
  fact.duration = duration;
  fact.due = now_.utc + duration;
  fact.boot = now_.boot;
  fact.due_steady = now_.steady + duration;
  record(id, fact);
}

void Draft::clear_timer(const IncidentId& id, TimerPurpose purpose, std::uint32_t offer) {
  if (const TimerSet* known = incident(id).timer(purpose, offer)) {
    TimerCleared fact;
    fact.timer = known->timer;
    record(id, fact);
  }
}

void Draft::reply(Reply reply) {
  check(!replied_, "one reply a command");
  replied_ = true;
  if (command_.correlation == 0) return;
  reply.correlation = command_.correlation;
  effect(std::move(reply));
}

void Draft::refuse(ErrorCode error, std::string field, std::string detail) {
  Reply no;
  no.error = error;
  no.field = std::move(field);
  no.detail = std::move(detail);
  reply(std::move(no));
}

void Draft::confirm(const IncidentId& id) {
  Reply yes;
  yes.incident = id;
  yes.version = version_of(id);
  reply(std::move(yes));
}

const OfferId* Draft::reservation(const AedId& id) const {
  const auto found = slice_.reservations.find(id);
  return found == slice_.reservations.end() ? nullptr : &found->second;
}

const registry::Aed* Draft::aed(const AedId& id) const {
  for (auto fact = facts_.rbegin(); fact != facts_.rend(); ++fact) {
    if (const auto* put = std::get_if<AedPut>(&*fact); put && put->aed.id == id) return &put->aed;
    if (const auto* deleted = std::get_if<AedDeleted>(&*fact); deleted && deleted->aed == id)
      return nullptr;
  }
  return world_.aed(id);
}

const OfferId* Draft::commitment(const ResponderId& id) const {
  const auto found = slice_.commitments.find(id);
  return found == slice_.commitments.end() ? nullptr : &found->second;
}

const OfferId* Draft::question(const ResponderId& id) const {
  const auto found = slice_.asked.find(id);
  return found == slice_.asked.end() ? nullptr : &found->second;
}

Outcome Draft::finish() && {
  check(replied_ || command_.correlation == 0, "every command with a sender is answered");
  return {std::move(facts_), std::move(effects_)};
}

}  // namespace goldenfour::dispatch
