#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "geo/position.h"
#include "server/dispatch/command_act.h"
#include "server/dispatch/command_team.h"
#include "server/dispatch/fact.h"
#include "server/dispatch/types.h"

/// Commands: what someone wants, or what happened outside. Inputs of `decide`.
namespace goldenfour::dispatch {

/// What a caller's system says about an emergency. Coordinates are already WGS-84, texts already
/// within their limits.
struct Alert {
  std::string source;
  std::string external_id;      ///< empty: the source has none
  std::string idempotency_key;  ///< empty: none given
  WallTime sent;
  AlertStatus status = AlertStatus::kActual;
  IncidentKind kind = IncidentKind::kOther;
  Hazards hazards;
  std::optional<WallTime> crew_due;
  std::uint32_t casualties = 0;  ///< 0: not said
  Scene scene;
  auto tie() const {
    return std::tie(source, external_id, sent, status, kind, hazards, crew_due, casualties, scene);
  }
};

/// Opens an incident, repeats or updates the one this source already raised.
struct RaiseAlert {
  Alert alert;
};

/// A console's correction, field by field so that two consoles do not undo each other's; what is
/// absent stays.
struct UpdateIncident {
  IncidentId incident;
  std::optional<IncidentKind> kind;
  std::optional<Hazards> hazards;
  std::optional<WallTime> crew_due;
  std::optional<geo::Position> position;  ///< WGS-84
  std::optional<std::string> address;
  std::optional<std::string> floor;
  std::optional<std::string> entrance;
  std::optional<std::string> note;
  std::optional<bool> large_site;
};

struct CancelIncident {
  IncidentId incident;
};
struct CloseIncident {
  IncidentId incident;
  CloseReason reason = CloseReason::kDispatcher;
};
/// Keeps everybody back: offers end, tasks stay.
struct HoldIncident {
  IncidentId incident;
};
struct ResumeIncident {
  IncidentId incident;
};
/// The ambulance crew is with the patient.
struct EmsOnScene {
  IncidentId incident;
};
struct AcknowledgeAlarm {
  IncidentId incident;
  std::uint32_t alarm = 0;
};

/// A responder's yes or no. `responder` is who the connection belongs to.
struct Answer {
  OfferId offer;
  ResponderId responder;
  bool accept = false;
};

struct Progress {
  OfferId task;
  ResponderId responder;
  TaskStep step = TaskStep::kLeft;
  /// The AED that kAedUnavailable and kAedCollected speak of, so that a repeated word is not taken
  /// for one about its replacement. Empty: the task's present one.
  AedId aed = {};
  std::optional<Hazard> hazard = {};  ///< with kHazardSeen
};

/// A channel's word about an offer: written, acknowledged by the device, seen, failed.
struct ReportDelivery {
  OfferId offer;
  Channel channel = Channel::kWebSocket;
  DeliveryStage stage = DeliveryStage::kSent;
};

struct TimerFired {
  IncidentId incident;
  std::uint32_t timer = 0;
  std::uint32_t attempt = 0;
};

/// A responder's last connection ended, or its device went silent for longer than the reachable
/// time: it counts as unreachable until it is heard from, and an offer that it has not acknowledged
/// goes by the next channel.
struct PresenceLost {
  ResponderId responder;
};

/// `expected_version` 0: create, refused when it exists; absent: put whatever is there.
struct PutAed {
  registry::Aed aed;
  std::optional<std::uint64_t> expected_version;
};
struct DeleteAed {
  AedId aed;
  std::optional<std::uint64_t> expected_version;
};
/// At most 256 rows; unchanged rows leave no fact.
struct ImportAeds {
  std::vector<registry::Aed> aeds;
};
struct PutResponder {
  registry::Responder responder;
  std::optional<std::uint64_t> expected_version;
};
struct DeleteResponder {
  ResponderId responder;
};
struct SetDuty {
  ResponderId responder;
  bool on_duty = false;
};

using CommandBody =
    std::variant<RaiseAlert, UpdateIncident, CancelIncident, CloseIncident, HoldIncident,
                 ResumeIncident, EmsOnScene, AcknowledgeAlarm, Answer, Progress, ReportDelivery,
                 TimerFired, PresenceLost, PutAed, DeleteAed, ImportAeds, PutResponder,
                 DeleteResponder, SetDuty, AssignResponder, ReleaseResponder, RelocateIncident,
                 EscalateIncident, ReconsiderTask, DeclareMajor, PutTeam, DeleteTeam, MergeIncident,
                 UnmergeIncident>;

/// A command with who sent it. `correlation` names the reply; 0 means that nobody waits.
struct Command {
  JurisdictionId jurisdiction;
  Actor actor;
  std::uint64_t correlation = 0;
  CommandBody body;
  /// Of the incident the command is about; another one: kPreconditionFailed. Absent: whichever.
  std::optional<std::uint64_t> expected_version = {};
};

inline constexpr std::size_t kMaxImportRows = 256;

/// The command's name as audits and metrics write it: "RaiseAlert".
const char* name(const CommandBody& body);

}  // namespace goldenfour::dispatch
