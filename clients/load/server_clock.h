#pragma once

#include <algorithm>
#include <optional>

namespace goldenfour::load {

/// Tells how late a frame came, though the server's clock may run `rate` times as fast as ours and
/// stands elsewhere: the least late frame seen so far counts as on time. Pure; seconds.
class ServerClock {
 public:
  explicit ServerClock(double rate) : rate_(rate) {}

  /// A frame that says `server` came at `local` (both seconds of their clocks).
  void saw(double server, double local) {
    const double offset = server - rate_ * local;
    offset_ = offset_ ? std::max(*offset_, offset) : offset;
  }

  /// Real seconds between the server's `server` and our `local`; never negative. Call saw() first.
  double lateness(double server, double local) const {
    return std::max(0.0, (rate_ * local + offset_.value_or(0) - server) / rate_);
  }

 private:
  double rate_;
  std::optional<double> offset_;
};

}  // namespace goldenfour::load
