#include <algorithm>
#include <array>
#include <vector>

#include "server/dispatch/baseline_plan.h"
#include "server/dispatch/caps.h"
#include "server/dispatch/contest.h"
#include "server/dispatch/explain.h"
#include "server/dispatch/limits.h"
#include "server/dispatch/locate.h"
#include "server/dispatch/plan.h"
#include "server/dispatch/plan_input.h"
#include "server/dispatch/replan.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

std::size_t index(Role role) {
  return static_cast<std::size_t>(role);
}

std::array<std::uint32_t, kRoleCount> active_tasks(const Incident& incident) {
  std::array<std::uint32_t, kRoleCount> count{};
  for (const auto& [number, task] : incident.tasks)
    if (task.counts()) ++count[index(task.role)];
  return count;
}

std::uint32_t outstanding(const Incident& incident) {
  return static_cast<std::uint32_t>(
      std::count_if(incident.offers.begin(), incident.offers.end(), [](const auto& entry) {
        return entry.second.outstanding() && !is_of_team(entry.second.role);
      }));
}

/// Takes those out who are asked by another incident and would not help here clearly more. True
/// when there was one: the plan's indices are void then.
bool give_up_lost_contests(const ContestPolicy& policy, const Plan& plan, Located& located) {
  std::vector<double> gain(located.candidates.size(), 0);
  for (const PlannedOffer& offer : plan.offers) gain[offer.candidate] = offer.gain;
  std::vector<Candidate> kept;
  for (std::size_t i = 0; i < located.candidates.size(); ++i) {
    Candidate& candidate = located.candidates[i];
    if (!candidate.rival || wins(policy, gain[i], *candidate.rival)) {
      kept.push_back(std::move(candidate));
      continue;
    }
    ++located.excluded[static_cast<std::size_t>(Exclusion::kContested)];
    located.excluded_nearby.push_back({std::move(candidate), Exclusion::kContested});
  }
  const bool fewer = kept.size() < located.candidates.size();
  located.candidates = std::move(kept);
  return fewer;
}

/// Our plan, or what the published rule that this policy follows would do.
Plan choose(const PlanInput& input, const Incident& incident,
            const std::vector<Candidate>& candidates, const Policy& policy) {
  const auto rule = published_rule(policy.strategy.strategy);
  const bool ruled = rule && policy.of(incident.kind).is_arrest;
  return ruled ? baseline_plan(*rule, input, incident, candidates, policy)
               : make_plan(input, candidates, policy.plan);
}

/// Another AED for the same person; empty: none in reach.
AedId alternate(Draft& draft, const IncidentId& id, const Candidate& candidate, const AedId& aed) {
  for (const AedLeg& leg : candidate.legs)
    if (leg.aed != aed) return leg.aed;
  return free_aed_near(draft, draft.incident(id), aed);
}

void make_offer(Draft& draft, const IncidentId& id, const Candidate& candidate,
                const PlannedOffer& planned, std::uint32_t wave) {
  if (candidate.rival) relieve(draft, *candidate.rival);
  const registry::Responder* responder = draft.world().responder(candidate.responder);
  OfferMade fact;
  fact.wave = wave;
  fact.responder = candidate.responder;
  fact.role = planned.role;
  fact.why = why_of(draft, candidate, planned);
  if (responder && responder->jurisdiction != id.jurisdiction)
    fact.why.lent_by = responder->jurisdiction;
  if (planned.role == Role::kAed) {
    fact.aed = candidate.legs[planned.leg].aed;
    fact.alternate = alternate(draft, id, candidate, fact.aed);
  }
  ask(draft, id, std::move(fact));
}

/// The console knows that there is nobody, and nobody was asked since.
bool knows_of_no_candidate(const Incident& incident, const Policy& policy, WallTime now) {
  const auto last =
      std::find_if(incident.alarms.rbegin(), incident.alarms.rend(),
                   [](const Alarm& alarm) { return alarm.kind == AlarmKind::kNoCandidate; });
  if (last == incident.alarms.rend()) return false;
  const bool asked_since =
      !incident.offers.empty() && incident.offers.rbegin()->second.ended_at > last->at;
  const Duration ago = now - last->at;  // negative when the clock was set back
  return !asked_since && std::max(ago, -ago) < policy.no_candidate_again;
}

bool has_room(const PlanInput& input) {
  return input.max_offers > 0 && std::any_of(input.room.begin(), input.room.end(),
                                             [](std::uint32_t room) { return room > 0; });
}

bool anybody_asked_or_coming(const Incident& incident) {
  return outstanding(incident) > 0 ||
         std::any_of(incident.tasks.begin(), incident.tasks.end(),
                     [](const auto& entry) { return entry.second.counts(); });
}

void search(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  const Policy& policy = draft.policy(id);
  if (incident.status != IncidentStatus::kOpen || incident.crew_arrived_at || !incident.scene)
    return;
  if (caps_of(policy, incident).summons_nobody()) return;
  const PlanInput input = plan_input(draft, id);
  if (has_room(input)) {
    Located located = locate(draft, id);
    Plan plan = choose(input, incident, located.candidates, policy);
    if (give_up_lost_contests(policy.contest, plan, located))
      plan = choose(input, incident, located.candidates, policy);
    if (!plan.offers.empty() || incident.waves == 0) {
      const PlanMade made = explain(draft, id, input, located, plan);
      const std::uint32_t wave = made.wave;
      draft.record(id, made);
      for (const PlannedOffer& offer : plan.offers)
        make_offer(draft, id, located.candidates[offer.candidate], offer, wave);
    }
  }
  if (!anybody_asked_or_coming(draft.incident(id)) &&
      !knows_of_no_candidate(draft.incident(id), policy, draft.utc()))
    raise_alarm(draft, id, AlarmKind::kNoCandidate);
}

}  // namespace

void look_for_people(Draft& draft, const IncidentId& id) {
  call_teams(draft, id);
  search(draft, id);
  watch_for_silence(draft, id);
}

void watch_for_silence(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  if (incident.status != IncidentStatus::kOpen || incident.crew_arrived_at) return;
  if (incident.timer(TimerPurpose::kNobodyAccepted)) return;
  WallTime alone_since;  // when the last helper was lost; before all alarms when there was none
  for (const auto& [number, task] : incident.tasks) {
    if (task.active()) return;
    alone_since = std::max(alone_since, task.ended_at);
  }
  const bool is_asked = std::any_of(incident.offers.begin(), incident.offers.end(),
                                    [](const auto& entry) { return entry.second.outstanding(); });
  const bool is_told = std::any_of(
      incident.alarms.begin(), incident.alarms.end(),
      [&](const Alarm& alarm) { return alarm.tells_of_silence() && alarm.at >= alone_since; });
  if (is_asked && !is_told)
    draft.set_timer(id, TimerPurpose::kNobodyAccepted, 0, draft.policy(id).nobody_accepted_alarm);
}

void stand_down_surplus(Draft& draft, const IncidentId& id) {
  const Incident& incident = draft.incident(id);
  const Policy& policy = draft.policy(id);
  const auto active = active_tasks(incident);
  std::vector<std::uint32_t> surplus;
  for (const auto& [number, offer] : incident.offers) {
    const bool filled = active[index(offer.role)] >= caps_of(policy, incident).cap(offer.role);
    if (offer.outstanding() && filled && offer.why.distance > policy.keep_offers_within)
      surplus.push_back(number);
  }
  for (std::uint32_t number : surplus) end_offer(draft, id, number, OfferEnd::kStoodDown);
}

void end_offer(Draft& draft, const IncidentId& id, std::uint32_t number, OfferEnd cause) {
  OfferEnded fact;
  fact.offer = number;
  fact.cause = cause;
  fact.at = draft.utc();
  draft.record(id, fact);
  draft.clear_timer(id, TimerPurpose::kOfferDeadline, number);
  draft.clear_timer(id, TimerPurpose::kDelivery, number);
}

void end_offers(Draft& draft, const IncidentId& id, OfferEnd cause) {
  std::vector<std::uint32_t> ending;
  for (const auto& [number, offer] : draft.incident(id).offers)
    if (offer.outstanding()) ending.push_back(number);
  for (std::uint32_t number : ending) end_offer(draft, id, number, cause);
}

void raise_alarm(Draft& draft, const IncidentId& id, AlarmKind kind) {
  const auto& alarms = draft.incident(id).alarms;
  const bool open = std::any_of(alarms.begin(), alarms.end(), [&](const Alarm& alarm) {
    return alarm.kind == kind && !alarm.acknowledged_at;
  });
  if (open) return;
  AlarmRaised fact;
  fact.alarm = static_cast<std::uint32_t>(alarms.size()) + 1;
  fact.kind = kind;
  fact.at = draft.utc();
  draft.record(id, fact);
}

}  // namespace goldenfour::dispatch
