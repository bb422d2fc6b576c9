// What waits to be written on one connection. Pure; used on the connection's strand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "server/net/stream_sink.h"

namespace goldenfour::net {

struct SendQueueLimits {
  std::size_t bytes = 256 * 1024;
  std::size_t ephemeral_frames = 512;
};

class SendQueue {
 public:
  struct Pushed {
    bool overflow = false;    // a durable frame found no room: the connection must end
    bool replaced = false;    // an older ephemeral frame of the same key gave way
    std::size_t dropped = 0;  // ephemeral frames given up, perhaps the pushed one
  };

  explicit SendQueue(SendQueueLimits limits) : limits_(limits) {}

  // Durable frames keep their order and displace ephemeral ones, oldest first; an ephemeral frame
  // without room is dropped. O(ephemeral frames) for an ephemeral one, else O(1) amortised.
  Pushed push(Frame frame);

  // The next to write, durable ones first. Its bytes count until finished() is told of them.
  std::optional<Frame> pop();
  void finished(const Frame& frame) { bytes_ -= frame.bytes->size(); }

  // Gives up everything that waits, except a frame popped and not yet finished.
  void clear();

  bool empty() const { return durable_.empty() && ephemeral_.empty(); }
  // Waiting and being written; never above the limit.
  std::size_t bytes() const { return bytes_; }

 private:
  Pushed push_durable(Frame frame);
  Pushed push_ephemeral(Frame frame);
  void drop_oldest_ephemeral();
  bool fits(const Frame& frame) const { return frame.bytes->size() <= limits_.bytes - bytes_; }

  SendQueueLimits limits_;
  std::deque<Frame> durable_;
  std::deque<Frame> ephemeral_;
  std::size_t bytes_ = 0;
};

}  // namespace goldenfour::net
