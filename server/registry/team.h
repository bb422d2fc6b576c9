#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "server/registry/ids.h"

namespace goldenfour::registry {

/// A rescue team as a whole is called through its captain, for emergencies with many casualties.
/// `name` is stored in the vault; absent after erasure.
struct Team {
  TeamId id;
  JurisdictionId jurisdiction;
  std::uint64_t version = 0;  ///< +1 with each change; the ETag.
  std::optional<std::string> name;
  ResponderId captain;
  std::vector<ResponderId> deputies;  ///< asked in this order when the captain does not take it
  std::vector<ResponderId> members;   ///< without captain and deputies

  friend bool operator==(const Team&, const Team&) = default;
  auto tie() const { return std::tie(id, jurisdiction, version, name, captain, deputies, members); }
};

/// Bounds of one team, checked at the edge.
inline constexpr std::size_t kMaxDeputies = 8;
inline constexpr std::size_t kMaxTeamMembers = 100;

}  // namespace goldenfour::registry
