#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "server/net/metrics.h"
#include "server/net/rate_limiter.h"
#include "server/registry/time.h"

namespace goldenfour::net {

/// What anybody may ask for without a token.
struct PublicLimits {
  std::size_t aeds = 500;         ///< of one answer
  std::size_t usual_aeds = 100;   ///< when the request says nothing
  std::size_t looked_at = 5'000;  ///< AEDs in a rectangle, public or not; the rest is left out
  double radius_meters = 50'000;
  double usual_radius_meters = 5'000;
  double square_kilometers = 100'000;         ///< of a rectangle
  std::chrono::milliseconds max_age{30'000};  ///< how long caches may keep an answer
  /// Beside the limit of all requests: of one address, or /64 of IPv6.
  RateOptions requests_per_address = {5, 60};
};

struct PublicMetrics {
  Counter answered;
  Counter unchanged;  ///< 304
  Counter limited;    ///< over the rate
};

/// Limits and counts the requests without a token. Any thread.
class PublicGate {
 public:
  /// `rate` is the clock's, whose readings `admit` gets: caches and people live in real time.
  PublicGate(PublicLimits limits, double rate)
      : limits_(limits), rate_(rate), by_address_(limits.requests_per_address) {}

  /// Takes one request of the client `network`; false when it has none left.
  bool admit(std::string_view network, registry::Now now);

  const PublicLimits& limits() const { return limits_; }
  PublicMetrics& metrics() { return metrics_; }
  const PublicMetrics& metrics() const { return metrics_; }

 private:
  const PublicLimits limits_;
  const double rate_;
  RateLimiter by_address_;
  PublicMetrics metrics_;
};

}  // namespace goldenfour::net
