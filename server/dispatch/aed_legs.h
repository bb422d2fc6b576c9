#pragma once

#include <optional>
#include <vector>

#include "geo/position.h"
#include "server/dispatch/arrival_model.h"
#include "server/dispatch/plan.h"
#include "server/registry/aed.h"

namespace goldenfour::dispatch {

/// A place on a flat map around the patient: wrong by less than a metre within 5 km, and many times
/// cheaper than the sphere.
struct FlatPlace {
  double east = 0;  ///< meters
  double north = 0;
};
FlatPlace flat_place(geo::Position patient, geo::Position place);

/// An AED that may be fetched.
struct UsableAed {
  const registry::Aed* aed = nullptr;
  FlatPlace place;
  geo::Meters to_patient;
  Duration pickup{0};
  double usability = 0;                     ///< now, and until it changes
  std::optional<Duration> changes_in = {};  ///< it opens or closes while people are on the way
  double usability_later = 0;
};

/// Ways by an AED that one person is planned with.
inline constexpr std::size_t kLegs = 4;

/// The few ways worth planning with: those that no other way beats in both arrival and usability,
/// and the best of the rest, which serves as alternate and for the second person.
/// An AED that opens or closes meanwhile counts by the probability of being reached before or
/// after. Soonest first. O(AEDs).
std::vector<AedLeg> best_legs(const ArrivalModel& model, const ArrivalModel::Traveller& traveller,
                              FlatPlace from, const std::vector<UsableAed>& aeds);

}  // namespace goldenfour::dispatch
