#pragma once

#include <cstdint>
#include <tuple>

#include "server/dispatch/types.h"
#include "server/registry/team.h"

/// Facts about emergencies with many casualties, and about rescue teams.
namespace goldenfour::dispatch {

/// From here on the incident is a major event: more people are called, and teams as a whole.
struct MajorDeclared {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t casualties = 0;  ///< as far as known; 0: not said
  WallTime at;
  auto tie() const { return std::tie(incident, version, casualties, at); }
};

/// The registry's own facts: the whole record after the change.
struct TeamPut {
  registry::Team team;
  auto tie() const { return std::tie(team); }
};
struct TeamDeleted {
  TeamId team;
  JurisdictionId jurisdiction;
  auto tie() const { return std::tie(team, jurisdiction); }
};

}  // namespace goldenfour::dispatch
