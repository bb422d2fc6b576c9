#pragma once

#include "geo/units.h"
#include "server/registry/time.h"

namespace goldenfour::dispatch {

/// When a call is proposed to be about an emergency that is known already. All figures are assumed:
/// bystanders call within minutes of each other, and tell the place to the next house.
struct MergePolicy {
  geo::Meters within{60};              ///< of each other, beside the uncertainty of both places
  geo::Meters at_most{400};            ///< whatever the uncertainty
  registry::Duration window{900'000};  ///< between the two calls
};

}  // namespace goldenfour::dispatch
