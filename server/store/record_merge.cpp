#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

void put(const MergeChanged& fact, stored::MergeChanged& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_step(stored_code(fact.step));
  put(fact.other, *to.mutable_other());
  to.set_at_ms(ms(fact.at));
}

MergeChanged get(const stored::MergeChanged& from, Reader& in) {
  MergeChanged fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.step = in.value<MergeStep>(from.step());
  fact.other = in.id(from.other());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const TaskJoined& fact, stored::TaskJoined& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  put(fact.from.incident, *to.mutable_from_incident());
  to.set_from_offer(fact.from.number);
  to.set_responder(fact.responder.value());
  to.set_role(stored_code(fact.role));
  to.set_aed(fact.aed.value());
  to.set_alternate(fact.alternate.value());
  to.set_team(fact.team.value());
  put(fact.why, *to.mutable_why());
  to.set_asked_at_ms(ms(fact.asked_at));
  to.set_started_at_ms(ms(fact.started_at));
  to.set_step(stored_code(fact.step));
  if (fact.left_at) to.set_left_at_ms(ms(*fact.left_at));
  if (fact.aed_collected_at) to.set_aed_collected_at_ms(ms(*fact.aed_collected_at));
  if (fact.on_scene_at) to.set_on_scene_at_ms(ms(*fact.on_scene_at));
  if (fact.expected_at) to.set_expected_at_ms(ms(*fact.expected_at));
  to.set_contact(stored_code(fact.contact));
  to.set_at_ms(ms(fact.at));
}

TaskJoined get(const stored::TaskJoined& from, Reader& in) {
  TaskJoined fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.from = {in.id(from.from_incident()), from.from_offer()};
  fact.responder = ResponderId(from.responder());
  fact.role = in.value<Role>(from.role());
  fact.aed = AedId(from.aed());
  fact.alternate = AedId(from.alternate());
  fact.team = TeamId(from.team());
  fact.why = get(from.why(), in);
  fact.asked_at = wall_time(from.asked_at_ms());
  fact.started_at = wall_time(from.started_at_ms());
  fact.step = in.value<TaskStep>(from.step());
  if (from.has_left_at_ms()) fact.left_at = wall_time(from.left_at_ms());
  if (from.has_aed_collected_at_ms()) fact.aed_collected_at = wall_time(from.aed_collected_at_ms());
  if (from.has_on_scene_at_ms()) fact.on_scene_at = wall_time(from.on_scene_at_ms());
  if (from.has_expected_at_ms()) fact.expected_at = wall_time(from.expected_at_ms());
  fact.contact = in.value<Contact>(from.contact());
  fact.at = wall_time(from.at_ms());
  return fact;
}

}  // namespace goldenfour::store
