#pragma once

#include <optional>
#include <string>

#include "geo/units.h"
#include "server/dispatch/arrival_time.h"
#include "server/dispatch/fact_incident.h"
#include "server/dispatch/habit.h"
#include "server/dispatch/policy.h"
#include "server/dispatch/world.h"

namespace goldenfour::dispatch {

/// Whether it is night by the policy's local time: people sleep.
bool is_night(const Policy& policy, WallTime utc);

/// The policy's medians for this moment, when nothing is known of the person or the crew.
Duration turnout_median(const Policy& policy, WallTime utc);
Duration crew_median(const Policy& policy, WallTime utc);
Duration pickup_time(const Policy& policy, const registry::Aed& aed);

/// The number in a floor as people write it: "12", "3F", "12楼", "-1", "B2"; nothing if there is
/// none.
std::optional<int> floor_number(const std::string& floor);

/// A way that one person may take.
struct Way {
  geo::Meters distance;  ///< as the crow flies, all legs
  Duration pickup{0};    ///< of an AED on the way
};

/// When people come to one patient and whether they say yes: turnout (own history, shrunk to the
/// median of day or night) + distance * detour / speed(mode, density) + floors + pick-up, with the
/// spread of each. A value; the policy must outlive it.
class ArrivalModel {
 public:
  struct Place {
    std::string floor;  ///< as written; empty: not known
    double responders_per_km2 = 0;
  };

  ArrivalModel(const Policy& policy, WallTime now, const Place& place);

  /// One person on their way, everything that does not depend on the way worked out.
  struct Traveller {
    double start_seconds = 0;  ///< mean turnout and floors
    double start_variance = 0;
    double seconds_per_meter = 0;  ///< of straight distance
    double start_meters = 0;       ///< what an uncertain position costs
  };
  /// Somebody who is asked now. `habit` may be null.
  Traveller traveller(const NearbyResponder& person, const Habit* habit) const;
  /// Somebody who moves already: no turnout.
  Traveller under_way(const NearbyResponder& person) const;

  /// Mean time from the alert (under way: from now) to the patient. Cheap.
  static geo::Seconds mean(const Traveller& traveller, const Way& way);
  ArrivalTime arrival(const Traveller& traveller, const Way& way) const;

  /// Probability that the person says yes and comes.
  double acceptance(const NearbyResponder& person, const Habit* habit, bool reachable) const;

  /// From the start of the emergency to the crew, as far as it is known.
  ArrivalTime crew(std::optional<Duration> due) const;

 private:
  const Policy& policy_;
  WallTime now_;
  bool night_;
  Speeds speeds_;
  double vertical_seconds_;
};

}  // namespace goldenfour::dispatch
