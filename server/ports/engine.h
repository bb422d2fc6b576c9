#pragma once

#include <functional>

#include "server/dispatch/command.h"
#include "server/dispatch/effect.h"
#include "server/dispatch/errors.h"
#include "server/dispatch/state.h"
#include "server/registry/directory.h"

namespace goldenfour::ports {

/// What runs once everything that its maker saw is durable. Never blocks, never throws.
using Continuation = std::function<void()>;

/// Looks at the state on the state thread and returns what to do with the answer, which then waits
/// until all that it saw is durable. Quick: a turn has one millisecond for queries.
using Query =
    std::function<Continuation(const dispatch::State&, const registry::Directory&, dispatch::Now)>;

/// The reply to a command, on the effect runner's strand, exactly once: after what was decided is
/// durable, or kOverloaded when that took longer than the reply time-out (the outcome is then
/// unknown; asking again with the same key tells).
using OnReply = std::function<void(const dispatch::Reply&)>;

/// The door to the state thread. Thread-safe; no call blocks.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Hands in a command; `command.correlation` is overwritten. kNone: taken. kOverloaded or
  /// kShuttingDown: nothing was taken and `on_reply` is never called. An empty `on_reply` is
  /// allowed where nobody waits.
  [[nodiscard]] virtual dispatch::ErrorCode submit(dispatch::Command command, OnReply on_reply) = 0;

  /// kNone: taken, and its continuation runs. Queries are shed before anything else.
  [[nodiscard]] virtual dispatch::ErrorCode query(Query query) = 0;

  /// A responder's position; an older one that still waits is replaced. Dropped at the limit.
  virtual void presence(const registry::ResponderId& responder, const registry::Presence& at) = 0;

  /// The responder's device acknowledged something just now.
  virtual void heard_from(const registry::ResponderId& responder) = 0;
};

/// Turns the effects that concern people (PushFrames, PublishTopic, SendByChannel, SoundAlarm) into
/// what to do once they are durable. Called on the state thread right after the step, in order,
/// with the state as the step left it; an empty continuation is skipped.
class EffectShaper {
 public:
  virtual ~EffectShaper() = default;
  virtual Continuation shape(const dispatch::Effect& effect, const dispatch::State& state,
                             const registry::Directory& directory, dispatch::Now now) = 0;
};

}  // namespace goldenfour::ports
