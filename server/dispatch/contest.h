#pragma once

#include <optional>

#include "server/dispatch/draft.h"

/// Two incidents that want the same person. Who is asked by one may be asked by the other instead,
/// when that is worth clearly more and the person has not looked at the question yet. Nobody is
/// ever taken from a task.
namespace goldenfour::dispatch {

/// The question that somebody would have to be relieved of.
struct Rival {
  OfferId offer;
  double gain = 0;  ///< what it was worth to its incident
};

/// The question of another incident that this person may be relieved of; nothing when there is
/// none, or when it must stand: it was seen, it is of a team, or one of the two is a drill.
std::optional<Rival> rival_of(Draft& draft, const IncidentId& id, const ResponderId& who);

/// Whether `gain` is enough to relieve the person of it.
bool wins(const ContestPolicy& policy, double gain, const Rival& rival);

/// Ends the rival's question; its incident looks for somebody else at once.
void relieve(Draft& draft, const Rival& rival);

}  // namespace goldenfour::dispatch
