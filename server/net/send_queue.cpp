#include "server/net/send_queue.h"

#include <algorithm>
#include <utility>

namespace goldenfour::net {

SendQueue::Pushed SendQueue::push(Frame frame) {
  return frame.frame_class == FrameClass::kDurable ? push_durable(std::move(frame))
                                                   : push_ephemeral(std::move(frame));
}

SendQueue::Pushed SendQueue::push_durable(Frame frame) {
  Pushed result;
  while (!fits(frame) && !ephemeral_.empty()) {
    drop_oldest_ephemeral();
    ++result.dropped;
  }
  result.overflow = !fits(frame);
  if (result.overflow) return result;
  bytes_ += frame.bytes->size();
  durable_.push_back(std::move(frame));
  return result;
}

SendQueue::Pushed SendQueue::push_ephemeral(Frame frame) {
  Pushed result;
  const auto same_key = [&](const Frame& each) { return each.key == frame.key; };
  const auto older = std::find_if(ephemeral_.begin(), ephemeral_.end(), same_key);
  if (older != ephemeral_.end()) {
    bytes_ -= older->bytes->size();
    ephemeral_.erase(older);
    result.replaced = true;
  }
  if (!fits(frame) || limits_.ephemeral_frames == 0) {
    result.dropped = 1;
    return result;
  }
  if (ephemeral_.size() >= limits_.ephemeral_frames) {
    drop_oldest_ephemeral();
    result.dropped = 1;
  }
  bytes_ += frame.bytes->size();
  ephemeral_.push_back(std::move(frame));
  return result;
}

void SendQueue::drop_oldest_ephemeral() {
  bytes_ -= ephemeral_.front().bytes->size();
  ephemeral_.pop_front();
}

std::optional<Frame> SendQueue::pop() {
  std::deque<Frame>& from = durable_.empty() ? ephemeral_ : durable_;
  if (from.empty()) return std::nullopt;
  Frame frame = std::move(from.front());
  from.pop_front();
  return frame;
}

void SendQueue::clear() {
  for (const Frame& frame : durable_) bytes_ -= frame.bytes->size();
  for (const Frame& frame : ephemeral_) bytes_ -= frame.bytes->size();
  durable_.clear();
  ephemeral_.clear();
}

}  // namespace goldenfour::net
