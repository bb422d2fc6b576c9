#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "geo/position.h"
#include "server/dispatch/types.h"

/// The dispatcher's hand: acts that overrule what was decided. Each may be repeated without a
/// second effect.
namespace goldenfour::dispatch {

/// Asks a named person out of turn, or gives the holder of a task another role or AED. Refused with
/// kResponderUnavailable and the reason, kAlreadyCommitted, kAedUnavailable.
struct AssignResponder {
  IncidentId incident;
  ResponderId responder;
  Role role = Role::kCpr;
  AedId aed;           ///< to fetch; empty: the best for this person
  bool force = false;  ///< over fatigue, distance and an earlier no; never over a commitment
};

/// Lets somebody go: ends an offer or a task. Not asked again here by itself.
struct ReleaseResponder {
  IncidentId incident;
  std::uint32_t offer = 0;
};

/// Corrects the place: everybody under way is told, and the plan is looked at again. What is absent
/// stays.
struct RelocateIncident {
  IncidentId incident;
  geo::Position position;  ///< WGS-84
  std::optional<std::string> address;
  std::optional<std::string> floor;
  std::optional<std::string> entrance;
  RelocateReason reason = RelocateReason::kOther;
};

/// Widens the search to a level of the policy: more people per role, a larger radius; 0 takes it
/// back. The supervisor is alarmed.
struct EscalateIncident {
  IncidentId incident;
  std::uint32_t level = 1;
};

/// The incident is the same emergency as `into`, and goes on there: who holds a task keeps it under
/// the other's number, questions are taken back, dangers and the crew's time are told on. Both must
/// be of one jurisdiction and not ended, and no crew with either.
struct MergeIncident {
  IncidentId incident;
  IncidentId into;
};

/// Takes a merge back while the other one goes on: people are looked for anew. Who went over stays
/// there.
struct UnmergeIncident {
  IncidentId incident;
};

/// The holder of a task moved, or was heard from again: is the arrival still as expected? Comes
/// from the state thread itself after a position; leads to facts only beyond the policy's
/// threshold.
struct ReconsiderTask {
  OfferId task;
};

}  // namespace goldenfour::dispatch
