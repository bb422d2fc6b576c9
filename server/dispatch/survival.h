#pragma once

#include <span>

#include "server/registry/time.h"

namespace goldenfour::dispatch {

/// Somebody who may come: when, and how likely.
struct Arrival {
  registry::Duration after{0};  ///< from the start of the incident
  double probability = 0;       ///< 0..1, independent of the others
};

/// Expected time of the first arrival, when `latest` comes for certain. Sorts `arrivals`.
/// O(n log n).
registry::Duration expected_first(std::span<Arrival> arrivals, registry::Duration latest);

/// Survival of a witnessed arrest, not floored, so that differences keep their sign: 67 % less
/// 2.3 %/min to CPR, 1.1 %/min to shock and 2.1 %/min to advanced care.
/// Source: Larsen et al., Annals of Emergency Medicine 1993;22:1652-8.
double larsen_survival(registry::Duration to_cpr, registry::Duration to_shock,
                       registry::Duration to_advanced_care);

}  // namespace goldenfour::dispatch
