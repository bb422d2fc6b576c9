#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace goldenfour::dispatch {

/// What waits for the disk. Items go in with a gate, the newest sequence their maker had seen, and
/// come out strictly in the order in which they went in, each once everything up to its gate is
/// durable. So nobody learns of what a crash could still take back. Used by the server's effect
/// runner and by the simulator; no thread, no clock. The owner bounds it by `size()`.
template <class Item>
class Outbox {
 public:
  /// `gate` never falls from one call to the next (asserted).
  void put(std::uint64_t gate, Item item) {
    assert(gate >= newest_gate_);
    newest_gate_ = gate;
    waiting_.emplace_back(gate, std::move(item));
  }

  /// Everything up to `sequence` is durable. An older sequence than before changes nothing.
  void durable(std::uint64_t sequence) {
    if (sequence > durable_) durable_ = sequence;
  }

  /// True when the first item may go.
  bool ready() const { return !waiting_.empty() && waiting_.front().first <= durable_; }

  /// The first item; only when ready().
  Item take() {
    assert(ready());
    Item item = std::move(waiting_.front().second);
    waiting_.pop_front();
    return item;
  }

  std::size_t size() const { return waiting_.size(); }
  std::uint64_t durable() const { return durable_; }

 private:
  std::deque<std::pair<std::uint64_t, Item>> waiting_;
  std::uint64_t newest_gate_ = 0;
  std::uint64_t durable_ = 0;
};

}  // namespace goldenfour::dispatch
