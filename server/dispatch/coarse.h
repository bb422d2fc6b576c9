#pragma once

#include <cmath>

#include "geo/units.h"
#include "server/dispatch/types.h"

/// What is stored of a person's whereabouts is coarse: several exact figures would tell a home.
namespace goldenfour::dispatch {

inline constexpr Duration kArrivalGrain{10'000};
inline constexpr Duration kBandGrain{30'000};
inline constexpr double kDistanceGrainMeters = 50;

inline Duration coarse(Duration arrival, Duration grain = kArrivalGrain) {
  return (arrival + grain / 2) / grain * grain;
}

inline geo::Meters coarse(geo::Meters distance) {
  return geo::Meters{std::round(distance.value() / kDistanceGrainMeters) * kDistanceGrainMeters};
}

}  // namespace goldenfour::dispatch
