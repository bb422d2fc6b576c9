#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "server/dispatch/command.h"
#include "server/dispatch/state.h"

/// When timers are due: the one rule of the server and the simulator.
namespace goldenfour::dispatch {

/// How long until a timer is due. Same boot as when it was set: the boot-time clock decides, and
/// the wall clock may jump as it likes. Another (or an unknown) boot: the wall clock, but never
/// more than the timer's whole duration. Never negative.
Duration remaining(const TimerSet& timer, Now now);

/// The timers of a node in the order in which they are due. Owned by the state thread; fed by
/// ArmTimer and DisarmTimer, and at a start by what the state remembers. Pure: no clock, no thread.
/// O(log n) per timer.
class TimerQueue {
 public:
  /// Sets a timer, replacing an earlier attempt of the same one. A timer that is already due
  /// becomes due at once.
  void arm(const TimerSet& timer, Now now);
  /// No effect for a timer that is not set.
  void disarm(const IncidentId& incident, std::uint32_t timer);
  /// Arms every timer of every incident: the start of a node. O(n log n).
  void load(const State& state, Now now);

  /// When the next timer is due, in this boot's time; absent without timers.
  std::optional<Instant> next_due() const;
  /// Takes the next timer that is due; absent when none is. Fires each attempt once.
  std::optional<TimerFired> pop_due(Instant now);

  std::size_t size() const { return timers_.size(); }

 private:
  using Key = std::pair<IncidentId, std::uint32_t>;
  struct Armed {
    Instant due;
    std::uint32_t attempt = 0;
  };
  std::map<Key, Armed> timers_;
  std::set<std::pair<Instant, Key>> order_;
};

}  // namespace goldenfour::dispatch
