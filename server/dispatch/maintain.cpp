#include <string>
#include <vector>

#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

/// The task that this AED is promised to, if any, switches to another.
void take_away(Draft& draft, const AedId& aed) {
  if (const OfferId* holder = draft.reservation(aed)) {
    const OfferId task = *holder;
    if (draft.incident(task.incident).tasks.at(task.number).aed_collected_at) return;
    replace_aed(draft, task.incident, task.number);
    look_for_people(draft, task.incident);
  }
}

/// The record no longer gives what the task that holds it was to fetch.
void take_away_if_lost(Draft& draft, const registry::Aed& aed) {
  const OfferId* holder = draft.reservation(aed.id);
  if (!holder) return;
  const IncidentId incident = holder->incident;
  const KindPolicy& kind = draft.policy(incident).of(draft.incident(incident).kind);
  if (aed.status != registry::AedStatus::kInService || !kind.fetches(aed)) take_away(draft, aed.id);
}

/// Same content, whatever version and time.
bool same_content(registry::Aed a, const registry::Aed& b) {
  a.version = b.version;
  a.updated_at = b.updated_at;
  if (!a.door_code) a.door_code = b.door_code;
  return a == b;
}

template <class Record>
bool precondition_holds(Draft& draft, const Record* known,
                        const std::optional<std::uint64_t>& expected) {
  const std::uint64_t version = known ? known->version : 0;
  if (!expected || *expected == version) return true;
  if (*expected == 0)
    draft.refuse(ErrorCode::kAlreadyExists, "id",
                 "it exists with version " + std::to_string(version));
  else
    draft.refuse(ErrorCode::kPreconditionFailed, "If-Match",
                 "the version is " + std::to_string(version) + "; read it again");
  return false;
}

void reply_version(Draft& draft, std::uint64_t version, bool created) {
  Reply reply;
  reply.version = version;
  reply.created = created;
  draft.reply(reply);
}

template <class Record>
bool foreign(Draft& draft, const Record* known) {
  if (!known || known->jurisdiction == draft.command().jurisdiction) return false;
  draft.refuse(ErrorCode::kWrongJurisdiction, "id", "the record belongs to another jurisdiction");
  return true;
}

/// Records the AED unless nothing changed; returns its version.
std::uint64_t record_aed(Draft& draft, registry::Aed aed, const registry::Aed* known) {
  if (known && same_content(aed, *known)) return known->version;
  if (known && !aed.door_code) aed.door_code = known->door_code;
  aed.version = known ? known->version + 1 : 1;
  aed.updated_at = draft.utc();
  draft.record(AedPut{aed});
  return aed.version;
}

/// What a public map does not tell stays as the registry knows it.
registry::Aed with_known_condition(registry::Aed aed, const registry::Aed* known) {
  if (known == nullptr) return aed;
  if (!aed.verified_at) aed.verified_at = known->verified_at;
  if (!aed.pads_expire_on) aed.pads_expire_on = known->pads_expire_on;
  if (!aed.battery_expires_on) aed.battery_expires_on = known->battery_expires_on;
  if (!aed.telemetry) aed.telemetry = known->telemetry;
  return aed;
}

}  // namespace

void put_aed(Draft& draft, const PutAed& command) {
  const registry::Aed* known = draft.world().aed(command.aed.id);
  if (foreign(draft, known) || !precondition_holds(draft, known, command.expected_version)) return;
  const std::uint64_t version = record_aed(draft, command.aed, known);
  take_away_if_lost(draft, command.aed);
  reply_version(draft, version, known == nullptr);
}

void delete_aed(Draft& draft, const DeleteAed& command) {
  const registry::Aed* known = draft.world().aed(command.aed);
  if (!known) return draft.refuse(ErrorCode::kNotFound, "id", "no such AED");
  if (foreign(draft, known) || !precondition_holds(draft, known, command.expected_version)) return;
  draft.record(AedDeleted{command.aed, known->jurisdiction});
  take_away(draft, command.aed);
  reply_version(draft, known->version, false);
}

void import_aeds(Draft& draft, const ImportAeds& command) {
  if (command.aeds.size() > kMaxImportRows)
    return draft.refuse(ErrorCode::kTooManyRows, "rows", "at most 256 rows at a time");
  std::set<AedId> seen;
  for (const registry::Aed& aed : command.aeds)
    if (!seen.insert(aed.id).second)
      return draft.refuse(ErrorCode::kAlreadyExists, "id",
                          "twice in one import: " + aed.id.value());
  for (const registry::Aed& aed : command.aeds) {
    const registry::Aed* known = draft.world().aed(aed.id);
    if (known && known->jurisdiction != draft.command().jurisdiction)
      return draft.refuse(ErrorCode::kWrongJurisdiction, "id",
                          aed.id.value() + " belongs to another jurisdiction");
  }
  for (const registry::Aed& aed : command.aeds) {
    const registry::Aed* known = draft.world().aed(aed.id);
    record_aed(draft, with_known_condition(aed, known), known);
  }
  for (const registry::Aed& aed : command.aeds) take_away_if_lost(draft, aed);
  draft.reply({});
}

void put_responder(Draft& draft, const PutResponder& command) {
  const registry::Responder* known = draft.world().responder(command.responder.id);
  if (foreign(draft, known) || !precondition_holds(draft, known, command.expected_version)) return;
  registry::Responder responder = command.responder;
  if (known) {
    responder.version = known->version;
    responder.duty.changed_at = known->duty.changed_at;
    if (responder == *known) return reply_version(draft, known->version, false);
    if (responder.duty.on_duty != known->duty.on_duty) responder.duty.changed_at = draft.utc();
  } else {
    responder.duty.changed_at = draft.utc();
  }
  responder.version = known ? known->version + 1 : 1;
  draft.record(ResponderPut{responder});
  reply_version(draft, responder.version, known == nullptr);
}

void delete_responder(Draft& draft, const DeleteResponder& command) {
  const registry::Responder* known = draft.world().responder(command.responder);
  if (!known) return draft.refuse(ErrorCode::kNotFound, "id", "no such responder");
  if (foreign(draft, known)) return;
  if (draft.is_committed(known->id) || draft.is_asked(known->id))
    return draft.refuse(ErrorCode::kIllegalTransition, "id",
                        "the responder is asked or has a task; end that first");
  draft.record(ResponderDeleted{known->id, known->jurisdiction});
  reply_version(draft, known->version, false);
}

void put_team(Draft& draft, const PutTeam& command) {
  const auto& teams = draft.world().teams();
  const auto found = teams.find(command.team.id);
  const registry::Team* known = found == teams.end() ? nullptr : &found->second;
  if (foreign(draft, known) || !precondition_holds(draft, known, command.expected_version)) return;
  registry::Team team = command.team;
  if (known) {
    team.version = known->version;
    if (team == *known) return reply_version(draft, known->version, false);
  }
  team.version = known ? known->version + 1 : 1;
  draft.record(TeamPut{team});
  reply_version(draft, team.version, known == nullptr);
}

void delete_team(Draft& draft, const DeleteTeam& command) {
  const auto& teams = draft.world().teams();
  const auto found = teams.find(command.team);
  if (found == teams.end()) return draft.refuse(ErrorCode::kNotFound, "id", "no such team");
  if (foreign(draft, &found->second)) return;
  draft.record(TeamDeleted{command.team, found->second.jurisdiction});
  reply_version(draft, found->second.version, false);
}

void set_duty(Draft& draft, const SetDuty& command) {
  const registry::Responder* known = draft.world().responder(command.responder);
  if (!known) return draft.refuse(ErrorCode::kNotFound, "id", "no such responder");
  if (foreign(draft, known)) return;
  if (known->duty.on_duty != command.on_duty)
    draft.record(DutyChanged{known->id, {command.on_duty, draft.utc()}});
  reply_version(draft, known->version, false);
}

}  // namespace goldenfour::dispatch
