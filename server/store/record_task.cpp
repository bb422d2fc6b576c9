#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

void put(const TaskStarted& fact, stored::TaskStarted& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_responder(fact.responder.value());
  to.set_role(stored_code(fact.role));
  to.set_aed(fact.aed.value());
  to.set_alternate(fact.alternate.value());
  to.set_at_ms(ms(fact.at));
}

TaskStarted get(const stored::TaskStarted& from, Reader& in) {
  TaskStarted fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.responder = ResponderId(from.responder());
  fact.role = in.value<Role>(from.role());
  fact.aed = AedId(from.aed());
  fact.alternate = AedId(from.alternate());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const TaskChanged& fact, stored::TaskChanged& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_role(stored_code(fact.role));
  to.set_aed(fact.aed.value());
  to.set_alternate(fact.alternate.value());
  to.set_at_ms(ms(fact.at));
}

TaskChanged get(const stored::TaskChanged& from, Reader& in) {
  TaskChanged fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.role = in.value<Role>(from.role());
  fact.aed = AedId(from.aed());
  fact.alternate = AedId(from.alternate());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const TaskProgressed& fact, stored::TaskProgressed& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_step(stored_code(fact.step));
  to.set_at_ms(ms(fact.at));
}

TaskProgressed get(const stored::TaskProgressed& from, Reader& in) {
  TaskProgressed fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.step = in.value<TaskStep>(from.step());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const TaskEnded& fact, stored::TaskEnded& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_cause(stored_code(fact.cause));
  to.set_at_ms(ms(fact.at));
}

TaskEnded get(const stored::TaskEnded& from, Reader& in) {
  TaskEnded fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.cause = in.value<TaskEnd>(from.cause());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const AedReserved& fact, stored::AedReserved& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_aed(fact.aed.value());
  to.set_at_ms(ms(fact.at));
}

AedReserved get(const stored::AedReserved& from, Reader& in) {
  AedReserved fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.aed = AedId(from.aed());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const AedReleased& fact, stored::AedReleased& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_aed(fact.aed.value());
  to.set_at_ms(ms(fact.at));
}

AedReleased get(const stored::AedReleased& from, Reader& in) {
  AedReleased fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.aed = AedId(from.aed());
  fact.at = wall_time(from.at_ms());
  return fact;
}

}  // namespace goldenfour::store
