// The parts of the record codec, one pair of functions per fact; for record*.cpp only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "goldenfour/journal/v1/record.pb.h"
#include "server/dispatch/fact.h"
#include "server/store/record.h"
#include "server/store/record_enums.h"
#include "server/store/vault_classes.h"

namespace goldenfour::store {

inline constexpr std::string_view kSceneClass = "scene";
inline constexpr std::string_view kParticularsClass = "particulars";
inline constexpr std::string_view kDoorCodeClass = "door_code";
inline constexpr std::string_view kTeamNameClass = "team_name";

// What is wrong with a record, kept until the whole was read: the first problem counts.
class Reader {
 public:
  explicit Reader(const VaultLookup& vault) : vault_(vault) {}

  // The core's value of a stored code; notes a problem and returns the first value if there is
  // none.
  template <class E>
  E value(int code) {
    const auto found = enum_pairs<E>().value(code);
    if (!found) note({StoreErrorCode::kCorrupt, "unknown code " + std::to_string(code), {}});
    return static_cast<E>(found.value_or(0));
  }
  dispatch::IncidentId id(const stored::IncidentId& from);
  geo::Position position(double latitude, double longitude);
  // Personal parts; none if erased.
  std::optional<dispatch::Scene> scene(const dispatch::IncidentId& incident);
  std::optional<registry::Particulars> particulars(const registry::ResponderId& responder);
  std::optional<std::string> door_code(const registry::AedId& aed);
  std::optional<std::string> team_name(const registry::TeamId& team);

  void note(StoreError problem) {
    if (!problem_) problem_ = std::move(problem);
  }
  [[nodiscard]] const std::optional<StoreError>& problem() const { return problem_; }

 private:
  std::optional<std::string> row(const std::string& subject, std::string_view field_class);

  const VaultLookup& vault_;
  std::optional<StoreError> problem_;
};

// What a decision does to the vault in the end: per key the last word of its facts.
class VaultChanges {
 public:
  explicit VaultChanges(const RecordOptions& options) : options_(options) {}

  // Absent particulars, scenes and codes erase the row.
  void scene(const dispatch::IncidentId& incident, const std::optional<dispatch::Scene>& scene,
             registry::WallTime at);
  void particulars(const registry::ResponderId& responder,
                   const std::optional<registry::Particulars>& particulars);
  // What no fact tells and the vault holds all the same goes with the person.
  void erase_push(const registry::ResponderId& responder);
  void door_code(const registry::AedId& aed, const std::optional<std::string>& code);
  void team_name(const registry::TeamId& team, const std::optional<std::string>& name);

  // Moves the changes into `entry`.
  void move_to(Entry& entry);

 private:
  struct Row {
    std::string content;
    std::int64_t retain_until_ms;
  };
  void set(std::string subject, std::string_view field_class, std::optional<Row> row);

  const RecordOptions& options_;
  std::map<std::pair<std::string, std::string>, std::optional<Row>> last_;
};

inline std::int64_t ms(registry::WallTime time) {
  return time.since_epoch.count();
}
inline registry::WallTime wall_time(std::int64_t ms) {
  return {registry::Duration(ms)};
}

void put(const dispatch::IncidentId& id, stored::IncidentId& to);

void put(const dispatch::IncidentOpened& fact, stored::IncidentOpened& to);
dispatch::IncidentOpened get(const stored::IncidentOpened& from, Reader& in);
void put(const dispatch::IdempotencyKeyUsed& fact, stored::IdempotencyKeyUsed& to);
dispatch::IdempotencyKeyUsed get(const stored::IdempotencyKeyUsed& from, Reader& in);
void put(const dispatch::IncidentUpdated& fact, stored::IncidentUpdated& to);
dispatch::IncidentUpdated get(const stored::IncidentUpdated& from, Reader& in);
void put(const dispatch::IncidentStatusChanged& fact, stored::IncidentStatusChanged& to);
dispatch::IncidentStatusChanged get(const stored::IncidentStatusChanged& from, Reader& in);
void put(const dispatch::EmsArrived& fact, stored::EmsArrived& to);
dispatch::EmsArrived get(const stored::EmsArrived& from, Reader& in);
void put(const dispatch::IncidentArchived& fact, stored::IncidentArchived& to);
dispatch::IncidentArchived get(const stored::IncidentArchived& from, Reader& in);
void put(const dispatch::PlanMade& fact, stored::PlanMade& to);
dispatch::PlanMade get(const stored::PlanMade& from, Reader& in);
void put(const dispatch::OfferMade& fact, stored::OfferMade& to);
dispatch::OfferMade get(const stored::OfferMade& from, Reader& in);
void put(const dispatch::DeliveryChanged& fact, stored::DeliveryChanged& to);
dispatch::DeliveryChanged get(const stored::DeliveryChanged& from, Reader& in);
void put(const dispatch::OfferEnded& fact, stored::OfferEnded& to);
dispatch::OfferEnded get(const stored::OfferEnded& from, Reader& in);
void put(const dispatch::TaskStarted& fact, stored::TaskStarted& to);
dispatch::TaskStarted get(const stored::TaskStarted& from, Reader& in);
void put(const dispatch::TaskChanged& fact, stored::TaskChanged& to);
dispatch::TaskChanged get(const stored::TaskChanged& from, Reader& in);
void put(const dispatch::TaskProgressed& fact, stored::TaskProgressed& to);
dispatch::TaskProgressed get(const stored::TaskProgressed& from, Reader& in);
void put(const dispatch::TaskEnded& fact, stored::TaskEnded& to);
dispatch::TaskEnded get(const stored::TaskEnded& from, Reader& in);
void put(const dispatch::AedReserved& fact, stored::AedReserved& to);
dispatch::AedReserved get(const stored::AedReserved& from, Reader& in);
void put(const dispatch::AedReleased& fact, stored::AedReleased& to);
dispatch::AedReleased get(const stored::AedReleased& from, Reader& in);
void put(const dispatch::TimerSet& fact, stored::TimerSet& to);
dispatch::TimerSet get(const stored::TimerSet& from, Reader& in);
void put(const dispatch::TimerCleared& fact, stored::TimerCleared& to);
dispatch::TimerCleared get(const stored::TimerCleared& from, Reader& in);
void put(const dispatch::AlarmRaised& fact, stored::AlarmRaised& to);
dispatch::AlarmRaised get(const stored::AlarmRaised& from, Reader& in);
void put(const dispatch::AlarmAcknowledged& fact, stored::AlarmAcknowledged& to);
dispatch::AlarmAcknowledged get(const stored::AlarmAcknowledged& from, Reader& in);
void put(const dispatch::AedPut& fact, stored::AedPut& to);
dispatch::AedPut get(const stored::AedPut& from, Reader& in);
void put(const dispatch::AedDeleted& fact, stored::AedDeleted& to);
dispatch::AedDeleted get(const stored::AedDeleted& from, Reader& in);
void put(const dispatch::ResponderPut& fact, stored::ResponderPut& to);
dispatch::ResponderPut get(const stored::ResponderPut& from, Reader& in);
void put(const dispatch::ResponderDeleted& fact, stored::ResponderDeleted& to);
dispatch::ResponderDeleted get(const stored::ResponderDeleted& from, Reader& in);
void put(const dispatch::DutyChanged& fact, stored::DutyChanged& to);
dispatch::DutyChanged get(const stored::DutyChanged& from, Reader& in);
void put(const dispatch::ActTaken& fact, stored::ActTaken& to);
dispatch::ActTaken get(const stored::ActTaken& from, Reader& in);
void put(const dispatch::ContactChanged& fact, stored::ContactChanged& to);
dispatch::ContactChanged get(const stored::ContactChanged& from, Reader& in);
void put(const dispatch::ArrivalChanged& fact, stored::ArrivalChanged& to);
dispatch::ArrivalChanged get(const stored::ArrivalChanged& from, Reader& in);
void put(const dispatch::MajorDeclared& fact, stored::MajorDeclared& to);
dispatch::MajorDeclared get(const stored::MajorDeclared& from, Reader& in);
void put(const dispatch::Why& why, stored::Why& to);
dispatch::Why get(const stored::Why& from, Reader& in);
void put(const dispatch::MergeChanged& fact, stored::MergeChanged& to);
dispatch::MergeChanged get(const stored::MergeChanged& from, Reader& in);
void put(const dispatch::TaskJoined& fact, stored::TaskJoined& to);
dispatch::TaskJoined get(const stored::TaskJoined& from, Reader& in);
void put(const dispatch::TeamPut& fact, stored::TeamPut& to);
dispatch::TeamPut get(const stored::TeamPut& from, Reader& in);
void put(const dispatch::TeamDeleted& fact, stored::TeamDeleted& to);
dispatch::TeamDeleted get(const stored::TeamDeleted& from, Reader& in);

}  // namespace goldenfour::store
