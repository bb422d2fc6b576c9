#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

void put(const ActTaken& fact, stored::ActTaken& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_act(stored_code(fact.act));
  to.set_offer(fact.offer);
  to.set_forced(fact.forced);
  to.set_level(fact.level);
  to.set_reason(stored_code(fact.reason));
  to.set_at_ms(ms(fact.at));
}

ActTaken get(const stored::ActTaken& from, Reader& in) {
  ActTaken fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.act = in.value<Act>(from.act());
  fact.offer = from.offer();
  fact.forced = from.forced();
  fact.level = from.level();
  fact.reason = in.value<RelocateReason>(from.reason());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const ContactChanged& fact, stored::ContactChanged& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_contact(stored_code(fact.contact));
  to.set_at_ms(ms(fact.at));
}

ContactChanged get(const stored::ContactChanged& from, Reader& in) {
  ContactChanged fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.contact = in.value<Contact>(from.contact());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const ArrivalChanged& fact, stored::ArrivalChanged& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_offer(fact.offer);
  to.set_expected_ms(ms(fact.expected));
  to.set_replanned(fact.replanned);
  to.set_at_ms(ms(fact.at));
}

ArrivalChanged get(const stored::ArrivalChanged& from, Reader& in) {
  ArrivalChanged fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.offer = from.offer();
  fact.expected = wall_time(from.expected_ms());
  fact.replanned = from.replanned();
  fact.at = wall_time(from.at_ms());
  return fact;
}

}  // namespace goldenfour::store
