#pragma once

#include <chrono>
#include <string>

#include "server/ports/clock.h"

namespace goldenfour::runtime {

/// The machine's clocks: CLOCK_BOOTTIME, CLOCK_REALTIME, and which boot this is. Thread-safe.
class SystemClock final : public ports::Clock {
 public:
  /// Reads the boot id; without one (a container without /proc) it is 0, which equals no boot.
  SystemClock();
  registry::Now now() const override;

 private:
  registry::BootId boot_;
};

/// A clock for drills that runs `rate` times faster than `source` from the moment it is made. Its
/// instants mean nothing to another process, so each one is a boot of its own. Thread-safe.
class ScaledClock final : public ports::Clock {
 public:
  /// `source` must outlive the clock. `rate` is at least 1 (asserted).
  ScaledClock(const ports::Clock& source, double rate);
  registry::Now now() const override;
  double rate() const override { return rate_; }

 private:
  const ports::Clock& source_;
  const registry::Now start_;
  const double rate_;
};

/// Nanoseconds of CLOCK_MONOTONIC: for measuring and for limits of real time, never for decisions.
std::chrono::nanoseconds monotonic_now();

/// Turns the text of a boot id into a number that is never 0; an empty text gives 0.
registry::BootId boot_id_of(const std::string& text);

}  // namespace goldenfour::runtime
