#include "server/store/record.h"

#include <variant>

#include "server/registry/check.h"
#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts

EnumPairs::EnumPairs(const google::protobuf::EnumDescriptor& descriptor, std::string_view prefix,
                     std::span<const std::string_view> texts) {
  for (const std::string_view text : texts) {
    const std::string name = std::string(prefix) + std::string(text.empty() ? "UNSPECIFIED" : text);
    const auto* value = descriptor.FindValueByName(name);
    registry::check(value != nullptr, "every code of the core has a stored one of its name");
    stored_.push_back(value->number());
  }
}

std::optional<std::size_t> EnumPairs::value(int stored) const {
  for (std::size_t value = 0; value < stored_.size(); ++value) {
    if (stored_[value] == stored) return value;
  }
  return std::nullopt;
}

void put(const IncidentId& id, stored::IncidentId& to) {
  to.set_jurisdiction(id.jurisdiction.value());
  to.set_epoch(id.epoch);
  to.set_number(id.number);
}

namespace {

// Writes one fact into the oneof. No template: a new fact does not compile before it is stored.
struct FactWriter {
  stored::Fact& to;

  void operator()(const IncidentOpened& fact) const { put(fact, *to.mutable_incident_opened()); }
  void operator()(const IdempotencyKeyUsed& fact) const {
    put(fact, *to.mutable_idempotency_key_used());
  }
  void operator()(const IncidentUpdated& fact) const { put(fact, *to.mutable_incident_updated()); }
  void operator()(const IncidentStatusChanged& fact) const {
    put(fact, *to.mutable_incident_status_changed());
  }
  void operator()(const EmsArrived& fact) const { put(fact, *to.mutable_ems_arrived()); }
  void operator()(const IncidentArchived& fact) const {
    put(fact, *to.mutable_incident_archived());
  }
  void operator()(const PlanMade& fact) const { put(fact, *to.mutable_plan_made()); }
  void operator()(const OfferMade& fact) const { put(fact, *to.mutable_offer_made()); }
  void operator()(const DeliveryChanged& fact) const { put(fact, *to.mutable_delivery_changed()); }
  void operator()(const OfferEnded& fact) const { put(fact, *to.mutable_offer_ended()); }
  void operator()(const TaskStarted& fact) const { put(fact, *to.mutable_task_started()); }
  void operator()(const TaskChanged& fact) const { put(fact, *to.mutable_task_changed()); }
  void operator()(const TaskProgressed& fact) const { put(fact, *to.mutable_task_progressed()); }
  void operator()(const TaskEnded& fact) const { put(fact, *to.mutable_task_ended()); }
  void operator()(const AedReserved& fact) const { put(fact, *to.mutable_aed_reserved()); }
  void operator()(const AedReleased& fact) const { put(fact, *to.mutable_aed_released()); }
  void operator()(const TimerSet& fact) const { put(fact, *to.mutable_timer_set()); }
  void operator()(const TimerCleared& fact) const { put(fact, *to.mutable_timer_cleared()); }
  void operator()(const AlarmRaised& fact) const { put(fact, *to.mutable_alarm_raised()); }
  void operator()(const AlarmAcknowledged& fact) const {
    put(fact, *to.mutable_alarm_acknowledged());
  }
  void operator()(const AedPut& fact) const { put(fact, *to.mutable_aed_put()); }
  void operator()(const AedDeleted& fact) const { put(fact, *to.mutable_aed_deleted()); }
  void operator()(const ResponderPut& fact) const { put(fact, *to.mutable_responder_put()); }
  void operator()(const ResponderDeleted& fact) const {
    put(fact, *to.mutable_responder_deleted());
  }
  void operator()(const DutyChanged& fact) const { put(fact, *to.mutable_duty_changed()); }
  void operator()(const ActTaken& fact) const { put(fact, *to.mutable_act_taken()); }
  void operator()(const ContactChanged& fact) const { put(fact, *to.mutable_contact_changed()); }
  void operator()(const ArrivalChanged& fact) const { put(fact, *to.mutable_arrival_changed()); }
  void operator()(const MajorDeclared& fact) const { put(fact, *to.mutable_major_declared()); }
  void operator()(const MergeChanged& fact) const { put(fact, *to.mutable_merge_changed()); }
  void operator()(const TaskJoined& fact) const { put(fact, *to.mutable_task_joined()); }
  void operator()(const TeamPut& fact) const { put(fact, *to.mutable_team_put()); }
  void operator()(const TeamDeleted& fact) const { put(fact, *to.mutable_team_deleted()); }
};

// What one fact means for the vault. Facts without personal parts fall through to the template.
struct VaultWriter {
  VaultChanges& vault;

  void operator()(const IncidentOpened& fact) const {
    if (fact.scene) vault.scene(fact.incident, fact.scene, fact.at);
  }
  void operator()(const IncidentUpdated& fact) const {
    vault.scene(fact.incident, fact.scene, fact.at);
  }
  void operator()(const IncidentArchived& fact) const {
    vault.scene(fact.incident, std::nullopt, fact.at);
  }
  void operator()(const AedPut& fact) const { vault.door_code(fact.aed.id, fact.aed.door_code); }
  void operator()(const AedDeleted& fact) const { vault.door_code(fact.aed, std::nullopt); }
  void operator()(const ResponderPut& fact) const {
    vault.particulars(fact.responder.id, fact.responder.particulars);
  }
  void operator()(const ResponderDeleted& fact) const {
    vault.particulars(fact.responder, std::nullopt);
    vault.erase_push(fact.responder);
  }
  void operator()(const TeamPut& fact) const { vault.team_name(fact.team.id, fact.team.name); }
  void operator()(const TeamDeleted& fact) const { vault.team_name(fact.team, std::nullopt); }
  void operator()(const auto&) const {}
};

/// Facts of the registry; notes those that nobody knows.
std::optional<Fact> read_registry_fact(const stored::Fact& from, Reader& in) {
  switch (from.fact_case()) {
    case stored::Fact::kAedPut:
      return get(from.aed_put(), in);
    case stored::Fact::kAedDeleted:
      return get(from.aed_deleted(), in);
    case stored::Fact::kResponderPut:
      return get(from.responder_put(), in);
    case stored::Fact::kResponderDeleted:
      return get(from.responder_deleted(), in);
    case stored::Fact::kDutyChanged:
      return get(from.duty_changed(), in);
    case stored::Fact::kTeamPut:
      return get(from.team_put(), in);
    case stored::Fact::kTeamDeleted:
      return get(from.team_deleted(), in);
    default:
      in.note({StoreErrorCode::kCorrupt, "a fact that this version does not know", {}});
      return std::nullopt;
  }
}

std::optional<Fact> read_fact(const stored::Fact& from, Reader& in) {
  switch (from.fact_case()) {
    case stored::Fact::kIncidentOpened:
      return get(from.incident_opened(), in);
    case stored::Fact::kIdempotencyKeyUsed:
      return get(from.idempotency_key_used(), in);
    case stored::Fact::kIncidentUpdated:
      return get(from.incident_updated(), in);
    case stored::Fact::kIncidentStatusChanged:
      return get(from.incident_status_changed(), in);
    case stored::Fact::kEmsArrived:
      return get(from.ems_arrived(), in);
    case stored::Fact::kIncidentArchived:
      return get(from.incident_archived(), in);
    case stored::Fact::kPlanMade:
      return get(from.plan_made(), in);
    case stored::Fact::kOfferMade:
      return get(from.offer_made(), in);
    case stored::Fact::kDeliveryChanged:
      return get(from.delivery_changed(), in);
    case stored::Fact::kOfferEnded:
      return get(from.offer_ended(), in);
    case stored::Fact::kTaskStarted:
      return get(from.task_started(), in);
    case stored::Fact::kTaskChanged:
      return get(from.task_changed(), in);
    case stored::Fact::kTaskProgressed:
      return get(from.task_progressed(), in);
    case stored::Fact::kTaskEnded:
      return get(from.task_ended(), in);
    case stored::Fact::kAedReserved:
      return get(from.aed_reserved(), in);
    case stored::Fact::kAedReleased:
      return get(from.aed_released(), in);
    case stored::Fact::kTimerSet:
      return get(from.timer_set(), in);
    case stored::Fact::kTimerCleared:
      return get(from.timer_cleared(), in);
    case stored::Fact::kAlarmRaised:
      return get(from.alarm_raised(), in);
    case stored::Fact::kAlarmAcknowledged:
      return get(from.alarm_acknowledged(), in);
    case stored::Fact::kActTaken:
      return get(from.act_taken(), in);
    case stored::Fact::kContactChanged:
      return get(from.contact_changed(), in);
    case stored::Fact::kArrivalChanged:
      return get(from.arrival_changed(), in);
    case stored::Fact::kMajorDeclared:
      return get(from.major_declared(), in);
    case stored::Fact::kMergeChanged:
      return get(from.merge_changed(), in);
    case stored::Fact::kTaskJoined:
      return get(from.task_joined(), in);
    default:
      return read_registry_fact(from, in);
  }
}

}  // namespace

Entry encode(std::uint64_t sequence, const Decision& decision, const RecordOptions& options) {
  stored::Decision to;
  to.set_jurisdiction(decision.jurisdiction.value());
  to.set_epoch(decision.epoch);
  to.set_sequence(decision.sequence);
  to.set_at_ms(ms(decision.at));
  to.mutable_actor()->set_kind(stored_code(decision.actor.kind));
  to.mutable_actor()->set_id(decision.actor.id);
  to.set_command(decision.command);
  VaultChanges vault(options);
  for (const Fact& fact : decision.facts) {
    std::visit(FactWriter{*to.add_facts()}, fact);
    std::visit(VaultWriter{vault}, fact);
  }
  Entry entry;
  entry.sequence = sequence;
  entry.record = to.SerializeAsString();
  vault.move_to(entry);
  return entry;
}

Expected<Decision> decode(std::uint64_t sequence, std::string_view record,
                          const VaultLookup& vault) {
  const std::string name = "record " + std::to_string(sequence);
  stored::Decision from;
  if (!from.ParseFromArray(record.data(), static_cast<int>(record.size()))) {
    return failure(StoreErrorCode::kCorrupt, name + " cannot be read", {});
  }
  Reader in(vault);
  Decision decision;
  decision.jurisdiction = JurisdictionId(from.jurisdiction());
  decision.epoch = from.epoch();
  decision.sequence = from.sequence();
  decision.at = wall_time(from.at_ms());
  decision.actor = {in.value<ActorKind>(from.actor().kind()), from.actor().id()};
  decision.command = from.command();
  decision.facts.reserve(static_cast<std::size_t>(from.facts_size()));
  for (const stored::Fact& fact : from.facts()) {
    auto read = read_fact(fact, in);
    if (read) decision.facts.push_back(std::move(*read));
  }
  const std::optional<StoreError>& problem = in.problem();
  if (!problem) return decision;
  StoreError error = *problem;
  error.message = name + ": " + error.message;
  return tl::unexpected(std::move(error));
}

}  // namespace goldenfour::store
