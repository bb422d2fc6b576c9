#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "server/dispatch/command.h"
#include "server/dispatch/policy.h"
#include "server/registry/directory.h"
#include "server/sim/lab/behaviour.h"
#include "server/sim/lab/settlement.h"
#include "server/sim/lab/world.h"

namespace goldenfour::sim::lab {

/// One emergency, drawn from (seed, number).
struct Call {
  std::uint64_t seed = 0;
  std::uint64_t number = 0;
  geo::Position position;
  bool town = true;
  bool public_place = false;
  bool tower = false;
  bool night = false;
  registry::WallTime at;
  Duration crew{0};                   ///< when the crew truly comes, after the alert
  std::optional<Duration> crew_said;  ///< what the ambulance service estimated, if it did
  double vertical = 0;                ///< seconds from the building's door to the patient
};

/// A third of the calls at night (22 to 6), any day of a week; the crew comes after a lognormal
/// time with median 9 min in town and 12 min in the country (Yiwu's mean is 9:17), and half of the
/// services say when, 15 % wrong.
Call draw_call(const World& world, std::uint64_t seed, std::uint64_t number);

/// What one person would do in one incident if asked; the same for every policy.
struct Trip {
  geo::Position place;  ///< where the person truly is
  bool accepts = false;
  bool declines = false;  ///< says no; otherwise silent
  bool arrives = true;
  bool message_lost = false;
  Duration answer{0};   ///< from the ring
  Duration turnout{0};  ///< from the alert to leaving
  double detour = 1.5;
  double speed = 2;  ///< metres per second
};

/// An AED on this occasion.
struct Errand {
  geo::Position place;
  bool can_be_taken = true;
  bool works = true;
  Duration pickup{0};
};

/// All that one incident needs, shared by the policies that are tried on it: what the server knows
/// (`directory`) and what is true.
struct Occasion {
  Call call;
  registry::Directory directory;
  std::map<registry::ResponderId, Trip> trips;
  std::map<registry::AedId, Errand> aeds;
};

/// Draws the occasion: people and AEDs around the call. O(people within 3.5 km).
Occasion prepare(const World& world, const Settlement& settlement, const Behaviour& behaviour,
                 std::uint64_t seed, std::uint64_t number);

}  // namespace goldenfour::sim::lab
