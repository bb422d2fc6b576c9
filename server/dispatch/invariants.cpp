#include "server/dispatch/invariants.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <variant>

namespace goldenfour::dispatch {
namespace {

using Counter = std::uint64_t;

std::string at(const Incident& incident, std::uint32_t offer, const std::string& what) {
  return to_string(OfferId{incident.id, offer}) + ": " + what;
}

template <class Key>
bool points_to(const std::map<Key, OfferId>& table, const Key& key, const OfferId& id) {
  const auto found = table.find(key);
  return found != table.end() && found->second == id;
}

std::string open_is_watched(const State&, const Incident& incident, Counter& met) {
  if (incident.status != IncidentStatus::kOpen) return {};
  ++met;
  if (!incident.timers.empty() || incident.has_open_alarm()) return {};
  return to_string(incident.id) + ": open, without a timer and without an alarm";
}

/// Nobody is coming: after a minute an alarm tells so.
std::string silence_is_told(const State&, const Incident& incident, Counter& met) {
  if (incident.status != IncidentStatus::kOpen || incident.crew_arrived_at) return {};
  if (incident.offers.empty() || !incident.tasks.empty()) return {};
  ++met;
  const bool told = std::any_of(incident.alarms.begin(), incident.alarms.end(),
                                [](const Alarm& alarm) { return alarm.tells_of_silence(); });
  if (told || incident.timer(TimerPurpose::kNobodyAccepted)) return {};
  return to_string(incident.id) + ": nobody is coming, and neither a timer nor an alarm tells so";
}

/// A question that no device has acknowledged waits for its time, or goes by another channel.
std::string questions_go_out(const State&, const Incident& incident, Counter& met) {
  for (const auto& [number, offer] : incident.offers) {
    if (!offer.outstanding() || offer.delivered()) continue;
    ++met;
    const bool other = offer.delivery(Channel::kWebhook).stage != DeliveryStage::kNone;
    if (!other && !incident.timer(TimerPurpose::kDelivery, number))
      return at(incident, number, "no device has it, and no other channel is tried");
  }
  return {};
}

std::string offers_have_an_end(const State&, const Incident& incident, Counter& met) {
  for (const auto& [number, offer] : incident.offers) {
    ++met;
    if (offer.outstanding() && !incident.timer(TimerPurpose::kOfferDeadline, number))
      return at(incident, number, "outstanding, but no deadline is set");
    if (!offer.outstanding() && offer.ended_at == WallTime{})
      return at(incident, number, "ended without a time");
    if ((offer.end == OfferEnd::kAccepted) != incident.tasks.contains(number))
      return at(incident, number, "accepted offers and tasks differ");
  }
  return {};
}

std::string timers_have_a_cause(const State&, const Incident& incident, Counter& met) {
  for (const auto& [number, timer] : incident.timers) {
    ++met;
    if (timer.timer != number || number >= incident.next_timer)
      return to_string(incident.id) + ": timer " + std::to_string(number) + " is misnumbered";
    if (timer.purpose == TimerPurpose::kContact) {
      const auto task = incident.tasks.find(timer.offer);
      if (task == incident.tasks.end() || !task->second.active())
        return at(incident, timer.offer, "a timer waits for the holder of a task that has ended");
    }
    const bool of_offer =
        timer.purpose == TimerPurpose::kOfferDeadline || timer.purpose == TimerPurpose::kDelivery;
    if (!of_offer) continue;
    const auto offer = incident.offers.find(timer.offer);
    if (offer == incident.offers.end() || !offer->second.outstanding())
      return at(incident, timer.offer, "a timer waits for an offer that has ended");
  }
  return {};
}

std::string holders_are_known(const State& state, const Incident& incident, Counter& met) {
  for (const auto& [number, task] : incident.tasks) {
    if (!task.active()) continue;
    ++met;
    if (!points_to(state.commitments, task.responder, {incident.id, number}))
      return at(incident, number, "an active task that is not its holder's commitment");
  }
  for (const auto& [number, offer] : incident.offers) {
    if (!offer.outstanding()) continue;
    ++met;
    if (!points_to(state.asked, offer.responder, {incident.id, number}))
      return at(incident, number, "an open offer that is not what its responder is asked");
  }
  return {};
}

std::string aed_tasks_reserve(const State& state, const Incident& incident, Counter& met) {
  for (const auto& [number, task] : incident.tasks) {
    if (!task.active() || task.role != Role::kAed) continue;
    ++met;
    if (task.aed.empty()) return at(incident, number, "fetches an AED, but which?");
    if (!points_to(state.reservations, task.aed, {incident.id, number}))
      return at(incident, number, "the AED of the task is not reserved for it");
    if (task.alternate == task.aed) return at(incident, number, "the alternate is the AED itself");
  }
  return {};
}

std::string shape_is_legal(const State&, const Incident& incident, Counter& met) {
  ++met;
  const std::string name = to_string(incident.id);
  if (incident.is_final() != incident.ended_at.has_value()) return name + ": end without a time";
  if ((incident.status == IncidentStatus::kClosed) != (incident.close_reason != CloseReason::kNone))
    return name + ": close reason and status differ";
  if (!incident.offers.empty() && incident.offers.rbegin()->first != incident.offers.size())
    return name + ": offers are not numbered from one without a gap";
  if (!incident.timeline.empty() && incident.timeline.back().version > incident.version)
    return name + ": the timeline is ahead of the incident";
  for (std::size_t i = 1; i < incident.timeline.size(); ++i)
    if (incident.timeline[i - 1].version >= incident.timeline[i].version)
      return name + ": timeline versions do not grow";
  return {};
}

std::string nobody_is_kept(const State&, const Incident& incident, Counter& met) {
  const bool held = incident.status == IncidentStatus::kHeld;
  if (!held && !incident.is_final()) return {};
  ++met;
  for (const auto& [number, offer] : incident.offers)
    if (offer.outstanding()) return at(incident, number, "still asked, but nobody is needed");
  if (held) return {};
  for (const auto& [number, task] : incident.tasks)
    if (task.active()) return at(incident, number, "still on the way to an incident that ended");
  return {};
}

std::string tables_are_bounded(const State&, const Incident& incident, Counter& met) {
  ++met;
  const std::size_t offers = incident.offers.size();
  if (offers > kOffersPerIncident) return to_string(incident.id) + ": too many offers";
  if (incident.timeline.size() > kTimelineEvents) return to_string(incident.id) + ": long timeline";
  const bool full = offers * 5 >= std::size_t{kOffersPerIncident} * 4;
  const bool told = std::any_of(incident.alarms.begin(), incident.alarms.end(),
                                [](const Alarm& a) { return a.kind == AlarmKind::kCapacity; });
  if (full && !told) return to_string(incident.id) + ": 80 % of its offers used, and no alarm";
  return {};
}

std::string commitments_are_tasks(const State& state, Counter& met) {
  for (const auto& [responder, id] : state.commitments) {
    ++met;
    const Incident* incident = state.find(id.incident);
    const auto task =
        incident ? incident->tasks.find(id.number) : decltype(incident->tasks.end()){};
    if (!incident || task == incident->tasks.end() || !task->second.active() ||
        task->second.responder != responder)
      return responder.value() + " is bound to " + to_string(id) + ", which is not their task";
  }
  for (const auto& [responder, id] : state.asked) {
    ++met;
    const Incident* incident = state.find(id.incident);
    const auto offer =
        incident ? incident->offers.find(id.number) : decltype(incident->offers.end()){};
    if (!incident || offer == incident->offers.end() || !offer->second.outstanding() ||
        offer->second.responder != responder)
      return responder.value() + " is asked " + to_string(id) + ", which is not an open offer";
    if (state.commitments.contains(responder))
      return responder.value() + " is asked while bound to a task";
  }
  return {};
}

std::string reservations_are_tasks(const State& state, Counter& met) {
  for (const auto& [aed, id] : state.reservations) {
    ++met;
    const Incident* incident = state.find(id.incident);
    const auto task =
        incident ? incident->tasks.find(id.number) : decltype(incident->tasks.end()){};
    if (!incident || task == incident->tasks.end() || !task->second.active() ||
        task->second.aed != aed)
      return aed.value() + " is promised to " + to_string(id) + ", which does not fetch it";
  }
  return {};
}

std::string alerts_lead_to_incidents(const State& state, Counter& met) {
  for (const auto& [jurisdiction, its] : state.jurisdictions) {
    for (const auto& [key, reference] : its.alerts) {
      ++met;
      const Incident* incident = state.find(reference.incident);
      if (!incident || incident->source != key.first || incident->external_id != key.second)
        return key.first + "/" + key.second + " leads to no incident of that name";
    }
  }
  return {};
}

std::string incidents_have_one_alert(const State& state, Counter& met) {
  for (const auto& [jurisdiction, its] : state.jurisdictions) {
    for (const auto& [id, incident] : its.incidents) {
      ++met;
      if (incident.external_id.empty()) continue;
      const auto found = its.alerts.find({incident.source, incident.external_id});
      if (found == its.alerts.end() || found->second.incident != id)
        return to_string(id) + ": its source's number leads elsewhere";
    }
  }
  return {};
}

std::string keys_are_kept_in_order(const State& state, Counter& met) {
  for (const auto& [jurisdiction, its] : state.jurisdictions) {
    met += its.idempotency.size();
    if (its.idempotency.size() != its.idempotency_order.size() ||
        its.idempotency.size() > kIdempotencyKeys)
      return jurisdiction.value() + ": remembered keys and their order differ";
  }
  return {};
}

template <class Frames>
bool follow_each_other(const Frames& frames, std::uint64_t last) {
  for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame, --last)
    if (frame->sequence != last) return false;
  return true;
}

std::string frames_follow_each_other(const State& state, Counter& met) {
  for (const auto& [responder, mailbox] : state.mailboxes) {
    ++met;
    if (mailbox.frames.size() > kMailboxFrames ||
        !follow_each_other(mailbox.frames, mailbox.last_sequence))
      return responder.value() + ": a gap in the mailbox";
  }
  for (const auto& [jurisdiction, its] : state.jurisdictions) {
    ++met;
    if (its.topic.size() > kTopicEvents || !follow_each_other(its.topic, its.topic_sequence))
      return jurisdiction.value() + ": a gap in the topic";
  }
  return {};
}

std::string counters_are_bounded(const State& state, Counter& met) {
  constexpr std::uint64_t kFar = std::uint64_t{1} << 62;
  for (const auto& [jurisdiction, its] : state.jurisdictions) {
    ++met;
    if (its.sequence > kFar || its.topic_sequence > kFar || its.last_incident > (1U << 31))
      return jurisdiction.value() + ": a counter is about to wrap";
    if (its.incidents.size() > kIncidents) return jurisdiction.value() + ": too many incidents";
  }
  return {};
}

constexpr std::array kIncidentInvariants{
    IncidentInvariant{4, "an open incident has a timer or an alarm", open_is_watched},
    IncidentInvariant{4, "nobody coming is told", silence_is_told},
    IncidentInvariant{28, "a question goes by the next channel", questions_go_out},
    IncidentInvariant{5, "every offer has a deadline or an end", offers_have_an_end},
    IncidentInvariant{15, "timers wait for something", timers_have_a_cause},
    IncidentInvariant{7, "who holds a task is bound to it", holders_are_known},
    IncidentInvariant{8, "an AED task holds its AED", aed_tasks_reserve},
    IncidentInvariant{13, "an incident's shape is legal", shape_is_legal},
    IncidentInvariant{14, "nobody is kept by an incident that needs nobody", nobody_is_kept},
    IncidentInvariant{23, "an incident's tables are bounded", tables_are_bounded},
};

constexpr std::array kTableInvariants{
    TableInvariant{7, "commitments and questions are real", true, commitments_are_tasks},
    TableInvariant{8, "reservations are real", true, reservations_are_tasks},
    TableInvariant{1, "an alert leads to its incident", false, alerts_lead_to_incidents},
    TableInvariant{1, "an incident has one alert", false, incidents_have_one_alert},
    TableInvariant{3, "keys are remembered in order", false, keys_are_kept_in_order},
    TableInvariant{10, "frames follow each other", false, frames_follow_each_other},
    TableInvariant{23, "counters are bounded", false, counters_are_bounded},
};

void note(std::vector<Breach>& breaches, int law, std::string_view name, const std::string& what) {
  if (!what.empty()) breaches.push_back({law, std::string(name) + ": " + what});
}

void check_incident(const State& state, const Incident& incident, LawCounts& counts,
                    std::vector<Breach>& breaches) {
  for (const IncidentInvariant& invariant : kIncidentInvariants)
    note(breaches, invariant.law, invariant.name,
         invariant.check(state, incident, counts[invariant.law]));
}

void check_tables(const State& state, bool small_only, LawCounts& counts,
                  std::vector<Breach>& breaches) {
  for (const TableInvariant& invariant : kTableInvariants)
    if (invariant.small || !small_only)
      note(breaches, invariant.law, invariant.name, invariant.check(state, counts[invariant.law]));
}

}  // namespace

std::span<const IncidentInvariant> incident_invariants() {
  return kIncidentInvariants;
}
std::span<const TableInvariant> table_invariants() {
  return kTableInvariants;
}

std::vector<Breach> check_state(const State& state, LawCounts& counts) {
  std::vector<Breach> breaches;
  for (const auto& [jurisdiction, its] : state.jurisdictions)
    for (const auto& [id, incident] : its.incidents)
      check_incident(state, incident, counts, breaches);
  check_tables(state, false, counts, breaches);
  return breaches;
}

std::vector<Breach> check_touched(const State& state, const Decision& decision, LawCounts& counts) {
  std::vector<Breach> breaches;
  for (const IncidentId& id : incidents_of(decision))
    if (const Incident* incident = state.find(id))
      check_incident(state, *incident, counts, breaches);
  check_tables(state, true, counts, breaches);
  return breaches;
}

std::vector<IncidentId> incidents_of(const Decision& decision) {
  std::vector<IncidentId> ids;
  for (const Fact& fact : decision.facts) {
    std::visit(
        [&](const auto& held) {
          if constexpr (IncidentFact<std::decay_t<decltype(held)>>)
            if (std::find(ids.begin(), ids.end(), held.incident) == ids.end())
              ids.push_back(held.incident);
        },
        fact);
  }
  return ids;
}

}  // namespace goldenfour::dispatch
