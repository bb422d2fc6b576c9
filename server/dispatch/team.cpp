#include <algorithm>
#include <set>
#include <vector>

#include "server/dispatch/limits.h"
#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

/// How far a team has been called to one incident.
struct Called {
  bool leader_asked = false;
  bool led = false;           ///< somebody took the call
  std::set<ResponderId> who;  ///< everybody of it who was asked
};

Called called(const Incident& incident, const TeamId& team) {
  Called result;
  for (const auto& [number, offer] : incident.offers) {
    if (offer.team != team) continue;
    result.who.insert(offer.responder);
    if (offer.role != Role::kCaptain) continue;
    result.leader_asked = result.leader_asked || offer.outstanding();
    const auto task = incident.tasks.find(number);
    result.led = result.led || (task != incident.tasks.end() && task->second.active());
  }
  return result;
}

/// The captain, the deputies in their order, then the members.
std::vector<ResponderId> everybody(const registry::Team& team) {
  std::vector<ResponderId> people{team.captain};
  people.insert(people.end(), team.deputies.begin(), team.deputies.end());
  people.insert(people.end(), team.members.begin(), team.members.end());
  return people;
}

bool can_be_called(const Draft& draft, const Incident& incident, const ResponderId& who) {
  const registry::Responder* responder = draft.world().responder(who);
  if (!responder || !responder->duty.on_duty || responder->certified_until < draft.utc())
    return false;
  if (incident.is_drill() && !responder->enrolled_for_drills) return false;
  return !draft.is_committed(who) && !draft.is_asked(who);
}

void ask_for_team(Draft& draft, const IncidentId& id, const TeamId& team, const ResponderId& who,
                  Role role) {
  const MajorPolicy& policy = draft.policy(id).major;
  if (draft.incident(id).offers.size() >= kOffersPerIncident) return;
  const Duration patience =
      role == Role::kCaptain ? policy.captain_deadline : policy.member_deadline;
  const bool reachable = draft.world().reachable(who, draft.now());
  OfferMade fact;
  fact.offer = draft.incident(id).next_offer();
  fact.wave = draft.incident(id).waves;
  fact.responder = who;
  fact.role = role;
  fact.team = team;
  fact.first_channel = reachable ? Channel::kWebSocket : Channel::kWebhook;
  fact.at = draft.utc();
  fact.deadline = draft.utc() + patience;
  const std::uint32_t number = fact.offer;
  draft.record(id, std::move(fact));
  draft.set_timer(id, TimerPurpose::kOfferDeadline, number, patience);
  if (reachable)
    draft.set_timer(id, TimerPurpose::kDelivery, number, draft.policy(id).delivery_timeout);
}

void ask_members(Draft& draft, const IncidentId& id, const registry::Team& team,
                 const Called& before) {
  for (const ResponderId& who : everybody(team))
    if (!before.who.contains(who) && can_be_called(draft, draft.incident(id), who))
      ask_for_team(draft, id, team.id, who, Role::kMember);
}

/// False when nobody is left who could take the call.
bool ask_next_leader(Draft& draft, const IncidentId& id, const registry::Team& team,
                     const Called& before) {
  std::vector<ResponderId> leaders{team.captain};
  leaders.insert(leaders.end(), team.deputies.begin(), team.deputies.end());
  for (const ResponderId& who : leaders) {
    if (before.who.contains(who) || !can_be_called(draft, draft.incident(id), who)) continue;
    ask_for_team(draft, id, team.id, who, Role::kCaptain);
    return true;
  }
  return false;
}

/// Own teams first, then those of neighbours whose aid is allowed; by id.
std::vector<const registry::Team*> teams_for(const Draft& draft, const IncidentId& id) {
  const MutualAidPolicy& aid = draft.policy(id).mutual_aid;
  std::vector<const registry::Team*> teams;
  for (const auto& [team_id, team] : draft.world().teams())
    if (aid.allows(id.jurisdiction, team.jurisdiction)) teams.push_back(&team);
  std::stable_partition(teams.begin(), teams.end(), [&](const registry::Team* team) {
    return team->jurisdiction == id.jurisdiction;
  });
  return teams;
}

void set_rally(Draft& draft, const IncidentId& id, geo::Position rally) {
  const Incident before = draft.incident(id);
  if (!before.scene || before.scene->rally == rally) return;
  IncidentUpdated fact;
  fact.content_hash = before.content_hash;
  fact.sent = before.sent;
  fact.kind = before.kind;
  fact.hazards = before.hazards;
  fact.crew_due = before.crew_due;
  fact.cell_token = before.cell_token;
  fact.scene = before.scene;
  fact.scene->rally = rally;
  fact.at = draft.utc();
  draft.record(id, fact);
}

}  // namespace

void call_teams(Draft& draft, const IncidentId& id) {
  if (!draft.incident(id).major || draft.incident(id).status != IncidentStatus::kOpen) return;
  std::uint32_t engaged = 0;
  for (const registry::Team* team : teams_for(draft, id)) {
    if (engaged >= draft.policy(id).major.max_teams) return;
    const Called before = called(draft.incident(id), team->id);
    if (before.led) {
      ask_members(draft, id, *team, before);
      ++engaged;
    } else if (before.leader_asked || ask_next_leader(draft, id, *team, before)) {
      ++engaged;
    }
  }
}

void note_casualties(Draft& draft, const IncidentId& id, std::uint32_t casualties) {
  const Incident& incident = draft.incident(id);
  const std::uint32_t from = draft.policy(id).major.casualties_from;
  if (incident.major || (from > 0 && casualties >= from)) make_major(draft, id, casualties);
}

void make_major(Draft& draft, const IncidentId& id, std::uint32_t casualties) {
  const Incident& incident = draft.incident(id);
  const bool is_first = !incident.major;
  if (!is_first && (casualties == 0 || casualties == incident.casualties)) return;
  MajorDeclared fact;
  fact.casualties = casualties;
  fact.at = draft.utc();
  draft.record(id, fact);
  if (is_first) raise_alarm(draft, id, AlarmKind::kMajorEvent);
}

void declare_major(Draft& draft, const DeclareMajor& command) {
  const IncidentId& id = command.incident;
  if (draft.incident(id).is_final())
    return draft.refuse(ErrorCode::kIllegalTransition, "status", "the incident has ended");
  make_major(draft, id, command.casualties);
  if (command.rally) set_rally(draft, id, *command.rally);
  look_for_people(draft, id);
  draft.confirm(id);
}

}  // namespace goldenfour::dispatch
