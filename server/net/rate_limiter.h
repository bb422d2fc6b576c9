// Token buckets for any number of clients in a fixed table, without a lock.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "server/net/options.h"

namespace goldenfour::net {

// One bucket as "theoretical arrival time" (GCRA): a single number, so that one compare-and-swap
// takes a token. Equivalent to a bucket of `burst` tokens refilled at `per_second`.
class TokenBucket {
 public:
  // Takes a token at `now` (monotonic) and returns zero, or returns how long until one is there.
  // Any thread.
  std::chrono::nanoseconds take(const RateOptions& rate, std::chrono::nanoseconds now);

 private:
  std::atomic<std::int64_t> arrival_ns_ = 0;
};

// Buckets by hashed client key. Two clients whose hashes collide share a bucket; with 64 Ki buckets
// that is rare, costs fairness only, and keeps memory bounded (512 KiB) under any flood.
class RateLimiter {
 public:
  explicit RateLimiter(RateOptions rate) : rate_(rate) {}

  // As TokenBucket::take, for the client `key` hashes to. Any thread, O(1).
  std::chrono::nanoseconds take(std::size_t key, std::chrono::nanoseconds now);

 private:
  static constexpr std::size_t kBuckets = 1 << 16;

  RateOptions rate_;
  std::unique_ptr<TokenBucket[]> buckets_ = std::make_unique<TokenBucket[]>(kBuckets);
};

}  // namespace goldenfour::net
