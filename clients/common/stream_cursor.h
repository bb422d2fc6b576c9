#pragma once

#include <cstdint>
#include <optional>

#include "goldenfour/v1/stream.pb.h"

namespace goldenfour::client {

/// Where a subscriber stands in its durable frames, and what to make of the next one. Pure: no
/// clock, no socket. The connection obeys.
class StreamCursor {
 public:
  enum class Verdict {
    kEphemeral,  ///< carries no position: use it, nothing to acknowledge
    kNew,        ///< the next durable frame, or a reset: use it
    kDuplicate,  ///< already known: ignore it
    kGap,        ///< something is missing: reconnect; the cursor has forgotten its place
  };

  /// Judges `frame` and moves on.
  Verdict accept(const v1::ServerFrame& frame);

  /// For Hello.resume; nothing before the first welcome, and after a gap: start with a snapshot.
  std::optional<v1::StreamPosition> resume() const;

  /// What to acknowledge now, if anything is new since the last call. Not `urgent`: only once
  /// kAckEvery frames have come together.
  std::optional<v1::StreamPosition> take_ack(bool urgent);

  static constexpr int kAckEvery = 16;

 private:
  Verdict start_at(std::uint32_t epoch, std::uint64_t sequence);

  std::optional<v1::StreamPosition> position_;
  int unacknowledged_ = 0;
};

}  // namespace goldenfour::client
