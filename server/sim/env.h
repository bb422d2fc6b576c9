#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "server/sim/clock.h"
#include "server/sim/event_queue.h"
#include "server/sim/faults.h"
#include "server/sim/random.h"
#include "server/sim/trace.h"

namespace goldenfour::sim {

/// What every part of a simulation shares. Owned by the simulation; outlives all parts.
struct Env {
  explicit Env(std::uint64_t seed, WallTime start) : clock(start), random(seed) {}

  VirtualClock clock;
  EventQueue queue;
  Random random;
  FaultKnobs knobs;
  FaultCounts faults{};
  Trace trace;

  Duration time() const { return clock.time(); }
  void after(Duration delay, EventQueue::Action action) {
    queue.at(clock.time() + delay, std::move(action));
  }
  /// Draws whether a fault happens; counts it.
  bool happens(Fault fault, double probability) {
    if (!random.chance(probability)) return false;
    count(fault);
    return true;
  }
  void count(Fault fault) { ++faults[static_cast<std::size_t>(fault)]; }
  Duration draw(Duration low, Duration high) {
    return Duration{random.between(low.count(), high.count())};
  }
  /// The time to the next of events that come at random, `per_hour` on average.
  Duration next_in(double per_hour) {
    const double hours = -std::log(1.0 - random.uniform()) / per_hour;
    return Duration{static_cast<Duration::rep>(std::min(hours, 1000.0) * 3600'000.0)};
  }
};

}  // namespace goldenfour::sim
