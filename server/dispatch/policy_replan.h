#pragma once

#include <cstdint>

#include "geo/units.h"
#include "server/registry/time.h"

namespace goldenfour::dispatch {

/// When a running plan is changed. Every figure is assumed: none is published; they follow from
/// what a change costs. A phone that vibrates again costs attention, a person who turns round costs
/// the way back.
struct ReplanPolicy {
  /// Another expected arrival than this is told and planned with; less is noise of positions.
  registry::Duration arrival_change{60'000};
  /// Nobody is given another AED for less than this.
  registry::Duration switch_gain{60'000};
  /// A holder whose device is silent so long, and then `contact_grace`, is lost.
  registry::Duration contact_lost{90'000};
  registry::Duration contact_grace{15'000};
  /// Expected so much later than first said, without having left: stalled.
  registry::Duration stalled{180'000};
  /// Who was stood down is not rung again for the same incident before this is over.
  registry::Duration peace_after_stand_down{30'000};
  /// Offers to one person of one incident, when the earlier ones were taken back.
  std::uint32_t max_asks{3};
};

/// How far `:escalate` widens, per level.
struct EscalationPolicy {
  std::uint32_t max_level{3};
  std::uint32_t more_cpr{2};
  std::uint32_t more_aed{2};
  std::uint32_t more_guide{0};
  double radius_factor{1.5};  ///< of the search radius, per level
};

}  // namespace goldenfour::dispatch
