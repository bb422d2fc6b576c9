#pragma once

#include <cstdint>

#include "server/dispatch/command.h"
#include "server/dispatch/dispatcher.h"
#include "server/dispatch/publish.h"

namespace goldenfour::sim {

class Node;

/// What can be seen of a node from outside. The watch listens; so do tests.
class NodeEvents {
 public:
  virtual ~NodeEvents() = default;

  /// A command was handled. `sequence` is the node's newest decision; `again`: the very same
  /// command came a second time.
  virtual void handled(const Node& node, const dispatch::Command& command,
                       const dispatch::Step& step, std::uint64_t sequence, bool again) = 0;
  virtual void durable(const Node& node, std::uint64_t sequence) = 0;
  /// These happen when an effect leaves the outbox.
  virtual void replied(const Node& node, const dispatch::Reply& reply) = 0;
  virtual void started(const Node& node, const registry::ResponderId& id,
                       const dispatch::ResponderStart& start) = 0;
  virtual void framed(const registry::ResponderId& id, const dispatch::ResponderFrame& frame) = 0;
  virtual void sent_by_channel(const dispatch::SendByChannel& notice) = 0;
  virtual void sounded(const dispatch::SoundAlarm& alarm) = 0;
};

}  // namespace goldenfour::sim
