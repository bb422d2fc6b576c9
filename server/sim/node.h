#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "server/dispatch/directory_world.h"
#include "server/dispatch/dispatcher.h"
#include "server/dispatch/outbox.h"
#include "server/dispatch/publish.h"
#include "server/dispatch/timers.h"
#include "server/ports/engine.h"
#include "server/registry/directory.h"
#include "server/sim/city.h"
#include "server/sim/disk.h"
#include "server/sim/env.h"
#include "server/sim/node_events.h"

namespace goldenfour::sim {

/// What goes out to a connected responder: the start of a stream, or a durable frame.
using Downlink = std::variant<dispatch::ResponderStart, dispatch::ResponderFrame>;
using ConsoleDownlink = std::variant<dispatch::ConsoleStart, dispatch::ConsoleFrame>;

/// Spoils what the core decided, before anybody acts on it: for tests that prove that the laws
/// bite.
using Sabotage = std::function<void(dispatch::Step&)>;

/// One life of the server, from start to crash: the core with everything around it that the real
/// one has (journal, outbox, timers, streams), on virtual time. It decides nothing of its own.
class Node {
 public:
  /// All references must outlive the node.
  Node(Env& env, const City& city, Disk& disk, NodeEvents& events, Sabotage sabotage);

  /// Replays the journal, arms timers, does again what the crash may have swallowed.
  void start();

  /// Hands in a command. `on_reply` may be empty; it runs once the outcome is durable.
  void submit(dispatch::Command command, ports::OnReply on_reply);
  void presence(const registry::ResponderId& id, const registry::Presence& presence);

  /// A responder's stream; an older one of the same person ends. `write` is called for each message
  /// that leaves, in order. Returns the number of the session.
  std::uint64_t connect(const registry::ResponderId& id,
                        std::optional<dispatch::StreamPosition> from,
                        std::function<void(const Downlink&)> write);
  void disconnect(const registry::ResponderId& id, std::uint64_t session);
  /// The device has everything up to `position`.
  void acknowledge(const registry::ResponderId& id, std::uint64_t session,
                   const dispatch::StreamPosition& position);
  void heard_from(const registry::ResponderId& id);

  void connect_console(const registry::JurisdictionId& id,
                       std::optional<dispatch::StreamPosition> from,
                       std::function<void(const ConsoleDownlink&)> write);

  bool is_connected(const registry::ResponderId& id) const { return sessions_.contains(id); }
  const dispatch::Dispatcher& dispatcher() const { return dispatcher_; }
  const dispatch::State& state() const { return dispatcher_.state(); }
  const registry::Directory& directory() const { return directory_; }
  const dispatch::DirectoryWorld& world() const { return world_; }
  std::uint64_t sequence() const { return sequence_; }

 private:
  struct Session {
    std::uint64_t number = 0;
    bool started = false;  ///< frames that were shaped before its start are in its start
    std::function<void(const Downlink&)> write;
    std::deque<std::pair<std::uint64_t, dispatch::OfferId>> unacknowledged;
  };

  struct Console {
    bool started = false;
    std::function<void(const ConsoleDownlink&)> write;
  };

  void handle(const dispatch::Command& command, const ports::OnReply& on_reply, bool again);
  void perform(const dispatch::Effect& effect, const ports::OnReply& on_reply);
  void put(ports::Continuation item);
  void drain();
  void push_frames(const registry::ResponderId& id);
  void publish_topic(const registry::JurisdictionId& id);
  void send(const registry::ResponderId& id, std::uint64_t session, const Downlink& message);
  void note_offer(Session& session, std::uint64_t sequence, const dispatch::OfferId& offer);
  void report(const dispatch::OfferId& offer, dispatch::DeliveryStage stage);
  void schedule_timers();
  void fire_timers();
  void sweep();
  void later(Duration delay, EventQueue::Action action);

  Env& env_;
  Disk& disk_;
  NodeEvents& events_;
  Sabotage sabotage_;
  registry::Directory directory_;
  dispatch::DirectoryWorld world_;
  dispatch::Dispatcher dispatcher_;
  std::optional<dispatch::Publisher> publisher_;
  dispatch::TimerQueue timers_;
  dispatch::Outbox<ports::Continuation> outbox_;
  std::map<registry::ResponderId, Session> sessions_;
  std::map<registry::JurisdictionId, Console> consoles_;
  std::uint64_t sequence_ = 0;
  std::uint64_t next_session_ = 1;
  std::uint64_t next_correlation_ = 1;
  std::optional<Instant> wakes_at_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace goldenfour::sim
