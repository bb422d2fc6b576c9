#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/dispatch/command.h"
#include "server/dispatch/errors.h"
#include "server/ports/engine.h"
#include "server/registry/responder.h"

namespace goldenfour::runtime {

struct InboxOptions {
  /// Commands about incidents, duty and delivery. The last quarter is kept for alerts, answers,
  /// progress and what ends an incident: those are the last to be refused.
  std::size_t commands = 20'000;
  /// Registry changes; one command may hold 256 rows.
  std::size_t registry_commands = 64;
  /// Responders with a position or a sign of life that waits.
  std::size_t presences = 200'000;
  std::size_t queries = 2'000;
};

/// A command on its way to the state thread.
struct PendingCommand {
  dispatch::Command command;
  std::chrono::nanoseconds taken_at{0};  ///< monotonic
};

/// What is newest from one responder's device.
struct PresenceUpdate {
  registry::ResponderId responder;
  std::optional<registry::Presence> presence;
  std::optional<registry::Instant> heard_at;
};

struct InboxDepths {
  std::size_t commands = 0;
  std::size_t registry_commands = 0;
  std::size_t presences = 0;
  std::size_t queries = 0;
};

/// Where other threads meet the state thread: three bounded inboxes of strictly falling priority,
/// commands (registry changes behind all others), presence, queries. All puts from any thread, all
/// takes on the state thread. Nothing blocks but wait().
class Inboxes {
 public:
  explicit Inboxes(InboxOptions options) : options_(options) {}

  [[nodiscard]] dispatch::ErrorCode put(PendingCommand command);
  [[nodiscard]] dispatch::ErrorCode put(ports::Query query);
  /// False when the inbox is full and the responder has no slot yet.
  bool put(PresenceUpdate update);

  /// Nothing is taken in any more; what waits stays.
  void close();
  /// Makes wait() return.
  void wake();

  /// Waits until something is there, closed or woken, at most `limit` of real time. While
  /// `throttled`, only presence and wake() end it early.
  void wait(std::chrono::nanoseconds limit, bool throttled);

  std::optional<PendingCommand> take_command();
  std::optional<ports::Query> take_query();
  /// At most `limit`, oldest slot first.
  std::vector<PresenceUpdate> take_presences(std::size_t limit);

  bool has_commands() const;
  /// Closed, and nothing waits.
  bool finished() const;
  InboxDepths depths() const;

 private:
  bool anything() const;
  bool has_room_for(const dispatch::CommandBody& body) const;

  const InboxOptions options_;
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable wake_up_;
  bool closed_ = false;
  bool woken_ = false;
  std::deque<PendingCommand> commands_;
  std::deque<PendingCommand> registry_commands_;
  std::deque<registry::ResponderId> presence_order_;
  std::unordered_map<std::string, PresenceUpdate> presences_;  // by responder
  std::deque<ports::Query> queries_;
};

/// True for changes of the registry, which wait behind everything about incidents.
bool is_registry_change(const dispatch::CommandBody& body);
/// True for what is refused last: alerts, answers, progress, and what ends an incident.
bool is_vital(const dispatch::CommandBody& body);

}  // namespace goldenfour::runtime
