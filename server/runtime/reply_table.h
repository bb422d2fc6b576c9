#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include <boost/asio/steady_timer.hpp>

#include "server/ports/engine.h"
#include "server/runtime/effect_runner.h"

namespace goldenfour::runtime {

struct ReplyOptions {
  std::size_t waiting = 30'000;  ///< commands whose sender waits
  std::chrono::milliseconds timeout{10'000};
};

/// Who waits for which reply. Lives on the effect runner's strand, so that a reply and its time-out
/// cannot meet. Each handler is called exactly once, or never when it was forgotten.
class ReplyTable {
 public:
  /// `runner` must outlive the table.
  ReplyTable(EffectRunner& runner, ReplyOptions options);

  /// The correlation to put into the command; absent at the limit. Any thread.
  std::optional<std::uint64_t> add(ports::OnReply on_reply);
  /// The command was not taken: the handler is never called. Any thread.
  void forget(std::uint64_t correlation);

  /// Answers who waits. On the strand; without effect after the time-out.
  void complete(const dispatch::Reply& reply);
  /// Answers everybody who still waits, with `error`. On the strand.
  void complete_all(dispatch::ErrorCode error, const char* detail);

  std::size_t waiting() const { return waiting_.load(); }

 private:
  struct Waiting {
    ports::OnReply on_reply;
    std::chrono::nanoseconds deadline{0};  ///< monotonic
  };
  void refuse_oldest(dispatch::ErrorCode error, const char* detail);
  void sweep();

  EffectRunner& runner_;
  const ReplyOptions options_;
  std::atomic<std::uint64_t> next_ = 1;
  std::atomic<std::size_t> waiting_ = 0;
  std::map<std::uint64_t, Waiting> table_;  // on the strand; by correlation, so by age too
  boost::asio::steady_timer timer_;
  bool sweeping_ = false;
};

}  // namespace goldenfour::runtime
