#include "server/dispatch/timers.h"

#include <algorithm>

namespace goldenfour::dispatch {

Duration remaining(const TimerSet& timer, Now now) {
  const bool same_boot = timer.boot == now.boot && timer.boot.value != 0;
  const Duration left = same_boot ? timer.due_steady - now.steady : timer.due - now.utc;
  return std::clamp(left, Duration{0}, std::max(timer.duration, Duration{0}));
}

void TimerQueue::arm(const TimerSet& timer, Now now) {
  disarm(timer.incident, timer.timer);
  const Key key{timer.incident, timer.timer};
  const Instant due = now.steady + remaining(timer, now);
  timers_.emplace(key, Armed{due, timer.attempt});
  order_.emplace(due, key);
}

void TimerQueue::disarm(const IncidentId& incident, std::uint32_t timer) {
  const auto found = timers_.find(Key{incident, timer});
  if (found == timers_.end()) return;
  order_.erase({found->second.due, found->first});
  timers_.erase(found);
}

void TimerQueue::load(const State& state, Now now) {
  for (const auto& [jurisdiction, its] : state.jurisdictions) {
    for (const auto& [id, incident] : its.incidents) {
      for (const auto& [number, timer] : incident.timers) arm(timer, now);
    }
  }
}

std::optional<Instant> TimerQueue::next_due() const {
  if (order_.empty()) return std::nullopt;
  return order_.begin()->first;
}

std::optional<TimerFired> TimerQueue::pop_due(Instant now) {
  if (order_.empty() || order_.begin()->first > now) return std::nullopt;
  const Key key = order_.begin()->second;
  const TimerFired fired{key.first, key.second, timers_.at(key).attempt};
  disarm(key.first, key.second);
  return fired;
}

}  // namespace goldenfour::dispatch
