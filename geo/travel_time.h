#pragma once

#include "geo/units.h"

namespace goldenfour::geo {

// How one person moves, from policy and profile; no figure has a default here.
struct TravelModel {
  double detour;  // length of the real way / straight line, >= 1 (Karlsson 2021: 1.4 to 1.6)
  MetersPerSecond speed;  // along the real way, > 0
  Seconds vertical;       // stairs, lifts, doors at the end, >= 0
};

// Time from standing at one end to standing at the patient: detour * straight / speed + vertical.
// A model outside the ranges above is a programmer error (asserts). Pure.
Seconds travel_time(Meters straight, const TravelModel& model);

// The same where the length of the way is known, for example from a routing engine: no detour.
Seconds route_time(Meters route, const TravelModel& model);

// The inverse of travel_time: the longest straight line that fits in `budget`, thus the radius in
// which to search for people who can arrive in time. Zero when the budget does not even pay for the
// vertical part.
Meters reachable_distance(Seconds budget, const TravelModel& model);

}  // namespace goldenfour::geo
