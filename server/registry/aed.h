#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "geo/position.h"
#include "server/registry/calendar.h"
#include "server/registry/ids.h"
#include "server/registry/opening_hours.h"
#include "server/registry/skill.h"
#include "server/registry/time.h"

namespace goldenfour::registry {

/// Who may take the device. Unknown is its own value: it is neither public nor private.
enum class AedAccess : std::uint8_t { kUnknown, kPublic, kRestricted, kPrivate };

enum class AedStatus : std::uint8_t { kInService, kOutOfService };

/// What the device last said about itself, by its own connection.
struct AedTelemetry {
  WallTime at;
  bool ready = false;
  std::string fault;  ///< in its maker's words; empty: none told
  friend bool operator==(const AedTelemetry&, const AedTelemetry&) = default;
  auto tie() const { return std::tie(at, ready, fault); }
};

/// One AED of the registry, or another kit that hangs at a fixed place. Texts are as published;
/// `door_code` is known to the task holder alone and is stored in the vault.
struct Aed {
  AedId id;
  JurisdictionId jurisdiction;
  std::uint64_t version = 0;  ///< +1 with each change; the ETag.
  geo::Position position;     ///< WGS-84
  std::string name;
  std::string address;
  std::string location_hint;  ///< where in the building: "behind the reception"
  std::string floor;
  AedAccess access = AedAccess::kUnknown;
  AedStatus status = AedStatus::kInService;
  EquipmentSet equipment{Equipment::kAed};
  std::optional<bool> indoor;
  OpeningHours opening_hours;  ///< when it can be reached
  std::string source;          ///< "osm", "registry", ...; "generated": invented
  std::optional<std::string> door_code;
  WallTime updated_at;
  std::optional<WallTime> verified_at;    ///< somebody saw it in its place
  std::optional<Day> pads_expire_on;      ///< the last good day, local
  std::optional<Day> battery_expires_on;  ///< the last good day, local
  std::optional<AedTelemetry> telemetry;

  friend bool operator==(const Aed&, const Aed&) = default;
  auto tie() const {
    return std::tie(id, jurisdiction, version, position, name, address, location_hint, floor,
                    access, status, equipment, indoor, opening_hours, source, door_code, updated_at,
                    verified_at, pads_expire_on, battery_expires_on, telemetry);
  }
};

}  // namespace goldenfour::registry
