#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "geo/position.h"
#include "geo/units.h"
#include "server/registry/ids.h"
#include "server/registry/skill.h"
#include "server/registry/time.h"

namespace goldenfour::registry {

enum class TravelMode : std::uint8_t { kFoot, kBicycle, kCar };

/// What tells who a person is and where they live. Stored in the vault only; absent after erasure.
struct Particulars {
  std::string name;
  std::string phone;
  std::optional<geo::Position> home;  ///< WGS-84

  friend bool operator==(const Particulars&, const Particulars&) = default;
  auto tie() const { return std::tie(name, phone, home); }
};

/// Whether a responder may be alerted. Duty changes hands often, so it is not part of the record.
struct Duty {
  bool on_duty = false;
  WallTime changed_at;

  friend bool operator==(const Duty&, const Duty&) = default;
  auto tie() const { return std::tie(on_duty, changed_at); }
};

/// A trained volunteer, station crew or taxi driver.
struct Responder {
  ResponderId id;
  JurisdictionId jurisdiction;
  std::uint64_t version = 0;  ///< +1 with each change; the ETag.
  std::optional<Particulars> particulars;
  WallTime certified_until;
  TravelMode usual_mode = TravelMode::kFoot;
  bool enrolled_for_drills = false;  ///< a drill rings only enrolled devices
  Skills skills{Skill::kCprAed};
  Duty duty;

  friend bool operator==(const Responder&, const Responder&) = default;
  auto tie() const {
    return std::tie(id, jurisdiction, version, particulars, certified_until, usual_mode,
                    enrolled_for_drills, skills, duty);
  }
};

/// A responder's last position. Lives in memory only, one per responder, ten minutes at most: never
/// in a journal, a log or another person's hands before acceptance.
struct Presence {
  geo::Position position;  ///< WGS-84
  geo::Meters accuracy;    ///< radius of 68 % confidence, as phones give it
  WallTime at;             ///< when the server received it
  TravelMode mode = TravelMode::kFoot;
  bool device_ready = true;  ///< sound on, permission given, battery not empty
  Instant received = {};     ///< `at` by the boot clock: how long it is kept counts here
};

}  // namespace goldenfour::registry
