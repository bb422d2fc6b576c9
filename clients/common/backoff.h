#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "server/sim/random.h"

namespace goldenfour::client {

/// How long to wait before the next attempt to connect: doubles from `first` to `last`, each time
/// a random part between one half and the whole, so that a crowd does not return in step. Pure.
class Backoff {
 public:
  using Milliseconds = std::chrono::milliseconds;

  Backoff(Milliseconds first, Milliseconds last, std::uint64_t seed)
      : first_(first), last_(last), next_(first), random_(seed) {}

  Milliseconds next() {
    const auto whole = static_cast<double>(next_.count());
    next_ = std::min(next_ * 2, last_);
    return Milliseconds(static_cast<Milliseconds::rep>(whole * random_.uniform(0.5, 1.0)));
  }

  /// After a connection that worked.
  void reset() { next_ = first_; }

 private:
  Milliseconds first_;
  Milliseconds last_;
  Milliseconds next_;
  sim::Random random_;
};

}  // namespace goldenfour::client
