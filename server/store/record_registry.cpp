#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

namespace {

void put_condition(const registry::Aed& aed, stored::AedPut& to) {
  if (aed.verified_at) to.set_verified_at_ms(ms(*aed.verified_at));
  if (aed.pads_expire_on) to.set_pads_expire_on(aed.pads_expire_on->time_since_epoch().count());
  if (aed.battery_expires_on)
    to.set_battery_expires_on(aed.battery_expires_on->time_since_epoch().count());
  if (!aed.telemetry) return;
  stored::AedTelemetry& telemetry = *to.mutable_telemetry();
  telemetry.set_at_ms(ms(aed.telemetry->at));
  telemetry.set_ready(aed.telemetry->ready);
  telemetry.set_fault(aed.telemetry->fault);
}

registry::Day day(std::int64_t since_epoch) {
  return registry::Day(std::chrono::days(since_epoch));
}

void get_condition(const stored::AedPut& from, registry::Aed& aed) {
  if (from.has_verified_at_ms()) aed.verified_at = wall_time(from.verified_at_ms());
  if (from.has_pads_expire_on()) aed.pads_expire_on = day(from.pads_expire_on());
  if (from.has_battery_expires_on()) aed.battery_expires_on = day(from.battery_expires_on());
  if (!from.has_telemetry()) return;
  const stored::AedTelemetry& telemetry = from.telemetry();
  aed.telemetry = {wall_time(telemetry.at_ms()), telemetry.ready(), telemetry.fault()};
}

}  // namespace

void put(const AedPut& fact, stored::AedPut& to) {
  const registry::Aed& aed = fact.aed;
  to.set_aed(aed.id.value());
  to.set_jurisdiction(aed.jurisdiction.value());
  to.set_version(aed.version);
  to.set_latitude(aed.position.latitude_degrees());
  to.set_longitude(aed.position.longitude_degrees());
  to.set_name(aed.name);
  to.set_address(aed.address);
  to.set_location_hint(aed.location_hint);
  to.set_floor(aed.floor);
  to.set_access(stored_code(aed.access));
  to.set_status(stored_code(aed.status));
  to.mutable_equipment();
  for (const auto equipment : aed.equipment)
    to.mutable_equipment()->add_equipment(stored_code(equipment));
  if (aed.indoor) to.set_indoor(*aed.indoor);
  to.set_opening_hours(aed.opening_hours.text());
  to.set_source(aed.source);
  to.set_has_door_code(aed.door_code.has_value());
  to.set_updated_at_ms(ms(aed.updated_at));
  put_condition(aed, to);
}

AedPut get(const stored::AedPut& from, Reader& in) {
  registry::Aed aed;
  aed.id = AedId(from.aed());
  aed.jurisdiction = JurisdictionId(from.jurisdiction());
  aed.version = from.version();
  aed.position = in.position(from.latitude(), from.longitude());
  aed.name = from.name();
  aed.address = from.address();
  aed.location_hint = from.location_hint();
  aed.floor = from.floor();
  aed.access = in.value<registry::AedAccess>(from.access());
  aed.status = in.value<registry::AedStatus>(from.status());
  if (from.has_equipment()) {
    aed.equipment.clear();
    for (const int equipment : from.equipment().equipment())
      aed.equipment.insert(in.value<registry::Equipment>(equipment));
  }
  if (from.has_indoor()) aed.indoor = from.indoor();
  aed.opening_hours = from.opening_hours();
  aed.source = from.source();
  if (from.has_door_code()) aed.door_code = in.door_code(aed.id);
  aed.updated_at = wall_time(from.updated_at_ms());
  get_condition(from, aed);
  return {std::move(aed)};
}

void put(const AedDeleted& fact, stored::AedDeleted& to) {
  to.set_aed(fact.aed.value());
  to.set_jurisdiction(fact.jurisdiction.value());
}

AedDeleted get(const stored::AedDeleted& from, Reader&) {
  return {AedId(from.aed()), JurisdictionId(from.jurisdiction())};
}

namespace {

void put(const registry::Duty& duty, stored::Duty& to) {
  to.set_on_duty(duty.on_duty);
  to.set_changed_at_ms(ms(duty.changed_at));
}

registry::Duty get(const stored::Duty& from) {
  return {from.on_duty(), wall_time(from.changed_at_ms())};
}

}  // namespace

void put(const ResponderPut& fact, stored::ResponderPut& to) {
  const registry::Responder& responder = fact.responder;
  to.set_responder(responder.id.value());
  to.set_jurisdiction(responder.jurisdiction.value());
  to.set_version(responder.version);
  to.set_has_particulars(responder.particulars.has_value());
  to.set_certified_until_ms(ms(responder.certified_until));
  to.set_usual_mode(stored_code(responder.usual_mode));
  to.set_enrolled_for_drills(responder.enrolled_for_drills);
  to.mutable_skills();
  for (const auto skill : responder.skills) to.mutable_skills()->add_skills(stored_code(skill));
  put(responder.duty, *to.mutable_duty());
}

ResponderPut get(const stored::ResponderPut& from, Reader& in) {
  registry::Responder responder;
  responder.id = ResponderId(from.responder());
  responder.jurisdiction = JurisdictionId(from.jurisdiction());
  responder.version = from.version();
  if (from.has_particulars()) responder.particulars = in.particulars(responder.id);
  responder.certified_until = wall_time(from.certified_until_ms());
  responder.usual_mode = in.value<registry::TravelMode>(from.usual_mode());
  responder.enrolled_for_drills = from.enrolled_for_drills();
  if (from.has_skills()) {
    responder.skills.clear();
    for (const int skill : from.skills().skills())
      responder.skills.insert(in.value<registry::Skill>(skill));
  }
  responder.duty = get(from.duty());
  return {std::move(responder)};
}

void put(const ResponderDeleted& fact, stored::ResponderDeleted& to) {
  to.set_responder(fact.responder.value());
  to.set_jurisdiction(fact.jurisdiction.value());
}

ResponderDeleted get(const stored::ResponderDeleted& from, Reader&) {
  return {ResponderId(from.responder()), JurisdictionId(from.jurisdiction())};
}

void put(const DutyChanged& fact, stored::DutyChanged& to) {
  to.set_responder(fact.responder.value());
  put(fact.duty, *to.mutable_duty());
}

DutyChanged get(const stored::DutyChanged& from, Reader&) {
  return {ResponderId(from.responder()), get(from.duty())};
}

}  // namespace goldenfour::store
