#pragma once

#include <cstdint>
#include <optional>

#include "geo/position.h"
#include "server/dispatch/types.h"
#include "server/registry/team.h"

namespace goldenfour::dispatch {

/// A dispatcher declares a major event, or corrects what is known of it.
struct DeclareMajor {
  IncidentId incident;
  std::uint32_t casualties = 0;        ///< 0: not said
  std::optional<geo::Position> rally;  ///< WGS-84; where teams gather; absent: as it was
};

/// `expected_version` 0: create, refused when it exists; absent: put whatever is there.
struct PutTeam {
  registry::Team team;
  std::optional<std::uint64_t> expected_version;
};
struct DeleteTeam {
  TeamId team;
};

}  // namespace goldenfour::dispatch
