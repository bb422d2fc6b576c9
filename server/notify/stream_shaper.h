#pragma once

#include "server/dispatch/publish.h"
#include "server/notify/hub.h"
#include "server/ports/engine.h"

namespace goldenfour::notify {

/// Turns PushFrames and PublishTopic into frames for the hub. Lives on the state thread; what it
/// returns runs on the hub's executor, after the gate.
class StreamShaper {
 public:
  /// `state` as it is after replay: what it holds counts as published. `hub` must outlive this and
  /// every continuation.
  StreamShaper(const dispatch::State& state, Hub& hub) : publisher_(state), hub_(hub) {}

  ports::Continuation shape(const dispatch::PushFrames& effect, const dispatch::State& state,
                            const registry::Directory& directory);
  ports::Continuation shape(const dispatch::PublishTopic& effect, const dispatch::State& state,
                            const registry::Directory& directory);

 private:
  dispatch::Publisher publisher_;
  Hub& hub_;
};

}  // namespace goldenfour::notify
