#pragma once

#include <cassert>

#include "server/ports/clock.h"

namespace goldenfour::sim {

using registry::BootId;
using registry::Duration;
using registry::Instant;
using registry::Now;
using registry::WallTime;

constexpr Duration milliseconds(std::int64_t count) {
  return Duration{count};
}
constexpr Duration seconds(std::int64_t count) {
  return Duration{count * 1000};
}
constexpr Duration minutes(std::int64_t count) {
  return Duration{count * 60'000};
}

/// The clocks of the simulated server, derived from a true time that nobody in it can see. One
/// owner, one thread.
class VirtualClock final : public ports::Clock {
 public:
  explicit VirtualClock(WallTime start) : wall_offset_(start.since_epoch) {}

  Now now() const override {
    return {Instant{time_ - booted_ + kUptime}, WallTime{time_ + wall_offset_}, boot_};
  }

  /// True time since the simulation began.
  Duration time() const { return time_; }
  void advance_to(Duration time) {
    assert(time >= time_);
    time_ = time;
  }

  /// Somebody sets the wall clock, or a time server corrects it.
  void jump_wall(Duration by) { wall_offset_ += by; }
  /// The machine starts anew: another boot id, and time since boot from the beginning.
  void reboot() {
    ++boot_.value;
    booted_ = time_;
  }

 private:
  static constexpr Duration kUptime{5000};
  Duration time_{0};
  Duration booted_{0};
  Duration wall_offset_;
  BootId boot_{1};
};

}  // namespace goldenfour::sim
