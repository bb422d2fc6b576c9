#pragma once

#include <cstdint>
#include <vector>

#include "server/sim/simulation.h"

namespace goldenfour::sim {

/// What many simulations had in all.
struct Summary {
  std::uint64_t hours = 0;
  Tally tally;
  FaultCounts faults{};
  dispatch::LawCounts met;
  std::uint64_t least_open = ~0ULL;       ///< the quietest city-hour's most open incidents
  std::uint64_t least_incidents = ~0ULL;  ///< the quietest city-hour's incidents
  std::uint64_t hours_without_crash = 0;
  std::vector<Report> broken;

  void add(Report report);
  void add(const Summary& other);
};

void print(const Summary& summary, const char* program);

/// True when nothing is broken and every law was met at least `least` times; says what is missing.
bool verdict(const Summary& summary, std::uint64_t least);

}  // namespace goldenfour::sim
