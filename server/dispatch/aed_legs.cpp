#include "server/dispatch/aed_legs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace goldenfour::dispatch {
namespace {

/// Less is no difference: figures of usability are no better known.
constexpr double kUsabilityGrain = 0.02;

struct Found {
  double mean = std::numeric_limits<double>::infinity();  ///< seconds
  const UsableAed* aed = nullptr;
  double usability = 0;

  bool beats(const Found& other) const {
    return mean <= other.mean && usability + kUsabilityGrain >= other.usability;
  }
};

/// Keeps the unbeaten ways, at most one fewer than kLegs, and the soonest of the beaten.
class Front {
 public:
  void offer(const Found& found) {
    for (std::size_t i = 0; i < size_; ++i)
      if (unbeaten_[i].beats(found)) return keep_beaten(found);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      if (found.beats(unbeaten_[i])) {
        keep_beaten(unbeaten_[i]);
      } else {
        unbeaten_[kept++] = unbeaten_[i];
      }
    }
    size_ = kept;
    if (size_ < unbeaten_.size()) {
      unbeaten_[size_++] = found;
    } else {
      replace_slowest(found);
    }
  }

  std::vector<Found> best() const {
    std::vector<Found> all(unbeaten_.begin(), unbeaten_.begin() + static_cast<long>(size_));
    if (beaten_.aed) all.push_back(beaten_);
    std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
      return a.mean != b.mean ? a.mean < b.mean : a.aed->aed->id < b.aed->aed->id;
    });
    return all;
  }

 private:
  void keep_beaten(const Found& found) {
    if (found.mean < beaten_.mean) beaten_ = found;
  }

  void replace_slowest(const Found& found) {
    const auto slowest =
        std::max_element(unbeaten_.begin(), unbeaten_.end(),
                         [](const Found& a, const Found& b) { return a.mean < b.mean; });
    if (found.mean < slowest->mean) {
      keep_beaten(*slowest);
      *slowest = found;
    } else {
      keep_beaten(found);
    }
  }

  std::array<Found, kLegs - 1> unbeaten_{};
  std::size_t size_ = 0;
  Found beaten_;
};

geo::Meters way_to(FlatPlace from, const UsableAed& aed) {
  const double east = aed.place.east - from.east;
  const double north = aed.place.north - from.north;
  return geo::Meters{std::sqrt(east * east + north * north)};
}

geo::Meters way(FlatPlace from, const UsableAed& aed) {
  return way_to(from, aed) + aed.to_patient;
}

double usability_when_reached(const ArrivalModel& model, const ArrivalModel::Traveller& traveller,
                              FlatPlace from, const UsableAed& aed) {
  if (!aed.changes_in) return aed.usability;
  const geo::Seconds change{static_cast<double>(aed.changes_in->count()) / 1000};
  const double before = model.arrival(traveller, {way_to(from, aed)}).by(change);
  return before * aed.usability + (1 - before) * aed.usability_later;
}

}  // namespace

FlatPlace flat_place(geo::Position patient, geo::Position place) {
  constexpr double kMetersPerDegree = 6'371'010.0 * std::numbers::pi / 180;
  double east = place.longitude_degrees() - patient.longitude_degrees();
  if (east > 180) east -= 360;
  if (east < -180) east += 360;
  const double middle = (place.latitude_degrees() + patient.latitude_degrees()) / 2;
  return {east * std::cos(middle * std::numbers::pi / 180) * kMetersPerDegree,
          (place.latitude_degrees() - patient.latitude_degrees()) * kMetersPerDegree};
}

std::vector<AedLeg> best_legs(const ArrivalModel& model, const ArrivalModel::Traveller& traveller,
                              FlatPlace from, const std::vector<UsableAed>& aeds) {
  Front front;
  for (const UsableAed& aed : aeds)
    front.offer({ArrivalModel::mean(traveller, {way(from, aed), aed.pickup}).value(), &aed,
                 usability_when_reached(model, traveller, from, aed)});
  std::vector<AedLeg> legs;
  for (const Found& found : front.best())
    legs.push_back(
        {found.aed->aed->id, model.arrival(traveller, {way(from, *found.aed), found.aed->pickup}),
         found.usability, model.arrival(traveller, {way_to(from, *found.aed)}).median()});
  return legs;
}

}  // namespace goldenfour::dispatch
