#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "server/dispatch/view.h"

/// What streams send: the first answer to a subscriber, and what is new since.
namespace goldenfour::dispatch {

/// What a responder that subscribes gets first: what it missed (`resumed`), or all that is open.
struct ResponderStart {
  bool resumed = false;
  StreamPosition position;  ///< of the newest frame; what is published next is +1
  std::vector<ResponderFrame> missed;
  std::vector<OfferNotice> offers;
  std::vector<TaskNotice> tasks;
  /// Resumed: an outstanding offer that the device had before, so it is delivered.
  std::optional<OfferId> known_offer;
};
ResponderStart start_responder(const State& state, const registry::Directory& directory,
                               const ResponderId& responder,
                               const std::optional<StreamPosition>& from);

struct ConsoleLimits {
  std::size_t missed_events = 100;  ///< more than this: a reset is cheaper
  std::size_t incidents = 100;      ///< of a reset; the newest, and the reset says so
};

struct ConsoleStart {
  bool resumed = false;
  StreamPosition position;
  std::vector<ConsoleFrame> missed;
  std::vector<IncidentView> incidents;  ///< open and held ones, oldest first
  bool truncated = false;               ///< more are open than `incidents` holds
};
ConsoleStart start_console(const State& state, const registry::Directory& directory,
                           const JurisdictionId& jurisdiction,
                           const std::optional<StreamPosition>& from, const ConsoleLimits& limits);

/// The stream epoch of a responder: that of the jurisdiction it belongs to.
std::uint32_t stream_epoch(const State& state, const registry::Directory& directory,
                           const ResponderId& responder);

/// Shapes each new frame once, for whoever is subscribed when it is sent. Owned by the state
/// thread.
class Publisher {
 public:
  /// What `state` already holds counts as published: subscribers get it by their start.
  explicit Publisher(const State& state);

  /// Frames that came into the mailbox since the last call, in order. O(new frames).
  std::vector<ResponderFrame> take(const State& state, const registry::Directory& directory,
                                   const ResponderId& responder);
  /// Events that came into the topic since the last call, as dispatchers may see them.
  std::vector<ConsoleFrame> take(const State& state, const registry::Directory& directory,
                                 const JurisdictionId& jurisdiction);

 private:
  std::map<ResponderId, std::uint64_t> mailboxes_;
  std::map<JurisdictionId, std::uint64_t> topics_;
};

}  // namespace goldenfour::dispatch
