#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "server/sim/clock.h"

namespace goldenfour::sim {

/// What will happen, in the order of true time; at equal times in the order in which it was said.
class EventQueue {
 public:
  using Action = std::function<void()>;

  void at(Duration time, Action action) {
    heap_.push_back({time, next_++, std::move(action)});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  bool empty() const { return heap_.empty(); }
  /// When the next event is due; only when there is one.
  Duration next_time() const { return heap_.front().time; }

  /// Moves the clock to the next event and runs it.
  void run_next(VirtualClock& clock) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    Event event = std::move(heap_.back());
    heap_.pop_back();
    clock.advance_to(std::max(event.time, clock.time()));
    event.action();
  }

 private:
  struct Event {
    Duration time;
    std::uint64_t order;
    Action action;
  };
  static bool later(const Event& a, const Event& b) {
    return a.time != b.time ? a.time > b.time : a.order > b.order;
  }

  std::vector<Event> heap_;
  std::uint64_t next_ = 0;
};

}  // namespace goldenfour::sim
