#pragma once

#include <vector>

#include "server/dispatch/effect.h"
#include "server/dispatch/state.h"

namespace goldenfour::dispatch {

/// What a node does once it has replayed its journal, beside loading its timers: a crash may have
/// come between a commit and its effects, so whatever is still open and has nobody's word that it
/// was done is done again. Offers that wait for a channel other than the socket, and alarms that
/// nobody acknowledged. Frames need nothing: subscribers resume. O(state).
std::vector<Effect> effects_at_start(const State& state);

}  // namespace goldenfour::dispatch
