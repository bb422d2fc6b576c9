#include "geo/cell.h"
#include "geo/position.h"
#include "server/dispatch/limits.h"
#include "server/dispatch/stages.h"
#include "server/registry/canonical_hash.h"

namespace goldenfour::dispatch {
namespace {

constexpr int kRemainingCellLevel = 13;

std::uint64_t content_hash(const Alert& alert) {
  const Scene& scene = alert.scene;  // without the rally point, which no alert tells
  const auto place =
      std::tie(scene.position, scene.uncertainty, scene.address, scene.floor, scene.entrance,
               scene.patient, scene.caller_phone, scene.note, scene.public_place);
  const auto content = std::tie(alert.status, alert.kind, alert.hazards, alert.crew_due, place);
  // As it always was where nothing is said of the site or casualties: a repeated alert stays the
  // same alert.
  if (scene.large_site)
    return registry::canonical_hash(
        std::tuple_cat(content, std::tie(alert.casualties, scene.large_site)));
  if (alert.casualties == 0) return registry::canonical_hash(content);
  return registry::canonical_hash(std::tuple_cat(content, std::tie(alert.casualties)));
}

const AlertReference* find(const std::map<AlertKey, AlertReference>& table, const AlertKey& key) {
  if (key.second.empty()) return nullptr;
  const auto found = table.find(key);
  return found == table.end() ? nullptr : &found->second;
}

/// Makes room for one more: the oldest incident that has ended goes. Alarms near the limit.
void keep_within_limit(Draft& draft, const IncidentId& opened) {
  const auto& incidents = draft.base().jurisdictions.at(opened.jurisdiction).incidents;
  if (incidents.size() >= kIncidents) {
    for (const auto& [id, incident] : incidents) {
      if (!incident.is_final()) continue;
      IncidentArchived fact;
      fact.at = draft.utc();
      draft.record(id, fact);
      break;
    }
  }
  const bool at_a_percent = incidents.size() % (kIncidents / 100) == 0;
  if (at_a_percent && incidents.size() * 100 >= kIncidents * 80)
    raise_alarm(draft, opened, AlarmKind::kCapacity);
}

IncidentId open_incident(Draft& draft, const Alert& alert) {
  const JurisdictionId& where = draft.command().jurisdiction;
  const JurisdictionState& jurisdiction = draft.base().jurisdictions.at(where);
  const IncidentId id{where, jurisdiction.epoch, jurisdiction.last_incident + 1};
  const Policy& policy = draft.policy(id);
  IncidentOpened fact;
  fact.source = alert.source;
  fact.external_id = alert.external_id;
  fact.idempotency_key = alert.idempotency_key;
  fact.content_hash = content_hash(alert);
  fact.sent = alert.sent;
  fact.alert_status = alert.status;
  fact.status =
      policy.holds_any(alert.kind, alert.hazards) ? IncidentStatus::kHeld : IncidentStatus::kOpen;
  fact.kind = alert.kind;
  fact.hazards = alert.hazards;
  fact.crew_due = alert.crew_due;
  fact.cell_token = geo::cell_token(alert.scene.position, kRemainingCellLevel);
  fact.scene = alert.scene;
  fact.at = draft.utc();
  draft.record(id, fact);
  draft.set_timer(id, TimerPurpose::kReview, 0, policy.review_every);
  draft.set_timer(id, TimerPurpose::kNobodyAccepted, 0, policy.nobody_accepted_alarm);
  note_casualties(draft, id, alert.casualties);
  propose_merge(draft, id);
  look_for_people(draft, id);
  keep_within_limit(draft, id);
  return id;
}

void update_from_alert(Draft& draft, const IncidentId& id, const Alert& alert) {
  const Incident before = draft.incident(id);
  IncidentUpdated fact;
  fact.content_hash = content_hash(alert);
  fact.sent = alert.sent;
  fact.kind = alert.kind;
  // What somebody saw on scene is not undone by a caller who does not know of it: only a console's
  // correction takes a hazard away.
  fact.hazards = before.hazards;
  fact.hazards.insert(alert.hazards.begin(), alert.hazards.end());
  fact.crew_due = alert.crew_due;
  fact.cell_token = geo::cell_token(alert.scene.position, kRemainingCellLevel);
  fact.scene = alert.scene;
  fact.at = draft.utc();
  draft.record(id, fact);
  note_casualties(draft, id, alert.casualties);
  act_on_change(draft, id, before);
}

void remember_key(Draft& draft, const IncidentId& id, const Alert& alert) {
  if (alert.idempotency_key.empty()) return;
  const auto& known = draft.base().jurisdictions.at(id.jurisdiction).idempotency;
  if (find(known, {alert.source, alert.idempotency_key})) return;
  IdempotencyKeyUsed fact;
  fact.source = alert.source;
  fact.idempotency_key = alert.idempotency_key;
  fact.content_hash = content_hash(alert);
  fact.sent = alert.sent;
  draft.record(id, fact);
}

}  // namespace

void take_alert(Draft& draft, const RaiseAlert& command) {
  const Alert& alert = command.alert;
  const JurisdictionState& jurisdiction =
      draft.base().jurisdictions.at(draft.command().jurisdiction);
  const std::uint64_t hash = content_hash(alert);
  const auto* by_key = find(jurisdiction.idempotency, {alert.source, alert.idempotency_key});
  if (by_key && by_key->content_hash != hash)
    return draft.refuse(ErrorCode::kIdempotencyKeyReused, "Idempotency-Key",
                        "this key was used for another alert; use a new key for new content");
  if (by_key && draft.base().find(by_key->incident)) return draft.confirm(by_key->incident);

  const auto* known = find(jurisdiction.alerts, {alert.source, alert.external_id});
  if (!known) {
    const IncidentId id = open_incident(draft, alert);
    Reply reply;
    reply.created = true;
    reply.incident = id;
    reply.version = draft.incident(id).version;
    return draft.reply(reply);
  }
  const IncidentId id = known->incident;
  if (known->content_hash != hash) {
    if (alert.sent <= known->sent)
      return draft.refuse(ErrorCode::kStaleUpdate, "sent",
                          "an alert with this externalId and a later or equal `sent` is known");
    if (const auto into = draft.incident(id).merged_into)
      return draft.refuse(
          ErrorCode::kIllegalTransition, "externalId",
          "incident " + to_string(id) + " goes on as " + to_string(*into) + "; update that one");
    if (draft.incident(id).is_final())
      return draft.refuse(ErrorCode::kIllegalTransition, "externalId",
                          "incident " + to_string(id) + " has ended; raise a new alert");
    update_from_alert(draft, id, alert);
  }
  remember_key(draft, id, alert);
  draft.confirm(id);
}

namespace {

/// Nothing to correct in a scene whose retention is over.
std::optional<Scene> corrected(const std::optional<Scene>& before, const UpdateIncident& command) {
  if (!before) return before;
  Scene scene = *before;
  scene.position = command.position.value_or(scene.position);
  scene.address = command.address.value_or(scene.address);
  scene.floor = command.floor.value_or(scene.floor);
  scene.large_site = command.large_site.value_or(scene.large_site);
  scene.entrance = command.entrance.value_or(scene.entrance);
  scene.note = command.note.value_or(scene.note);
  return scene;
}

/// Records what a console corrects and acts on it; false when nothing is new.
bool take_correction(Draft& draft, const UpdateIncident& command) {
  const IncidentId& id = command.incident;
  const Incident before = draft.incident(id);
  IncidentUpdated fact;
  fact.content_hash = before.content_hash;
  fact.sent = before.sent;
  fact.kind = command.kind.value_or(before.kind);
  fact.hazards = command.hazards.value_or(before.hazards);
  fact.crew_due = command.crew_due ? command.crew_due : before.crew_due;
  fact.scene = corrected(before.scene, command);
  fact.cell_token =
      fact.scene ? geo::cell_token(fact.scene->position, kRemainingCellLevel) : before.cell_token;
  const bool is_news = fact.kind != before.kind || fact.hazards != before.hazards ||
                       fact.crew_due != before.crew_due || fact.scene != before.scene;
  if (!is_news) return false;
  fact.at = draft.utc();
  draft.record(id, fact);
  act_on_change(draft, id, before);
  return true;
}

}  // namespace

void update_incident(Draft& draft, const UpdateIncident& command) {
  if (refuse_final(draft, command.incident)) return;
  take_correction(draft, command);
  draft.confirm(command.incident);
}

void relocate_incident(Draft& draft, const RelocateIncident& command) {
  const IncidentId& id = command.incident;
  if (refuse_final(draft, id)) return;
  UpdateIncident edit;
  edit.incident = id;
  edit.position = command.position;
  edit.address = command.address;
  edit.floor = command.floor;
  edit.entrance = command.entrance;
  if (take_correction(draft, edit)) {
    ActTaken fact;
    fact.act = Act::kRelocated;
    fact.reason = command.reason;
    fact.at = draft.utc();
    draft.record(id, fact);
  }
  draft.confirm(id);
}

}  // namespace goldenfour::dispatch
