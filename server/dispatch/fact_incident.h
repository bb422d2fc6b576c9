#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "geo/position.h"
#include "geo/units.h"
#include "server/dispatch/types.h"

/// Facts about an incident as a whole. Every incident fact carries the version that the incident
/// has after it (+1 per fact).
namespace goldenfour::dispatch {

/// What is sensitive about an emergency: where, who, who called. Stored in the vault; absent once
/// retention is over.
struct Scene {
  geo::Position position;  ///< WGS-84
  geo::Meters uncertainty;
  std::string address;
  std::string floor;
  std::string entrance;
  std::string patient;  ///< the minimum a helper needs: "male, about 60"
  std::string caller_phone;
  std::string note;
  bool public_place = false;           ///< then an offer may show the exact place before acceptance
  bool large_site = false;             ///< a station, works, a campus: hard to find the way in
  std::optional<geo::Position> rally;  ///< WGS-84; where teams gather; absent: at the place

  friend bool operator==(const Scene&, const Scene&) = default;
  auto tie() const {
    return std::tie(position, uncertainty, address, floor, entrance, patient, caller_phone, note,
                    public_place, large_site, rally);
  }
};

struct IncidentOpened {
  IncidentId incident;
  std::uint64_t version = 1;
  std::string source;           ///< the system that sent the alert (its token's name)
  std::string external_id;      ///< that system's own number; may be empty
  std::string idempotency_key;  ///< may be empty
  std::uint64_t content_hash = 0;
  WallTime sent;
  AlertStatus alert_status = AlertStatus::kActual;
  IncidentStatus status = IncidentStatus::kOpen;
  IncidentKind kind = IncidentKind::kOther;
  Hazards hazards;
  std::optional<WallTime> crew_due;
  std::string cell_token;  ///< S2 level 13, what remains after retention
  std::optional<Scene> scene;
  WallTime at;
  auto tie() const {
    return std::tie(incident, version, source, external_id, idempotency_key, content_hash, sent,
                    alert_status, status, kind, hazards, crew_due, cell_token, scene, at);
  }
};

/// A further Idempotency-Key of the same source led to this incident.
struct IdempotencyKeyUsed {
  IncidentId incident;
  std::uint64_t version = 0;
  std::string source;
  std::string idempotency_key;
  std::uint64_t content_hash = 0;
  WallTime sent;
  auto tie() const {
    return std::tie(incident, version, source, idempotency_key, content_hash, sent);
  }
};

/// The whole of what may change, after the change.
struct IncidentUpdated {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint64_t content_hash = 0;  ///< of the alert that brought it; unchanged for a console's edit
  WallTime sent;
  IncidentKind kind = IncidentKind::kOther;
  Hazards hazards;
  std::optional<WallTime> crew_due;
  std::string cell_token;
  std::optional<Scene> scene;
  WallTime at;
  auto tie() const {
    return std::tie(incident, version, content_hash, sent, kind, hazards, crew_due, cell_token,
                    scene, at);
  }
};

struct IncidentStatusChanged {
  IncidentId incident;
  std::uint64_t version = 0;
  IncidentStatus from = IncidentStatus::kOpen;
  IncidentStatus to = IncidentStatus::kOpen;
  CloseReason reason = CloseReason::kNone;
  WallTime at;
  auto tie() const { return std::tie(incident, version, from, to, reason, at); }
};

struct EmsArrived {
  IncidentId incident;
  std::uint64_t version = 0;
  WallTime at;
  auto tie() const { return std::tie(incident, version, at); }
};

/// Forgotten: out of memory and, by the same transaction, its scene out of the vault.
struct IncidentArchived {
  IncidentId incident;
  std::uint64_t version = 0;
  WallTime at;
  auto tie() const { return std::tie(incident, version, at); }
};

}  // namespace goldenfour::dispatch
