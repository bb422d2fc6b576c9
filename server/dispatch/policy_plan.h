#pragma once

#include <cstdint>

#include "server/dispatch/survival.h"
#include "server/registry/time.h"

namespace goldenfour::dispatch {

/// What a plan is worth, as data of one jurisdiction. All but the survival models are assumed; the
/// policy laboratory sets lambda so that no more people are woken than by other rules.
struct PlanPolicy {
  SurvivalModel survival_model = SurvivalModel::kLarsen;
  double lambda = 0.002;        ///< expected survival that one more woken person must be worth
  double fatigue_growth = 0.5;  ///< lambda grows by this share with each recent offer to a person
  /// Nobody is asked who would come after the crew. When nobody said when it comes: after so many
  /// crews of the distribution would be there.
  double unknown_crew_gate = 0.9;
  /// Asked whatever they are worth when nobody else is asked or coming.
  std::uint32_t min_wave = 2;
  /// An emergency that still asks for help counts as no older than this: survival models give up
  /// after some minutes, people do not.
  registry::Duration max_elapsed{240'000};
  registry::Duration guide_saving{10'000};        ///< that a guide spares the crew
  registry::Duration guide_saving_tower{60'000};  ///< in a tall building
  registry::Duration guide_saving_site{60'000};   ///< on a large site
  std::uint32_t tower_floor = 6;                  ///< from here on a building is tall
};

}  // namespace goldenfour::dispatch
