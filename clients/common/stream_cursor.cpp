#include "clients/common/stream_cursor.h"

namespace goldenfour::client {

using Verdict = StreamCursor::Verdict;

Verdict StreamCursor::start_at(std::uint32_t epoch, std::uint64_t sequence) {
  position_.emplace();
  position_->set_epoch(epoch);
  position_->set_sequence(sequence);
  ++unacknowledged_;
  return Verdict::kNew;
}

Verdict StreamCursor::accept(const v1::ServerFrame& frame) {
  if (frame.has_reset()) {
    const auto& place = frame.reset().has_position() ? frame.reset().position() : frame.position();
    return start_at(place.epoch(), place.sequence());
  }
  // A welcome says where the newest frame is, not that we have it.
  if (!frame.has_position() || frame.has_welcome()) return Verdict::kEphemeral;
  const auto& place = frame.position();
  if (!position_ || place.epoch() != position_->epoch()) {
    position_.reset();
    return Verdict::kGap;
  }
  if (place.sequence() <= position_->sequence()) return Verdict::kDuplicate;
  if (place.sequence() != position_->sequence() + 1) {
    position_.reset();
    return Verdict::kGap;
  }
  return start_at(place.epoch(), place.sequence());
}

std::optional<v1::StreamPosition> StreamCursor::resume() const {
  return position_;
}

std::optional<v1::StreamPosition> StreamCursor::take_ack(bool urgent) {
  if (!position_ || unacknowledged_ == 0) return std::nullopt;
  if (!urgent && unacknowledged_ < kAckEvery) return std::nullopt;
  unacknowledged_ = 0;
  return position_;
}

}  // namespace goldenfour::client
