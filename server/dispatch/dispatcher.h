#pragma once

#include <optional>
#include <span>
#include <vector>

#include "server/dispatch/command.h"
#include "server/dispatch/effect.h"
#include "server/dispatch/state.h"
#include "server/dispatch/world.h"
#include "server/registry/directory.h"

namespace goldenfour::dispatch {

/// Decides what a command leads to. Pure: the same arguments give the same outcome. The facts of
/// one outcome belong together: all of them are stored, or none.
/// Every command with a correlation gets exactly one Reply.
Outcome decide(const State& state, const Command& command, const World& world, Now now);

/// Tells what is known apart: dispatch state and registry, not positions of people. O(all).
std::uint64_t state_hash(const State& state, const registry::Directory& directory);

/// What one command led to. `decision` is absent when nothing changed.
struct Step {
  std::optional<Decision> decision;
  std::vector<Effect> effects;
};

/// Owns the state of a node and feeds the directory: decide, number, apply. Used by the server and
/// the simulator alike. One thread.
class Dispatcher {
 public:
  /// `directory` must outlive the dispatcher; registry facts are applied to it.
  Dispatcher(std::span<const JurisdictionId> jurisdictions, registry::Directory& directory);

  /// Decides and applies. Commands for a jurisdiction that this node does not hold are answered
  /// with kWrongJurisdiction.
  Step handle(const Command& command, const World& world, Now now);

  /// Applies a stored decision: plans nothing, sends nothing.
  void replay(const Decision& decision);

  const State& state() const { return state_; }
  std::uint64_t hash() const { return state_hash(state_, directory_); }

 private:
  State state_;
  registry::Directory& directory_;
};

}  // namespace goldenfour::dispatch
