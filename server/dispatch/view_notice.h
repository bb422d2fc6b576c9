#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/dispatch/fact_incident.h"
#include "server/dispatch/types.h"
#include "server/registry/aed.h"

/// What a responder is asked and told; the table in view.h says who sees what.
namespace goldenfour::dispatch {

/// What an AED looks like to the person who shall fetch it.
struct AedDirections {
  AedId id;
  std::optional<geo::Position> position;  ///< absent: withheld, or no longer in the registry
  std::string name;
  std::string address;
  std::string location_hint;
  std::string floor;
  std::string opening_hours;
  registry::AedAccess access = registry::AedAccess::kUnknown;
  registry::EquipmentSet equipment;  ///< what hangs there
  std::string door_code;
};

/// A question to one responder. `place` of a public place only, else `cell` (S2 level 15).
struct OfferNotice {
  OfferId offer;
  Role role = Role::kCpr;
  IncidentKind kind = IncidentKind::kOther;
  bool drill = false;
  WallTime deadline;
  std::uint32_t distance_meters_from = 0;
  std::uint32_t distance_meters_to = 0;
  std::uint32_t arrival_seconds = 0;  ///< rounded up to 30 s
  std::optional<geo::Position> place;
  std::string cell;
  Hazards hazards;  ///< to be warned of before one says yes
  TeamId team;      ///< the call is for this team
  std::optional<AedDirections> aed;
};

/// What the holder of a task must know. `scene` lacks the caller's phone.
struct TaskNotice {
  OfferId task;
  Role role = Role::kCpr;
  IncidentKind kind = IncidentKind::kOther;
  bool drill = false;
  std::optional<Scene> scene;
  Hazards hazards;
  std::optional<WallTime> crew_due;
  std::optional<AedDirections> aed;
  std::optional<AedDirections> alternate;
  bool no_alternate_in_reach = false;
  TaskStep step = TaskStep::kAccepted;
  bool wait = false;  ///< keep away from the place until told to go on
  TeamId team;        ///< gather at the scene's rally point
};

struct StandDownNotice {
  OfferId offer;
  std::string_view cause;  ///< text of OfferEnd or TaskEnd; static storage
};

}  // namespace goldenfour::dispatch
