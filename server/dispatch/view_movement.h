#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "server/dispatch/state.h"
#include "server/registry/directory.h"

/// Where people are, as far as a console may know: of who has a task the last position, of all
/// others numbers per cell. What these return is told and forgotten; it must never be stored. Pure.
namespace goldenfour::dispatch {

/// Where the holder of an active task was last.
struct Movement {
  OfferId task;
  ResponderId responder;
  Role role = Role::kCpr;
  geo::Position position;  ///< WGS-84
  double accuracy_meters = 0;
  WallTime at;
  std::optional<WallTime> expected_at;  ///< with the patient; absent: is there

  auto tie() const {
    return std::tie(task, responder, role, position, accuracy_meters, at, expected_at);
  }
};

struct Movements {
  std::vector<Movement> all;  ///< by responder
  bool truncated = false;     ///< there are more
  auto tie() const { return std::tie(all, truncated); }
};

/// Of the incidents of `jurisdiction`, at most `limit`. Nobody without an active task is in it, nor
/// who has one and no position. O(tasks of the node).
Movements movements(const State& state, const registry::Directory& directory,
                    const JurisdictionId& jurisdiction, std::size_t limit);

inline constexpr int kCrowdCellLevel = 11;          ///< S2: about 4.5 km across
inline constexpr std::uint32_t kSmallestCrowd = 5;  ///< fewer people are told of no cell

/// People on duty whose position is known, in one cell.
struct CellCount {
  std::string cell;  ///< S2 token
  geo::Position center;
  std::uint32_t responders = 0;
};

/// By jurisdiction, the fullest cells first, at most `limit` of each. O(responders), each with a
/// look at where they are.
std::map<JurisdictionId, std::vector<CellCount>> responders_per_cell(
    const registry::Directory& directory, const std::set<JurisdictionId>& jurisdictions,
    std::size_t limit);

}  // namespace goldenfour::dispatch
