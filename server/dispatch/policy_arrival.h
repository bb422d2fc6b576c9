#pragma once

#include "geo/units.h"
#include "server/registry/time.h"

namespace goldenfour::dispatch {

struct Speeds {
  geo::MetersPerSecond foot{2.0};
  geo::MetersPerSecond bicycle{5.0};
  geo::MetersPerSecond car{6.0};
};

/// When people, AEDs and crews arrive, as data of one jurisdiction. Sources: turnout 102 s by day,
/// 142 s by night Ganter 2025; detour 1.4 to 1.6 Karlsson 2021; 1.8 to 2.3 m/s on foot
/// Resuscitation 2020; height Drennan 2016 (that it costs minutes; the figure a floor is assumed).
/// Spreads, the speed in the open country and AED pick-up times are assumed.
struct ArrivalPolicy {
  registry::Duration turnout_day{102'000};  ///< median, alert to leaving
  registry::Duration turnout_night{142'000};
  double turnout_sigma = 0.5;       ///< of its logarithm, between people and times
  double turnout_prior_weight = 4;  ///< turnouts of one's own that weigh as much as the median
  double detour = 1.5;              ///< way over distance as the crow flies
  double travel_spread = 0.3;       ///< of detour and speed together: deviation over mean
  Speeds town;                      ///< what the median is walked, ridden, driven at
  Speeds country{geo::MetersPerSecond{2.0}, geo::MetersPerSecond{5.0}, geo::MetersPerSecond{11.0}};
  /// Responders around the patient; fewer: open country. Low, for a suburb where few have enrolled
  /// is no open country. Assumed.
  double country_below_per_km2 = 0.3;
  registry::Duration vertical_delay{20'000};  ///< floor not known
  registry::Duration vertical_per_floor{12'000};
  registry::Duration max_vertical_delay{180'000};
  registry::Duration aed_pickup{30'000};
  registry::Duration aed_pickup_locked{90'000};
  registry::Duration crew_median_day{540'000};  ///< when nobody said when the crew comes
  registry::Duration crew_median_night{540'000};
  double crew_sigma = 0.35;      ///< of its logarithm
  double crew_due_sigma = 0.15;  ///< when the crew's arrival was said
};

/// Who says yes. A Beta prior around the share that accepts (35 % in Denmark), which a person's own
/// answers shift. The other figures are assumed.
struct AcceptancePolicy {
  double day = 0.35;
  double night = 0.30;
  double prior_weight = 8;          ///< answers of one's own that weigh as much as the share
  geo::Meters half_distance{8000};  ///< so much further halves it
  double unreachable = 0.8;         ///< factor: no word from the device within the reachable time
  double stale = 0.8;               ///< factor: position old, or only the home cell known
  double arrives = 0.95;            ///< who accepted and then arrives
};

}  // namespace goldenfour::dispatch
