#pragma once

#include <cstdint>
#include <set>

#include "server/dispatch/types.h"

namespace goldenfour::dispatch {

/// Emergencies with many casualties. All figures are assumed: triage asks for about one helper a
/// casualty, which no volunteer scheme reaches.
struct MajorPolicy {
  std::uint32_t casualties_from = 5;  ///< so many in an alert declare a major event; 0: never
  std::uint32_t cap_factor = 3;       ///< times as many of each role may come
  std::uint32_t max_teams = 3;        ///< called at the same time
  Duration captain_deadline{60'000};  ///< then the deputy is asked
  Duration member_deadline{180'000};  ///< then a member counts as silent
};

/// Whom and what of its neighbours a jurisdiction calls; each is asked by the rules of their own.
struct MutualAidPolicy {
  bool everybody = true;
  std::set<JurisdictionId> neighbours;  ///< when not everybody
  bool allows(const JurisdictionId& own, const JurisdictionId& other) const {
    return everybody || own == other || neighbours.contains(other);
  }
};

/// Two incidents want the same person, who has not looked at the first one's question yet: the
/// second gets them when its gain is greater by this factor.
struct ContestPolicy {
  double gain_factor = 2;
};

}  // namespace goldenfour::dispatch
