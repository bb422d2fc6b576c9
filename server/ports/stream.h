#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "server/dispatch/publish.h"
#include "server/dispatch/view.h"
#include "server/dispatch/view_movement.h"

/// Streams, in the words of the domain: what is sent to subscribers, and how hub and connections
/// talk to each other.
namespace goldenfour::ports {

/// Names one connection for as long as the server runs. `encoding` belongs to the sender.
struct ConnectionId {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
  std::uint8_t encoding = 0;
  friend auto operator<=>(const ConnectionId&, const ConnectionId&) = default;
};

struct Welcome {
  dispatch::StreamPosition position;  ///< of the newest durable frame
  std::string subject;
  bool resumed = false;
};

/// Everything that is open for this subscriber; replaces what it knew.
struct Reset {
  dispatch::StreamPosition position;
  std::vector<dispatch::OfferNotice> offers;
  std::vector<dispatch::TaskNotice> tasks;
  std::vector<dispatch::IncidentView> incidents;
  bool truncated = false;  ///< more incidents are open than these
};

/// Ephemeral: newest wins, never stored.
struct Counts {
  std::uint32_t responders_connected = 0;
  std::uint32_t responders_on_duty = 0;
  std::uint32_t open_incidents = 0;
  std::vector<dispatch::CellCount> cells;
};

struct StreamFrame {
  dispatch::WallTime at;
  /// Counts and Movements are ephemeral: newest wins, never stored.
  std::variant<Welcome, Reset, dispatch::ResponderFrame, dispatch::ConsoleFrame, Counts,
               dispatch::Movements>
      body;
};

/// Why the server ends a subscription.
enum class StreamEnd : std::uint8_t {
  kReplaced,    ///< the subject has too many connections; the oldest goes
  kOverloaded,  ///< the hub or the engine is at its limit: come back later
  kRevoked,     ///< the token is no longer good
};

/// How frames reach connections. Any thread, never blocks; a connection that is gone takes nothing.
class StreamSender {
 public:
  virtual ~StreamSender() = default;
  /// Encodes `frame` at most once per encoding. Durable frames to one connection keep their order;
  /// `tag`, unless 0, is reported by StreamHub::written. Ephemeral frames carry no tag.
  virtual void send(std::span<const ConnectionId> to, const StreamFrame& frame,
                    std::uint64_t tag) = 0;
  virtual void close(const ConnectionId& connection, StreamEnd why) = 0;
};

/// Who opens a stream: a responder, or a console of a jurisdiction.
struct Subscriber {
  std::string subject;  ///< responder's id or token's name
  std::string token;    ///< the token's name
  dispatch::JurisdictionId jurisdiction;
  dispatch::ResponderId responder;  ///< empty: a console
  std::optional<dispatch::StreamPosition> resume;
};

/// Keeps who is subscribed to what. Any thread, never blocks. For one connection: `open` once, then
/// the others in the order in which they happened, `closed` last.
class StreamHub {
 public:
  virtual ~StreamHub() = default;
  virtual void open(ConnectionId connection, Subscriber subscriber) = 0;
  /// Frames up to this tag are with the kernel: offers among them are "sent".
  virtual void written(ConnectionId connection, std::uint64_t tag) = 0;
  /// The device has everything up to `position`: offers among them are "delivered".
  virtual void acknowledged(ConnectionId connection, dispatch::StreamPosition position) = 0;
  virtual void seen(ConnectionId connection, dispatch::OfferId offer) = 0;
  virtual void closed(ConnectionId connection) = 0;
  /// Closes every connection that was opened with this token.
  virtual void revoked(std::string token) = 0;
};

}  // namespace goldenfour::ports
