#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>

#include "server/dispatch/role.h"
#include "server/registry/ids.h"
#include "server/registry/time.h"

namespace goldenfour::dispatch {

using registry::AedId;
using registry::BootId;
using registry::Duration;
using registry::Instant;
using registry::JurisdictionId;
using registry::Now;
using registry::ResponderId;
using registry::TeamId;
using registry::WallTime;

/// One emergency. Numbers count within an epoch of a jurisdiction, so that a decider that takes
/// over never reuses one. Written "jinhua-1-42": jurisdiction, epoch, number.
struct IncidentId {
  JurisdictionId jurisdiction;
  std::uint32_t epoch = 0;
  std::uint32_t number = 0;
  friend auto operator<=>(const IncidentId&, const IncidentId&) = default;
  auto tie() const { return std::tie(jurisdiction, epoch, number); }
};

/// One question to one responder; a task keeps the number of the offer it came from. Written
/// "jinhua-1-42-3".
struct OfferId {
  IncidentId incident;
  std::uint32_t number = 0;
  friend auto operator<=>(const OfferId&, const OfferId&) = default;
  auto tie() const { return std::tie(incident, number); }
};

enum class IncidentKind : std::uint8_t {
  kCardiacArrest,
  kUnconscious,
  kChoking,
  kDrowning,
  kSevereBleeding,
  kAnaphylaxis,
  kElectricShock,
  kHeatStroke,
  kTrauma,
  kOther,
};
inline constexpr int kIncidentKindCount = 10;

enum class Hazard : std::uint8_t { kFire, kViolence, kTraffic, kElectricity, kInfectious };
using Hazards = std::set<Hazard>;

/// Whether an alert is meant. Anything but kActual is a drill: it rings enrolled devices only.
enum class AlertStatus : std::uint8_t { kActual, kExercise, kTest };

/// OPEN looks for people; HELD keeps them back (a hazard, or the dispatcher's word); the others
/// are final.
enum class IncidentStatus : std::uint8_t { kOpen, kHeld, kClosed, kCancelled };

enum class CloseReason : std::uint8_t {
  kNone,
  kHandedOver,   ///< the crew took over
  kNotAnArrest,  ///< nobody needed what was offered
  kFalseAlarm,
  kDispatcher,  ///< closed by hand
  kAbandoned,   ///< the longest life of an incident ran out
  kMerged,      ///< goes on as another incident
};

enum class OfferEnd : std::uint8_t {
  kNone,
  kAccepted,
  kDeclined,
  kExpired,     ///< delivered, but no answer by the deadline
  kNotReached,  ///< no device said that it had the offer by the deadline
  kStoodDown,   ///< the roles are filled
  kWithdrawn,   ///< held, or the need changed
  kCancelled,
  kClosed,
  kKindChanged,  ///< corrected: another kind of emergency, which needs others
  kReleased,     ///< by the dispatcher; not asked again here
  kMerged,       ///< the incident goes on as another one
};

enum class TaskStep : std::uint8_t {
  kAccepted,
  kLeft,
  kAedCollected,
  kOnScene,
  kCprStarted,
  kShockDelivered,
  kHandedOver,
  kAedUnavailable,
  kWrongPlace,
  kNeedHelp,
  kHazardSeen,  ///< names a danger that was not known
};

enum class TaskEnd : std::uint8_t {
  kNone,
  kHandedOver,
  kGaveUp,
  kStoodDown,
  kCancelled,
  kClosed,
  kKindChanged,  ///< corrected: another kind of emergency, which needs others
  kReleased,     ///< by the dispatcher
  kMerged,       ///< goes on in another incident
};

/// Whether somebody under way still counts on. Who is lost or stalled keeps the task, but is
/// replaced.
enum class Contact : std::uint8_t {
  kGood,
  kLost,     ///< the device has been silent for too long
  kStalled,  ///< heard from, but not coming nearer
};

/// What a dispatcher did by hand.
enum class Act : std::uint8_t { kAssigned, kReleased, kRelocated, kEscalated };

/// Why a place was corrected.
enum class RelocateReason : std::uint8_t {
  kNone,
  kWrongAddress,
  kPatientMoved,
  kMorePrecise,
  kOther,
};

/// Of an offer. What the socket does not carry goes by all other ways at once, which are queued,
/// and fail, as kWebhook; each that takes it is told by its own name.
enum class Channel : std::uint8_t { kWebSocket, kWebhook, kPush };
inline constexpr int kChannelCount = 3;

/// How far a channel got with an offer; only grows, but for kFailed, which is final.
enum class DeliveryStage : std::uint8_t { kNone, kQueued, kSent, kDelivered, kSeen, kFailed };

enum class TimerPurpose : std::uint8_t {
  kOfferDeadline,   ///< of one offer
  kDelivery,        ///< one offer had no acknowledgement: next channel
  kReview,          ///< look again at the incident
  kNobodyAccepted,  ///< the alarm at 60 s
  kContact,         ///< the holder of one task is silent
};

enum class AlarmKind : std::uint8_t {
  kNoCandidate,
  kNobodyAccepted,
  kNobodyReached,
  kNeedHelp,
  kCapacity,           ///< a table is 80 % full
  kHazard,             ///< a responder reports a danger on scene
  kNoContact,          ///< somebody under way is lost or does not come nearer
  kEscalated,          ///< for the supervisor
  kMajorEvent,         ///< for the supervisor: many casualties
  kPossibleDuplicate,  ///< another open incident may be the same emergency
};

enum class ActorKind : std::uint8_t {
  kSystem,
  kIntegration,
  kDispatcher,
  kResponder,
  kRegistrar,
  kOperator
};

/// Who wanted it: a token's or a responder's id, never a person's name.
struct Actor {
  ActorKind kind = ActorKind::kSystem;
  std::string id;
  friend bool operator==(const Actor&, const Actor&) = default;
  auto tie() const { return std::tie(kind, id); }
};

/// Final states: nobody is alerted any more.
constexpr bool is_final(IncidentStatus status) {
  return status == IncidentStatus::kClosed || status == IncidentStatus::kCancelled;
}

/// The written forms: "jinhua-1-42" and "jinhua-1-42-3".
std::string to_string(const IncidentId& id);
std::string to_string(const OfferId& id);
/// Parses the written forms; false and no change when `text` is not one.
bool parse(const std::string& text, IncidentId& out);
bool parse(const std::string& text, OfferId& out);

}  // namespace goldenfour::dispatch
