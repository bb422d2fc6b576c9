#include "server/notify/stream_shaper.h"

#include <utility>

namespace goldenfour::notify {

ports::Continuation StreamShaper::shape(const dispatch::PushFrames& effect,
                                        const dispatch::State& state,
                                        const registry::Directory& directory) {
  auto frames = publisher_.take(state, directory, effect.responder);
  if (frames.empty()) return {};
  return [hub = &hub_, responder = effect.responder, frames = std::move(frames)] {
    hub->push(responder, frames);
  };
}

ports::Continuation StreamShaper::shape(const dispatch::PublishTopic& effect,
                                        const dispatch::State& state,
                                        const registry::Directory& directory) {
  auto frames = publisher_.take(state, directory, effect.jurisdiction);
  if (frames.empty()) return {};
  return [hub = &hub_, jurisdiction = effect.jurisdiction, frames = std::move(frames)] {
    hub->publish(jurisdiction, frames);
  };
}

}  // namespace goldenfour::notify
