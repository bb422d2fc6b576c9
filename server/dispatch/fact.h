#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "server/dispatch/fact_act.h"
#include "server/dispatch/fact_incident.h"
#include "server/dispatch/fact_merge.h"
#include "server/dispatch/fact_offer.h"
#include "server/dispatch/fact_team.h"
#include "server/dispatch/types.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"

/// Facts: what was decided, in the past tense, complete enough to apply without looking anything
/// up.
namespace goldenfour::dispatch {

/// A timer of one incident. `timer` numbers them; `attempt` grows with each re-arming.
struct TimerSet {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t timer = 0;
  std::uint32_t attempt = 0;
  TimerPurpose purpose = TimerPurpose::kReview;
  std::uint32_t offer = 0;  ///< for kOfferDeadline and kDelivery
  Duration duration{0};
  WallTime due;
  BootId boot;
  Instant due_steady;
  auto tie() const {
    return std::tie(incident, version, timer, attempt, purpose, offer, duration, due, boot,
                    due_steady);
  }
};

struct TimerCleared {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t timer = 0;
  auto tie() const { return std::tie(incident, version, timer); }
};

struct AlarmRaised {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t alarm = 0;
  AlarmKind kind = AlarmKind::kNoCandidate;
  WallTime at;
  auto tie() const { return std::tie(incident, version, alarm, kind, at); }
};

struct AlarmAcknowledged {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t alarm = 0;
  WallTime at;
  auto tie() const { return std::tie(incident, version, alarm, at); }
};

/// The registry's own facts: the whole record after the change.
struct AedPut {
  registry::Aed aed;
  auto tie() const { return std::tie(aed); }
};
struct AedDeleted {
  AedId aed;
  JurisdictionId jurisdiction;
  auto tie() const { return std::tie(aed, jurisdiction); }
};
struct ResponderPut {
  registry::Responder responder;
  auto tie() const { return std::tie(responder); }
};
struct ResponderDeleted {
  ResponderId responder;
  JurisdictionId jurisdiction;
  auto tie() const { return std::tie(responder, jurisdiction); }
};
struct DutyChanged {
  ResponderId responder;
  registry::Duty duty;
  auto tie() const { return std::tie(responder, duty); }
};

using Fact =
    std::variant<IncidentOpened, IdempotencyKeyUsed, IncidentUpdated, IncidentStatusChanged,
                 EmsArrived, IncidentArchived, PlanMade, OfferMade, DeliveryChanged, OfferEnded,
                 TaskStarted, TaskChanged, TaskProgressed, TaskEnded, AedReserved, AedReleased,
                 TimerSet, TimerCleared, AlarmRaised, AlarmAcknowledged, AedPut, AedDeleted,
                 ResponderPut, ResponderDeleted, DutyChanged, ActTaken, ContactChanged,
                 ArrivalChanged, MajorDeclared, TeamPut, TeamDeleted, MergeChanged, TaskJoined>;

/// True for facts of one incident: those with the fields `incident` and `version`.
template <class T>
concept IncidentFact = requires(const T& fact) {
  { fact.incident } -> std::convertible_to<const IncidentId&>;
  fact.version;
};

/// What one command led to: the unit that is stored, atomically.
struct Decision {
  JurisdictionId jurisdiction;
  std::uint32_t epoch = 0;
  std::uint64_t sequence = 0;  ///< +1 per jurisdiction within an epoch
  WallTime at;
  Actor actor;
  std::string command;  ///< its name, for the audit: "RaiseAlert"
  std::vector<Fact> facts;
};

}  // namespace goldenfour::dispatch
