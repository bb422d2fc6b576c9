#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/sim/city.h"
#include "server/sim/faults.h"
#include "server/sim/law_book.h"
#include "server/sim/server.h"
#include "server/sim/watch.h"

namespace goldenfour::sim {

struct Options {
  std::uint64_t seed = 1;
  Duration length = minutes(60);
  CityOptions city;
  double incidents_per_hour = 24;
  int burst = 14;  ///< more of them, within four minutes
  bool faults = true;
  Trace::Listener listener;  ///< gets every line of the trace; slow

  /// For tests that prove that the laws bite.
  Sabotage sabotage;
  /// Puts something between the server and the watch; what it returns is listened to instead.
  std::function<std::unique_ptr<NodeEvents>(NodeEvents& watch)> wrap;
};

struct Report {
  std::uint64_t seed = 0;
  std::uint64_t trace_hash = 0;
  Tally tally;
  FaultCounts faults{};
  LawBook laws;
  bool ok() const { return laws.broken_count() == 0; }
};

/// Runs one generated city for a while, with everything that goes wrong, and checks the laws after
/// every step. The same options give the same report, to the last bit. One thread; simulations are
/// independent of each other.
Report simulate(const Options& options);

}  // namespace goldenfour::sim
