#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/dispatch/state.h"

/// How a subscriber that comes back catches up: the one rule of the server and the simulator.
namespace goldenfour::dispatch {

/// Where a subscriber stands in its durable frames.
struct StreamPosition {
  std::uint32_t epoch = 0;
  std::uint64_t sequence = 0;
  friend bool operator==(const StreamPosition&, const StreamPosition&) = default;
};

/// Either the frames that were missed, +1 each, or a reset: then a stream snapshot replaces what
/// the subscriber knew, and frames go on after `position`.
struct ResponderResumption {
  bool reset = false;
  StreamPosition position;  ///< of the newest frame; what comes next is +1
  std::vector<MailboxFrame> frames;
};

/// For a responder in `epoch`. A position of another epoch, ahead of the mailbox or older than what
/// it keeps leads to a reset, and so does none. O(frames missed).
ResponderResumption resume(const State& state, const ResponderId& responder, std::uint32_t epoch,
                           const std::optional<StreamPosition>& from);

/// The same for a console and the topic of its jurisdiction.
struct TopicResumption {
  bool reset = false;
  StreamPosition position;
  std::vector<TopicEvent> events;
};
TopicResumption resume_topic(const State& state, const JurisdictionId& jurisdiction,
                             const std::optional<StreamPosition>& from);

/// What is open for a responder: the content of a stream snapshot. O(log n).
struct OpenForResponder {
  std::optional<OfferId> offer;  ///< outstanding
  std::optional<OfferId> task;   ///< active
};
OpenForResponder open_for(const State& state, const ResponderId& responder);

}  // namespace goldenfour::dispatch
