#pragma once

#include <optional>

#include "server/dispatch/arrival_model.h"
#include "server/dispatch/draft.h"

namespace goldenfour::dispatch {

/// What somebody has learnt to be like; null when nothing is known of them.
const Habit* habit_of(const Draft& draft, const ResponderId& id);

/// Responders, on duty or not, per square kilometre around the patient.
double responders_per_km2(const NearbyResponders& near, geo::Meters radius);

/// Where one person is, as seen from the patient; absent without any position, or when the
/// incident's place is no longer known.
std::optional<NearbyResponder> whereabouts(Draft& draft, const IncidentId& id,
                                           const ResponderId& responder);

/// Ways of named persons to one patient, as of now, by the very model that plans are made with: so
/// a way that did not change is no news. The draft must outlive it.
class Journeys {
 public:
  /// The incident's place must be known. O(people near), for the density.
  Journeys(Draft& draft, const IncidentId& id);

  /// From a question asked now, turnout first.
  ArrivalTime straight(const NearbyResponder& person) const;
  ArrivalTime by_aed(const NearbyResponder& person, const registry::Aed& aed) const;

  /// Medians for somebody who moves already.
  Duration straight_from_here(const NearbyResponder& person) const;
  Duration by_aed_from_here(const NearbyResponder& person, const registry::Aed& aed) const;
  /// At the AED itself.
  Duration to_aed_from_here(const NearbyResponder& person, const registry::Aed& aed) const;

  /// From the alert to leaving.
  Duration turnout(const NearbyResponder& person) const;
  double acceptance(const NearbyResponder& person) const;

 private:
  Way way_by(const NearbyResponder& person, const registry::Aed& aed) const;

  const Draft& draft_;
  const Policy& policy_;
  geo::Position patient_;
  ArrivalModel model_;
};

}  // namespace goldenfour::dispatch
