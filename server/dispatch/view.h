#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/dispatch/incident.h"
#include "server/dispatch/resume.h"
#include "server/dispatch/state.h"
#include "server/dispatch/view_notice.h"
#include "server/dispatch/view_why.h"
#include "server/registry/directory.h"

/// What each kind of reader may see. Every message that leaves the server is shaped here alone: a
/// field that is absent from a view cannot leak in a codec. Pure.
///
// clang-format off
/// | field                          | asked             | task holder   | dispatcher              | integration, operator |
/// |--------------------------------|-------------------|---------------|-------------------------|-----------------------|
/// | place, address                 | public place only | yes           | yes                     | S2 level-13 cell      |
/// | floor, entrance, patient, note | no                | yes           | yes                     | no                    |
/// | caller's phone                 | no                | no            | yes                     | no                    |
/// | who helps                      | -                 | -             | id after accept         | "responder 3"         |
/// | a helper's name                | -                 | -             | accept to close         | no                    |
/// | their arrival                  | -                 | -             | 30 s band; then exact   | 30 s band             |
/// | where they are, stream only    | -                 | -             | accept to close         | no                    |
/// | where all others are           | -                 | -             | 5 or more per cell      | no                    |
/// | acceptance, gain               | -                 | -             | to 1 %, 0.1 %; exact    | to 1 %, 0.1 %         |
/// | distance, when at the AED      | -                 | -             | after accept            | no                    |
/// | who was not asked              | -                 | -             | "other 1", 30 s band    | the same              |
/// | who acted                      | -                 | -             | token's name, no helper | the same              |
/// | private AED                    | id                | yes           | id                      | id (registry: operator) |
/// | door code                      | no                | of the AED to fetch | no                | no                    |
// clang-format on
/// Of their own record a responder is shown everything. What everybody may know of AEDs:
/// view_public.h.
namespace goldenfour::dispatch {

enum class Audience : std::uint8_t { kResponder, kDispatcher, kRegistrar, kIntegration, kOperator };

/// One durable frame of a responder. It tells what is true of its offer when it is shaped: a frame
/// about an offer that has ended since is a stand-down, so that nobody is asked in vain.
struct ResponderFrame {
  StreamPosition position;
  WallTime at;
  std::variant<OfferNotice, TaskNotice, StandDownNotice> body;
};

struct OfferLine {
  OfferId id;
  std::uint32_t wave = 0;
  std::string responder;  ///< "responder 3", or the id where it may be known
  Role role = Role::kCpr;
  AedId aed;
  AedId alternate;
  WallTime made_at;
  WallTime deadline;
  OfferEnd end = OfferEnd::kNone;
  WallTime ended_at;
  DeliveryStage delivery = DeliveryStage::kNone;  ///< the furthest over all channels
  SecondsBand arrival_seconds;                    ///< a 30 s band, or exact
  double acceptance = 0;
  double gain = 0;
  TeamId team;
  JurisdictionId lent_by;      ///< mutual aid; empty: own
  std::optional<WhyLine> why;  ///< in explanations
};

/// How far a rescue team has answered.
struct RosterLine {
  TeamId team;
  std::string leader;  ///< as OfferLine::responder; empty: nobody has taken the call
  std::uint32_t asked = 0;
  std::uint32_t confirmed = 0;
  std::uint32_t declined = 0;
  std::uint32_t silent = 0;
  std::uint32_t on_scene = 0;
};

struct TaskLine {
  Task task;  ///< `responder` is empty; the next field stands for it
  std::string responder;
  std::string responder_name;
  WallTime expected_at;  ///< with the patient
};

/// How much of an incident's offers and tasks a view carries.
enum class Extent : std::uint8_t {
  kLive,  ///< outstanding offers, active tasks
  kFull,
};

struct IncidentView {
  IncidentId id;
  std::uint64_t version = 0;
  IncidentStatus status = IncidentStatus::kOpen;
  CloseReason close_reason = CloseReason::kNone;
  AlertStatus alert_status = AlertStatus::kActual;
  IncidentKind kind = IncidentKind::kOther;
  Hazards hazards;
  std::string source;
  std::string external_id;
  WallTime opened_at;
  std::optional<WallTime> ended_at;
  std::optional<WallTime> crew_due;
  std::optional<WallTime> crew_arrived_at;
  std::string cell;  ///< S2 level 13
  std::optional<Scene> scene;
  std::vector<OfferLine> offers;
  std::vector<TaskLine> tasks;
  std::vector<Alarm> alarms;
  std::uint32_t escalation = 0;
  bool major = false;
  std::uint32_t casualties = 0;
  std::vector<RosterLine> teams;
  std::optional<IncidentId> possible_twin;
  std::optional<IncidentId> merged_into;
  std::vector<IncidentId> merged;
};

/// One line of the timeline. Texts have static storage.
struct EventView {
  WallTime at;
  std::uint64_t version = 0;
  std::string_view code;
  std::optional<OfferId> offer;
  std::string responder;
  std::optional<Role> role;
  AedId aed;
  std::string_view detail;
  std::string_view channel;
  std::string_view reason;  ///< of a corrected place
  std::uint32_t count = 0;
};

/// One durable frame of a console. `state` is absent when the incident has been archived since.
struct ConsoleFrame {
  StreamPosition position;
  WallTime at;
  IncidentId incident;
  EventView event;
  std::optional<IncidentView> state;
};

/// Why people were asked: all offers so far, and the rest of the last plan.
struct ExplanationView {
  IncidentId incident;
  IncidentStatus status = IncidentStatus::kOpen;
  Hazards hazards;
  std::uint32_t wave = 0;  ///< of the last plan; 0: none was made
  std::optional<WallTime> planned_at;
  std::vector<OfferLine> offers;  ///< with their why
  std::vector<std::pair<Exclusion, std::uint32_t>> excluded;
  std::vector<NonOfferLine> best_non_offers;
  std::vector<AedRuledOutLine> aeds_ruled_out;
  double survival_before = 0;
  double survival_after = 0;
};

ResponderFrame shape(const State& state, const registry::Directory& directory, std::uint32_t epoch,
                     const MailboxFrame& frame);
ConsoleFrame shape(const State& state, const registry::Directory& directory, std::uint32_t epoch,
                   const TopicEvent& event, Audience audience);
/// Null when the offer is not outstanding, or the task not active.
std::optional<OfferNotice> offer_notice(const State& state, const registry::Directory& directory,
                                        const OfferId& offer);
std::optional<TaskNotice> task_notice(const State& state, const registry::Directory& directory,
                                      const OfferId& task);

/// For kDispatcher, kIntegration and kOperator; others see no incidents (asserted).
IncidentView incident_view(const Incident& incident, const registry::Directory& directory,
                           Audience audience, Extent extent);
EventView event_view(const Incident& incident, const TimelineEvent& event, Audience audience);
ExplanationView explanation_view(const Incident& incident, const registry::Directory& directory,
                                 Audience audience);

/// The record; its name for those who maintain or call it.
registry::Team team_view(const registry::Team& team, Audience audience);
/// The record without its door code; null when it is not for this audience (private AEDs).
std::optional<registry::Aed> aed_view(const registry::Aed& aed, Audience audience);
/// The record; particulars for those who maintain them only.
registry::Responder responder_view(const registry::Responder& responder, Audience audience);

}  // namespace goldenfour::dispatch
