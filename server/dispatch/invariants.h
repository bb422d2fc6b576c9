#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/dispatch/state.h"

/// The laws of dispatch that can be seen in a state. Run after every simulated step, and on the
/// server in debug builds. The numbers are those of the list in server/dispatch/README.md.
namespace goldenfour::dispatch {

/// How often each law had something to say: a law that was never met proves nothing.
using LawCounts = std::map<int, std::uint64_t>;

/// A law about one incident. `check` returns what is wrong, in words; empty means fine. It adds to
/// `met` how many things it looked at. O(size of the incident).
struct IncidentInvariant {
  int law;
  std::string_view name;
  std::string (*check)(const State& state, const Incident& incident, std::uint64_t& met);
};

/// A law about the tables that span incidents. `small`: cheap enough for every step.
struct TableInvariant {
  int law;
  std::string_view name;
  bool small;
  std::string (*check)(const State& state, std::uint64_t& met);
};

std::span<const IncidentInvariant> incident_invariants();
std::span<const TableInvariant> table_invariants();

/// What is wrong, and by which law.
struct Breach {
  int law = 0;
  std::string what;
};

/// Every invariant over every incident and table. O(state).
std::vector<Breach> check_state(const State& state, LawCounts& counts);

/// What one decision may have broken: its incidents and the small tables. O(what it touched).
std::vector<Breach> check_touched(const State& state, const Decision& decision, LawCounts& counts);

/// The incidents that a decision's facts speak of, in order, each once.
std::vector<IncidentId> incidents_of(const Decision& decision);

}  // namespace goldenfour::dispatch
