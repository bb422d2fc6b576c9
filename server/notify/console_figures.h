#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "server/dispatch/view_movement.h"
#include "server/ports/stream.h"

/// What consoles are told every second, beside the incidents. Pure.
namespace goldenfour::notify {

struct FigureLimits {
  std::size_t movements = 300;  ///< in one frame
  std::size_t cells = 100;      ///< in one frame
};

/// Of one jurisdiction.
struct ConsoleFigures {
  ports::Counts counts;  ///< without cells
  std::optional<std::vector<dispatch::CellCount>> cells;
  dispatch::Movements movements;
};

/// What is asked: connected people by jurisdiction, and whether to count them by cell too.
struct FigureRequest {
  std::map<dispatch::JurisdictionId, std::uint32_t> connected;
  bool by_cell = false;
};

/// O(responders + incidents in memory + tasks).
std::map<dispatch::JurisdictionId, ConsoleFigures> console_figures(
    const FigureRequest& request, const FigureLimits& limits, const dispatch::State& state,
    const registry::Directory& directory);

}  // namespace goldenfour::notify
