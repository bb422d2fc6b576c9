#include "server/net/rate_limiter.h"

#include <algorithm>

namespace goldenfour::net {

std::chrono::nanoseconds TokenBucket::take(const RateOptions& rate, std::chrono::nanoseconds now) {
  if (rate.per_second == 0) return {};
  const std::int64_t step = 1'000'000'000 / rate.per_second;
  const std::int64_t slack = step * (std::max<std::int64_t>(rate.burst, 1) - 1);
  std::int64_t arrival = arrival_ns_.load(std::memory_order_relaxed);
  while (true) {
    const std::int64_t start = std::max(arrival, now.count());
    const std::int64_t early = start - now.count() - slack;
    if (early > 0) return std::chrono::nanoseconds(early);
    if (arrival_ns_.compare_exchange_weak(arrival, start + step, std::memory_order_relaxed))
      return {};
  }
}

std::chrono::nanoseconds RateLimiter::take(std::size_t key, std::chrono::nanoseconds now) {
  const std::size_t mixed = key * 0x9E3779B97F4A7C15ull;
  return buckets_[mixed >> 48 & (kBuckets - 1)].take(rate_, now);
}

}  // namespace goldenfour::net
