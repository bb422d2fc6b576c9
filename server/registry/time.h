#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <tuple>

namespace goldenfour::registry {

using Duration = std::chrono::milliseconds;

/// Time since the machine booted, sleep included (CLOCK_BOOTTIME). Comparable only within one boot.
struct Instant {
  Duration since_boot{0};
  friend auto operator<=>(const Instant&, const Instant&) = default;
  friend Instant operator+(Instant at, Duration by) { return {at.since_boot + by}; }
  friend Duration operator-(Instant to, Instant from) { return to.since_boot - from.since_boot; }
  auto tie() const { return std::tie(since_boot); }
};

/// UTC since 1970 without leap seconds. For records, opening hours and people; it may jump.
struct WallTime {
  Duration since_epoch{0};
  friend auto operator<=>(const WallTime&, const WallTime&) = default;
  friend WallTime operator+(WallTime at, Duration by) { return {at.since_epoch + by}; }
  friend WallTime operator-(WallTime at, Duration by) { return {at.since_epoch - by}; }
  friend Duration operator-(WallTime to, WallTime from) {
    return to.since_epoch - from.since_epoch;
  }
  auto tie() const { return std::tie(since_epoch); }
};

/// Which boot an Instant belongs to; 0 is "unknown", which equals no boot.
struct BootId {
  std::uint64_t value = 0;
  friend auto operator<=>(const BootId&, const BootId&) = default;
  auto tie() const { return std::tie(value); }
};

/// What the clocks said when a command was taken up. The only time that pure code sees.
struct Now {
  Instant steady;
  WallTime utc;
  BootId boot;
};

}  // namespace goldenfour::registry
