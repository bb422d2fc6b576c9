#pragma once

#include <cstdint>
#include <tuple>

#include "server/dispatch/types.h"

/// Facts about a dispatcher's acts, and about people under way.
namespace goldenfour::dispatch {

/// A dispatcher's hand. What it led to (an offer, an end, a corrected place) are facts beside it.
struct ActTaken {
  IncidentId incident;
  std::uint64_t version = 0;
  Act act = Act::kAssigned;
  std::uint32_t offer = 0;  ///< of the person it is about; 0: about the incident
  bool forced = false;      ///< kAssigned: over fatigue and distance
  std::uint32_t level = 0;  ///< kEscalated: the level from now on
  RelocateReason reason = RelocateReason::kNone;  ///< kRelocated
  WallTime at;
  auto tie() const { return std::tie(incident, version, act, offer, forced, level, reason, at); }
};

/// Somebody under way was lost, stands still, or is back.
struct ContactChanged {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  Contact contact = Contact::kGood;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, contact, at); }
};

/// Somebody under way is expected at another time. Tells no place; the time is coarse.
struct ArrivalChanged {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  WallTime expected;       ///< with the patient
  bool replanned = false;  ///< by another errand or place, which is no delay
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, expected, replanned, at); }
};

}  // namespace goldenfour::dispatch
