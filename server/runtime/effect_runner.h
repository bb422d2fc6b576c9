#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>

#include "server/dispatch/outbox.h"
#include "server/ports/engine.h"

namespace goldenfour::runtime {

/// Runs effects once what they speak of is durable, strictly in the order in which they were put,
/// one after the other on one Asio strand. The state thread puts and never waits; the journal's
/// thread says how far the disk is.
class EffectRunner {
 public:
  using Strand = boost::asio::strand<boost::asio::any_io_executor>;
  using Batch = std::vector<std::pair<std::uint64_t, ports::Continuation>>;

  explicit EffectRunner(const boost::asio::any_io_executor& executor);
  /// Only when no thread runs the executor's context any more.
  ~EffectRunner() = default;
  EffectRunner(const EffectRunner&) = delete;
  EffectRunner& operator=(const EffectRunner&) = delete;

  /// Each with its gate; gates never fall. One thread.
  void put(Batch batch);

  /// Everything up to `sequence` is durable. Any thread.
  void durable(std::uint64_t sequence);

  /// Calls `progress` after items have gone, on the strand. Set once, before the first put.
  void on_progress(std::function<void()> progress) { progress_ = std::move(progress); }

  /// Put, but not yet run. Any thread.
  std::size_t pending() const { return pending_.load(); }
  /// The newest durable sequence that the journal told. Any thread.
  std::uint64_t durable() const { return durable_.load(); }

  /// Where continuations run; what must not overlap with them may be posted here.
  const Strand& strand() const { return strand_; }

 private:
  void drain();

  Strand strand_;
  dispatch::Outbox<ports::Continuation> outbox_;  // on the strand
  std::function<void()> progress_;
  std::atomic<std::size_t> pending_ = 0;
  std::atomic<std::uint64_t> durable_ = 0;
};

}  // namespace goldenfour::runtime
