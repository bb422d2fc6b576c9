#pragma once

#include <cstdint>
#include <optional>

#include "server/dispatch/draft.h"
#include "server/dispatch/journey.h"

/// Who fetches which AED: reservation, replacement, and figures of one named person.
namespace goldenfour::dispatch {

/// Role and AEDs of a task.
struct Assignment {
  Role role = Role::kCpr;
  AedId aed;
  AedId alternate;  ///< empty: none in reach
  friend bool operator==(const Assignment&, const Assignment&) = default;
};

/// In the registry, in service, of use to this kind of incident, neither reserved nor reported
/// missing.
bool is_available(Draft& draft, const IncidentId& id, const AedId& aed);

/// The nearest to the patient that is available, other than `besides`; empty: none in reach.
AedId free_aed_for(Draft& draft, const IncidentId& id, const AedId& besides);

/// What somebody gets who shall do `wanted`, now: its AED, else its alternate, else CPR; with an
/// alternate that is free. Who accepts first gets the AED, so a later acceptor may get less.
Assignment available_assignment(Draft& draft, const IncidentId& id, const Assignment& wanted);

/// Gives the holder of a running task another errand; frees and reserves AEDs. No effect when it is
/// the same.
void change_task(Draft& draft, const IncidentId& id, std::uint32_t task, const Assignment& given);

void reserve(Draft& draft, const IncidentId& id, std::uint32_t offer, const AedId& aed);
/// No effect unless it is this task's.
void release(Draft& draft, const IncidentId& id, std::uint32_t offer, const AedId& aed);

/// What of this incident's kind is fetched (most often an AED), by which this person is with the
/// patient first; ties go to the nearer one to the patient. Empty: none in reach.
AedId best_aed_for(Draft& draft, const IncidentId& id, const Journeys& journeys,
                   const NearbyResponder& person);

}  // namespace goldenfour::dispatch
