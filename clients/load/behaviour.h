#pragma once

#include "geo/position.h"
#include "server/sim/random.h"

/// What the volunteers of a load run are like, as figures. All times are seconds of the server's
/// clock, which may run faster than the real one.
namespace goldenfour::load {

struct Behaviour {
  double acceptance = 0.35;     ///< share of offers that are accepted
  double decline_share = 0.25;  ///< share that is declined; the rest stays silent
  double answer_median = 9;     ///< from the ring to the answer
  double turnout_day = 102;     ///< median from the answer to leaving (Ganter 2025)
  double turnout_night = 142;
  double night_acceptance = 0.6;  ///< acceptance at night is this times that by day
  double speed = 2.0;             ///< on foot, metres per second along the way
  double bicycle_speed = 5.0;
  double detour = 1.5;        ///< way divided by distance
  double aed_missing = 0.02;  ///< share of AEDs that are not there
  double aed_pick_up = 30;    ///< at the AED
  /// From accepting to the crew, when the task does not say it; 0: who is on scene stays until
  /// stood down.
  double crew_median = 0;
  double presence_every = 120;  ///< between reports of the position
  double wander_radius = 300;   ///< metres around home
};

/// A draw around `median` that is never negative: log-normal with this spread of the logarithm.
double around(double median, double spread, sim::Random* random);

/// The place `east` and `north` metres from `origin`; exact enough for a town.
geo::Position offset(const geo::Position& origin, double east, double north);

/// The place at `share` (0..1) of the way from `a` to `b`, likewise.
geo::Position between(const geo::Position& a, const geo::Position& b, double share);

}  // namespace goldenfour::load
