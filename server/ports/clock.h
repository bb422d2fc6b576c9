#pragma once

#include "server/registry/time.h"

namespace goldenfour::ports {

/// The only source of time. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual registry::Now now() const = 0;
};

}  // namespace goldenfour::ports
