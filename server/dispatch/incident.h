#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "server/dispatch/fact.h"
#include "server/dispatch/types.h"

namespace goldenfour::dispatch {

struct Delivery {
  DeliveryStage stage = DeliveryStage::kNone;
  WallTime at;
  auto tie() const { return std::tie(stage, at); }
};

struct Offer {
  std::uint32_t number = 0;
  std::uint32_t wave = 0;
  ResponderId responder;
  Role role = Role::kCpr;
  AedId aed;
  AedId alternate;
  TeamId team;  ///< of a captain or a member
  WallTime at;
  WallTime deadline;
  OfferEnd end = OfferEnd::kNone;
  WallTime ended_at;
  std::array<Delivery, kChannelCount> deliveries{};
  Why why;

  bool outstanding() const { return end == OfferEnd::kNone; }
  const Delivery& delivery(Channel channel) const {
    return deliveries[static_cast<std::size_t>(channel)];
  }
  /// A device said that it has the offer, by any channel.
  bool delivered() const;

  auto tie() const {
    return std::tie(number, wave, responder, role, aed, alternate, team, at, deadline, end,
                    ended_at, deliveries[0], deliveries[1], deliveries[2], why);
  }
};

/// When each step was first reported; absent: not yet.
struct Task {
  std::uint32_t offer = 0;
  ResponderId responder;
  Role role = Role::kCpr;
  AedId aed;
  AedId alternate;
  TaskStep step = TaskStep::kAccepted;  ///< the furthest so far
  WallTime started_at;
  std::optional<WallTime> left_at;
  std::optional<WallTime> aed_collected_at;
  std::optional<WallTime> on_scene_at;
  std::optional<WallTime> expected_at;  ///< with the patient; absent: as the offer said
  std::optional<WallTime> planned_at;  ///< the same when last planned: what a delay is counted from
  Contact contact = Contact::kGood;
  TaskEnd end = TaskEnd::kNone;
  WallTime ended_at;

  bool active() const { return end == TaskEnd::kNone; }
  /// Active, and counted on: not lost, not stalled.
  bool counts() const { return active() && contact == Contact::kGood; }
  auto tie() const {
    return std::tie(offer, responder, role, aed, alternate, step, started_at, left_at,
                    aed_collected_at, on_scene_at, expected_at, planned_at, contact, end, ended_at);
  }
};

struct Alarm {
  std::uint32_t number = 0;
  AlarmKind kind = AlarmKind::kNoCandidate;
  WallTime at;
  std::optional<WallTime> acknowledged_at;
  /// Says that nobody is coming.
  bool tells_of_silence() const {
    return kind == AlarmKind::kNobodyAccepted || kind == AlarmKind::kNobodyReached ||
           kind == AlarmKind::kNoCandidate;
  }
  auto tie() const { return std::tie(number, kind, at, acknowledged_at); }
};

enum class EventCode : std::uint8_t {
  kOpened,
  kUpdated,
  kStatusChanged,
  kEmsArrived,
  kPlanned,
  kOffered,
  kDelivery,
  kOfferEnded,
  kTaskStarted,
  kTaskChanged,
  kTaskProgressed,
  kTaskEnded,
  kAlarmRaised,
  kAlarmAcknowledged,
  kAct,             ///< the dispatcher's hand; detail: Act, detail2: level or reason
  kContact,         ///< detail: Contact
  kArrivalChanged,  ///< detail2: seconds from then
  kMajorDeclared,
  kMerge,  ///< detail: MergeStep; detail2: the other incident's number
};

/// One line of an incident's timeline: the part of a fact that people read.
struct TimelineEvent {
  WallTime at;
  std::uint64_t version = 0;
  EventCode code = EventCode::kOpened;
  std::uint32_t offer = 0;  ///< 0: about the incident as a whole
  ResponderId responder;
  Role role = Role::kCpr;
  AedId aed;
  std::uint32_t detail = 0;   ///< the enum value that `code` speaks of: status, cause, step, ...
  std::uint32_t detail2 = 0;  ///< a second one: channel of a delivery, offers of a plan
  auto tie() const {
    return std::tie(at, version, code, offer, responder, role, aed, detail, detail2);
  }
};

/// All that is known of one emergency. Changed by `apply` alone.
struct Incident {
  IncidentId id;
  std::uint64_t version = 0;
  IncidentStatus status = IncidentStatus::kOpen;
  CloseReason close_reason = CloseReason::kNone;
  AlertStatus alert_status = AlertStatus::kActual;
  IncidentKind kind = IncidentKind::kOther;
  Hazards hazards;
  std::string source;
  std::string external_id;
  std::uint64_t content_hash = 0;
  WallTime sent;
  WallTime opened_at;
  std::optional<WallTime> ended_at;
  std::optional<WallTime> crew_due;
  std::optional<WallTime> crew_arrived_at;
  std::string cell_token;
  std::optional<Scene> scene;
  bool major = false;            ///< many casualties: teams are called
  std::uint32_t casualties = 0;  ///< 0: not said

  std::optional<IncidentId> possible_twin;  ///< open when this one was; may be the same emergency
  std::optional<IncidentId> merged_into;    ///< goes on there
  std::vector<IncidentId> merged;           ///< go on here

  std::uint32_t escalation = 0;  ///< how far the dispatcher widened the search
  std::uint32_t waves = 0;
  std::uint32_t next_timer = 1;
  std::map<std::uint32_t, Offer> offers;  ///< by number, from 1
  std::map<std::uint32_t, Task> tasks;    ///< by the offer's number
  std::map<std::uint32_t, TimerSet> timers;
  std::vector<Alarm> alarms;  ///< number = index + 1
  std::vector<TimelineEvent> timeline;
  std::optional<PlanMade> last_plan;

  bool is_drill() const { return alert_status != AlertStatus::kActual; }
  bool is_final() const { return dispatch::is_final(status); }
  std::uint32_t next_offer() const { return offers.empty() ? 1 : offers.rbegin()->first + 1; }
  const TimerSet* timer(TimerPurpose purpose, std::uint32_t offer = 0) const;
  bool has_open_alarm() const;

  auto tie() const {
    return std::tie(id, version, status, close_reason, alert_status, kind, hazards, source,
                    external_id, content_hash, sent, opened_at, ended_at, crew_due, crew_arrived_at,
                    cell_token, scene, escalation, major, casualties, waves, next_timer, offers,
                    tasks, timers, alarms, timeline, last_plan, possible_twin, merged_into, merged);
  }
};

}  // namespace goldenfour::dispatch
