#pragma once

#include "server/registry/time.h"

namespace goldenfour::ports {

/// The only source of time. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual registry::Now now() const = 0;
  /// How many seconds of this clock pass in one second of the world: 1, or more in a drill. Who
  /// waits with a real timer divides by it.
  virtual double rate() const { return 1.0; }
};

}  // namespace goldenfour::ports
