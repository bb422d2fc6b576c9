#include "server/net/codec/encode.h"

#include "server/dispatch/names.h"
#include "server/net/codec/plus_one.h"

namespace goldenfour::net::codec {
namespace {

void encode_scene(const dispatch::Scene& scene, v1::Incident* out) {
  *out->mutable_position() = encode(scene.position);
  out->set_uncertainty_meters(scene.uncertainty.value());
  out->set_address(scene.address);
  out->set_floor(scene.floor);
  out->set_entrance(scene.entrance);
  out->set_patient(scene.patient);
  out->set_caller_phone(scene.caller_phone);
  out->set_note(scene.note);
  out->set_public_place(scene.public_place);
  out->set_large_site(scene.large_site);
  if (scene.rally) *out->mutable_rally() = encode(*scene.rally);
}

void encode_roster(const dispatch::RosterLine& line, v1::TeamRoster* out) {
  out->set_team(line.team.value());
  out->set_leader(line.leader);
  out->set_asked(line.asked);
  out->set_confirmed(line.confirmed);
  out->set_declined(line.declined);
  out->set_silent(line.silent);
  out->set_on_scene(line.on_scene);
}

v1::Task encode_line(const dispatch::IncidentId& incident, const dispatch::TaskLine& line) {
  const dispatch::Task& task = line.task;
  v1::Task out;
  out.set_id(dispatch::to_string(dispatch::OfferId{incident, task.offer}));
  out.set_responder(line.responder);
  out.set_responder_name(line.responder_name);
  out.set_role(encode_role(task.role));
  out.set_aed(task.aed.value());
  out.set_alternate_aed(task.alternate.value());
  out.set_step(std::string(dispatch::text_of(task.step)));
  encode(task.started_at, out.mutable_started_at());
  if (task.left_at) encode(*task.left_at, out.mutable_left_at());
  if (task.aed_collected_at) encode(*task.aed_collected_at, out.mutable_aed_collected_at());
  if (task.on_scene_at) encode(*task.on_scene_at, out.mutable_on_scene_at());
  if (task.active() && !task.on_scene_at) encode(line.expected_at, out.mutable_expected_at());
  out.set_contact(std::string(dispatch::text_of(task.contact)));
  out.set_end(std::string(dispatch::text_of(task.end)));
  if (!task.active()) encode(task.ended_at, out.mutable_ended_at());
  return out;
}

v1::Alarm encode_alarm(const dispatch::Alarm& alarm) {
  v1::Alarm out;
  out.set_number(alarm.number);
  out.set_kind(std::string(dispatch::text_of(alarm.kind)));
  encode(alarm.at, out.mutable_raised_at());
  if (alarm.acknowledged_at) encode(*alarm.acknowledged_at, out.mutable_acknowledged_at());
  return out;
}

}  // namespace

v1::Role encode_role(dispatch::Role role) {
  switch (role) {
    case dispatch::Role::kCpr:
      return v1::CPR;
    case dispatch::Role::kAed:
      return v1::AED;
    case dispatch::Role::kGuide:
      return v1::GUIDE;
    case dispatch::Role::kCaptain:
      return v1::CAPTAIN;
    case dispatch::Role::kMember:
      return v1::MEMBER;
  }
  return v1::ROLE_UNSPECIFIED;
}

void encode(registry::WallTime time, google::protobuf::Timestamp* out) {
  std::int64_t seconds = time.since_epoch.count() / 1000;
  std::int64_t rest = time.since_epoch.count() % 1000;
  if (rest < 0) {
    rest += 1000;
    --seconds;
  }
  out->set_seconds(seconds);
  out->set_nanos(static_cast<std::int32_t>(rest * 1'000'000));
}

v1::Position encode(const geo::Position& position) {
  v1::Position out;
  out.set_latitude(position.latitude_degrees());
  out.set_longitude(position.longitude_degrees());
  out.set_datum(v1::DATUM_WGS84);
  return out;
}

v1::AlertReply encode_alert_reply(const dispatch::Reply& reply) {
  v1::AlertReply out;
  out.set_incident(dispatch::to_string(reply.incident));
  out.set_version(reply.version);
  out.set_durability(v1::LOCAL);
  out.set_created(reply.created);
  return out;
}

v1::IncidentReply encode_incident_reply(const dispatch::Reply& reply) {
  v1::IncidentReply out;
  out.set_incident(dispatch::to_string(reply.incident));
  out.set_version(reply.version);
  out.set_durability(v1::LOCAL);
  return out;
}

v1::Incident encode(const dispatch::IncidentView& view) {
  v1::Incident out;
  out.set_id(dispatch::to_string(view.id));
  out.set_jurisdiction(view.id.jurisdiction.value());
  out.set_version(view.version);
  out.set_status(plus_one<v1::IncidentStatus>(view.status));
  out.set_close_reason(static_cast<v1::CloseReason>(view.close_reason));
  out.set_alert_status(plus_one<v1::AlertStatus>(view.alert_status));
  out.set_kind(plus_one<v1::IncidentKind>(view.kind));
  for (const auto hazard : view.hazards) out.add_hazards(plus_one<v1::Hazard>(hazard));
  out.set_source(view.source);
  out.set_external_id(view.external_id);
  encode(view.opened_at, out.mutable_opened_at());
  if (view.ended_at) encode(*view.ended_at, out.mutable_ended_at());
  if (view.crew_due) encode(*view.crew_due, out.mutable_crew_due());
  if (view.crew_arrived_at) encode(*view.crew_arrived_at, out.mutable_crew_arrived_at());
  out.set_cell(view.cell);
  if (view.scene) encode_scene(*view.scene, &out);
  for (const auto& offer : view.offers) *out.add_offers() = encode(offer);
  for (const auto& task : view.tasks) *out.add_tasks() = encode_line(view.id, task);
  for (const auto& alarm : view.alarms) *out.add_alarms() = encode_alarm(alarm);
  out.set_escalation(view.escalation);
  out.set_major(view.major);
  out.set_casualties(view.casualties);
  for (const auto& line : view.teams) encode_roster(line, out.add_teams());
  if (view.possible_twin) out.set_possible_twin(dispatch::to_string(*view.possible_twin));
  if (view.merged_into) out.set_merged_into(dispatch::to_string(*view.merged_into));
  for (const auto& merged : view.merged) out.add_merged(dispatch::to_string(merged));
  return out;
}

v1::TimelineEvent encode(const dispatch::EventView& view) {
  v1::TimelineEvent out;
  encode(view.at, out.mutable_at());
  out.set_version(view.version);
  out.set_code(std::string(view.code));
  if (view.offer) out.set_offer(dispatch::to_string(*view.offer));
  out.set_responder(view.responder);
  if (view.role) out.set_role(encode_role(*view.role));
  out.set_aed(view.aed.value());
  out.set_detail(std::string(view.detail));
  out.set_channel(std::string(view.channel));
  out.set_count(view.count);
  out.set_reason(std::string(view.reason));
  return out;
}

v1::Actor encode(const dispatch::Actor& actor) {
  v1::Actor out;
  out.set_kind(plus_one<v1::Actor::Kind>(actor.kind));
  // Who helps is told by the event's own words for it alone.
  if (actor.kind != dispatch::ActorKind::kResponder) out.set_name(actor.id);
  return out;
}

v1::Aed encode(const registry::Aed& aed, std::optional<geo::Meters> distance) {
  v1::Aed out;
  out.set_id(aed.id.value());
  out.set_jurisdiction(aed.jurisdiction.value());
  out.set_version(aed.version);
  *out.mutable_position() = encode(aed.position);
  out.set_name(aed.name);
  out.set_address(aed.address);
  out.set_location_hint(aed.location_hint);
  out.set_floor(aed.floor);
  out.set_access(static_cast<v1::AedAccess>(aed.access));
  out.set_status(plus_one<v1::AedStatus>(aed.status));
  for (const auto equipment : aed.equipment)
    out.add_equipment(plus_one<v1::Aed::Equipment>(equipment));
  if (aed.indoor) out.set_indoor(*aed.indoor);
  out.set_opening_hours(aed.opening_hours.text());
  out.set_source(aed.source);
  encode(aed.updated_at, out.mutable_updated_at());
  encode_condition(aed, out);
  if (distance) out.set_distance_meters(distance->value());
  return out;
}

v1::Responder encode(const registry::Responder& responder) {
  v1::Responder out;
  out.set_id(responder.id.value());
  out.set_jurisdiction(responder.jurisdiction.value());
  out.set_version(responder.version);
  if (responder.particulars) {
    out.set_name(responder.particulars->name);
    out.set_phone(responder.particulars->phone);
    if (responder.particulars->home) *out.mutable_home() = encode(*responder.particulars->home);
  }
  encode(responder.certified_until, out.mutable_certified_until());
  out.set_usual_mode(plus_one<v1::TravelMode>(responder.usual_mode));
  out.set_enrolled_for_drills(responder.enrolled_for_drills);
  for (const auto skill : responder.skills) out.add_skills(plus_one<v1::Responder::Skill>(skill));
  out.set_on_duty(responder.duty.on_duty);
  return out;
}

v1::Team encode(const registry::Team& team) {
  v1::Team out;
  out.set_id(team.id.value());
  out.set_jurisdiction(team.jurisdiction.value());
  out.set_version(team.version);
  out.set_name(team.name.value_or(""));
  out.set_captain(team.captain.value());
  for (const auto& deputy : team.deputies) out.add_deputies(deputy.value());
  for (const auto& member : team.members) out.add_members(member.value());
  return out;
}

v1::Token encode(const ports::TokenRecord& token, std::string_view secret) {
  v1::Token out;
  out.set_name(token.name);
  out.set_role(static_cast<v1::TokenRole>(token.role));
  out.set_jurisdiction(token.jurisdiction.value());
  out.set_responder(token.responder.value());
  out.set_secret(std::string(secret));
  encode(token.created_at, out.mutable_created_at());
  if (token.expires_at) encode(*token.expires_at, out.mutable_expires_at());
  out.set_revoked(token.revoked);
  return out;
}

}  // namespace goldenfour::net::codec
