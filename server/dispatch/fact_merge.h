#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "server/dispatch/fact_offer.h"
#include "server/dispatch/types.h"

/// Facts about two incidents that are, or may be, one emergency.
namespace goldenfour::dispatch {

/// What happened between two incidents that are, or may be, one emergency.
enum class MergeStep : std::uint8_t {
  kProposed,    ///< this one may be the other one
  kMergedInto,  ///< this one ended and goes on as the other
  kJoined,      ///< the other one goes on as this
  kUnmerged,    ///< this one is on its own again
  kParted,      ///< the other one is
};

/// As one of the two sees it; the other incident has a fact of its own.
struct MergeChanged {
  IncidentId incident;
  std::uint64_t version = 0;
  MergeStep step = MergeStep::kProposed;
  IncidentId other;
  WallTime at;
  auto tie() const { return std::tie(incident, version, step, other, at); }
};

/// The holder of a task of a merged incident goes on here: as if asked and accepted here, with all
/// that was reported so far. The old task's end is a fact beside it.
struct TaskJoined {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;  ///< the new number
  OfferId from;
  ResponderId responder;
  Role role = Role::kCpr;
  AedId aed;
  AedId alternate;
  TeamId team;
  Why why;
  WallTime asked_at;
  WallTime started_at;
  TaskStep step = TaskStep::kAccepted;
  std::optional<WallTime> left_at;
  std::optional<WallTime> aed_collected_at;
  std::optional<WallTime> on_scene_at;
  std::optional<WallTime> expected_at;
  Contact contact = Contact::kGood;
  WallTime at;
  auto tie() const {
    return std::tie(incident, version, offer, from, responder, role, aed, alternate, team, why,
                    asked_at, started_at, step, left_at, aed_collected_at, on_scene_at, expected_at,
                    contact, at);
  }
};

}  // namespace goldenfour::dispatch
