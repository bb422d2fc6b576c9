#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

void put(const TimerSet& fact, stored::TimerSet& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_timer(fact.timer);
  to.set_attempt(fact.attempt);
  to.set_purpose(stored_code(fact.purpose));
  to.set_offer(fact.offer);
  to.set_duration_ms(fact.duration.count());
  to.set_due_ms(ms(fact.due));
  to.set_boot(fact.boot.value);
  to.set_due_steady_ms(fact.due_steady.since_boot.count());
}

TimerSet get(const stored::TimerSet& from, Reader& in) {
  TimerSet fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.timer = from.timer();
  fact.attempt = from.attempt();
  fact.purpose = in.value<TimerPurpose>(from.purpose());
  fact.offer = from.offer();
  fact.duration = Duration(from.duration_ms());
  fact.due = wall_time(from.due_ms());
  fact.boot = BootId{from.boot()};
  fact.due_steady = Instant{Duration(from.due_steady_ms())};
  return fact;
}

void put(const TimerCleared& fact, stored::TimerCleared& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_timer(fact.timer);
}

TimerCleared get(const stored::TimerCleared& from, Reader& in) {
  TimerCleared fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.timer = from.timer();
  return fact;
}

void put(const AlarmRaised& fact, stored::AlarmRaised& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_alarm(fact.alarm);
  to.set_kind(stored_code(fact.kind));
  to.set_at_ms(ms(fact.at));
}

AlarmRaised get(const stored::AlarmRaised& from, Reader& in) {
  AlarmRaised fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.alarm = from.alarm();
  fact.kind = in.value<AlarmKind>(from.kind());
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const AlarmAcknowledged& fact, stored::AlarmAcknowledged& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_alarm(fact.alarm);
  to.set_at_ms(ms(fact.at));
}

AlarmAcknowledged get(const stored::AlarmAcknowledged& from, Reader& in) {
  AlarmAcknowledged fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.alarm = from.alarm();
  fact.at = wall_time(from.at_ms());
  return fact;
}

}  // namespace goldenfour::store
