// Counters of the network layer. Incremented by the I/O threads, read at any time by whoever
// exports them; each is exact, a set of them read together is not a snapshot.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "server/dispatch/errors.h"

namespace goldenfour::net {

class Counter {
 public:
  void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
  void subtract(std::uint64_t amount = 1) { value_.fetch_sub(amount, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

struct NetMetrics {
  Counter connections_open;  // gauge
  Counter connections_accepted;
  Counter connections_refused;  // over a limit
  Counter tls_failures;
  Counter requests;
  Counter responses_ok;            // 1xx to 3xx
  Counter responses_client_error;  // 4xx
  Counter responses_server_error;  // 5xx
  // Problems answered, by dispatch::ErrorCode.
  std::array<Counter, dispatch::kErrorCodeCount> problems;
  Counter requests_malformed;  // refused by guard or parser
  Counter requests_rate_limited;
  Counter request_timeouts;
  Counter handler_failures;  // a handler threw
  Counter websockets_open;   // gauge
  Counter websockets_opened;
  Counter websockets_cut_slow;  // closed with 4008
  Counter messages_received;
  Counter frames_written;
  Counter frame_bytes_written;
  Counter ephemeral_replaced;
  Counter ephemeral_dropped;
};

}  // namespace goldenfour::net
