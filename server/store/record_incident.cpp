#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

void put(const IncidentOpened& fact, stored::IncidentOpened& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_source(fact.source);
  to.set_external_id(fact.external_id);
  to.set_idempotency_key(fact.idempotency_key);
  to.set_content_hash(fact.content_hash);
  to.set_sent_ms(ms(fact.sent));
  to.set_alert_status(stored_code(fact.alert_status));
  to.set_status(stored_code(fact.status));
  to.set_kind(stored_code(fact.kind));
  for (const auto hazard : fact.hazards) to.add_hazards(stored_code(hazard));
  if (fact.crew_due) to.set_crew_due_ms(ms(*fact.crew_due));
  to.set_cell_token(fact.cell_token);
  to.set_has_scene(fact.scene.has_value());
  to.set_at_ms(ms(fact.at));
}

IncidentOpened get(const stored::IncidentOpened& from, Reader& in) {
  IncidentOpened fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.source = from.source();
  fact.external_id = from.external_id();
  fact.idempotency_key = from.idempotency_key();
  fact.content_hash = from.content_hash();
  fact.sent = wall_time(from.sent_ms());
  fact.alert_status = in.value<AlertStatus>(from.alert_status());
  fact.status = in.value<IncidentStatus>(from.status());
  fact.kind = in.value<IncidentKind>(from.kind());
  for (const int hazard : from.hazards()) fact.hazards.insert(in.value<Hazard>(hazard));
  if (from.has_crew_due_ms()) fact.crew_due = wall_time(from.crew_due_ms());
  fact.cell_token = from.cell_token();
  if (from.has_scene()) fact.scene = in.scene(fact.incident);
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const IdempotencyKeyUsed& fact, stored::IdempotencyKeyUsed& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_source(fact.source);
  to.set_idempotency_key(fact.idempotency_key);
  to.set_content_hash(fact.content_hash);
  to.set_sent_ms(ms(fact.sent));
}

IdempotencyKeyUsed get(const stored::IdempotencyKeyUsed& from, Reader& in) {
  IdempotencyKeyUsed fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.source = from.source();
  fact.idempotency_key = from.idempotency_key();
  fact.content_hash = from.content_hash();
  fact.sent = wall_time(from.sent_ms());
  return fact;
}

void put(const IncidentUpdated& fact, stored::IncidentUpdated& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_content_hash(fact.content_hash);
  to.set_sent_ms(ms(fact.sent));
  to.set_kind(stored_code(fact.kind));
  for (const auto hazard : fact.hazards) to.add_hazards(stored_code(hazard));
  if (fact.crew_due) to.set_crew_due_ms(ms(*fact.crew_due));
  to.set_cell_token(fact.cell_token);
  to.set_has_scene(fact.scene.has_value());
  to.set_at_ms(ms(fact.at));
}

IncidentUpdated get(const stored::IncidentUpdated& from, Reader& in) {
  IncidentUpdated fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.content_hash = from.content_hash();
  fact.sent = wall_time(from.sent_ms());
  fact.kind = in.value<IncidentKind>(from.kind());
  for (const int hazard : from.hazards()) fact.hazards.insert(in.value<Hazard>(hazard));
  if (from.has_crew_due_ms()) fact.crew_due = wall_time(from.crew_due_ms());
  fact.cell_token = from.cell_token();
  if (from.has_scene()) fact.scene = in.scene(fact.incident);
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const IncidentStatusChanged& fact, stored::IncidentStatusChanged& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_from(stored_code(fact.from));
  to.set_to(stored_code(fact.to));
  to.set_reason(stored_code(fact.reason));
  to.set_at_ms(ms(fact.at));
}

IncidentStatusChanged get(const stored::IncidentStatusChanged& from, Reader& in) {
  IncidentStatusChanged fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.from = in.value<IncidentStatus>(from.from());
  fact.to = in.value<IncidentStatus>(from.to());
  fact.reason = in.value<CloseReason>(from.reason());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const EmsArrived& fact, stored::EmsArrived& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_at_ms(ms(fact.at));
}

EmsArrived get(const stored::EmsArrived& from, Reader& in) {
  EmsArrived fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const IncidentArchived& fact, stored::IncidentArchived& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_at_ms(ms(fact.at));
}

IncidentArchived get(const stored::IncidentArchived& from, Reader& in) {
  IncidentArchived fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.at = wall_time(from.at_ms());
  return fact;
}

}  // namespace goldenfour::store
