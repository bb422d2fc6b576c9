// Codes of the core and codes of stored records, paired by name.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "goldenfour/journal/v1/common.pb.h"
#include "server/dispatch/names.h"
#include "server/dispatch/names_usability.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"

namespace goldenfour::store {

namespace stored = goldenfour::journal::v1;

// The stored type of an enum and what its values' names begin with.
template <class E>
struct StoredEnum;

#define GOLDENFOUR_STORED_ENUM(Enum, Name, Prefix)                                                 \
  template <>                                                                                      \
  struct StoredEnum<Enum> {                                                                        \
    using Type = stored::Name;                                                                     \
    static constexpr std::string_view kPrefix = Prefix;                                            \
    static constexpr std::span<const std::string_view> kTexts = dispatch::EnumNames<Enum>::kTexts; \
  }
GOLDENFOUR_STORED_ENUM(dispatch::IncidentKind, IncidentKind, "INCIDENT_KIND_");
GOLDENFOUR_STORED_ENUM(dispatch::Hazard, Hazard, "HAZARD_");
GOLDENFOUR_STORED_ENUM(dispatch::AlertStatus, AlertStatus, "ALERT_STATUS_");
GOLDENFOUR_STORED_ENUM(dispatch::IncidentStatus, IncidentStatus, "INCIDENT_STATUS_");
GOLDENFOUR_STORED_ENUM(dispatch::CloseReason, CloseReason, "CLOSE_REASON_");
GOLDENFOUR_STORED_ENUM(dispatch::Role, Role, "ROLE_");
GOLDENFOUR_STORED_ENUM(dispatch::OfferEnd, OfferEnd, "OFFER_END_");
GOLDENFOUR_STORED_ENUM(dispatch::TaskStep, TaskStep, "TASK_STEP_");
GOLDENFOUR_STORED_ENUM(dispatch::TaskEnd, TaskEnd, "TASK_END_");
GOLDENFOUR_STORED_ENUM(dispatch::Contact, Contact, "CONTACT_");
GOLDENFOUR_STORED_ENUM(dispatch::Act, Act, "ACT_");
GOLDENFOUR_STORED_ENUM(dispatch::MergeStep, MergeStep, "MERGE_STEP_");
GOLDENFOUR_STORED_ENUM(dispatch::RelocateReason, RelocateReason, "RELOCATE_REASON_");
GOLDENFOUR_STORED_ENUM(dispatch::Channel, Channel, "CHANNEL_");
GOLDENFOUR_STORED_ENUM(dispatch::DeliveryStage, DeliveryStage, "DELIVERY_STAGE_");
GOLDENFOUR_STORED_ENUM(dispatch::TimerPurpose, TimerPurpose, "TIMER_PURPOSE_");
GOLDENFOUR_STORED_ENUM(dispatch::AlarmKind, AlarmKind, "ALARM_KIND_");
GOLDENFOUR_STORED_ENUM(dispatch::ActorKind, ActorKind, "ACTOR_KIND_");
GOLDENFOUR_STORED_ENUM(dispatch::Exclusion, Exclusion, "EXCLUSION_");
GOLDENFOUR_STORED_ENUM(registry::UsabilityReason, UsabilityReason, "USABILITY_REASON_");
GOLDENFOUR_STORED_ENUM(registry::Skill, Skill, "SKILL_");
GOLDENFOUR_STORED_ENUM(registry::Equipment, Equipment, "EQUIPMENT_");
#undef GOLDENFOUR_STORED_ENUM

template <>
struct StoredEnum<registry::TravelMode> {
  using Type = stored::TravelMode;
  static constexpr std::string_view kPrefix = "TRAVEL_MODE_";
  static constexpr std::array<std::string_view, 3> kTexts = {"FOOT", "BICYCLE", "CAR"};
};

template <>
struct StoredEnum<registry::AedAccess> {
  using Type = stored::AedAccess;
  static constexpr std::string_view kPrefix = "AED_ACCESS_";
  static constexpr std::array<std::string_view, 4> kTexts = {"UNKNOWN", "PUBLIC", "RESTRICTED",
                                                             "PRIVATE"};
};

template <>
struct StoredEnum<registry::AedStatus> {
  using Type = stored::AedStatus;
  static constexpr std::string_view kPrefix = "AED_STATUS_";
  static constexpr std::array<std::string_view, 2> kTexts = {"IN_SERVICE", "OUT_OF_SERVICE"};
};

// Both directions of one enum. By name, so that neither the order of the core's enum nor the
// numbers of the stored one can shift unnoticed.
class EnumPairs {
 public:
  // An empty text stands for the value that means "none", stored as ..._UNSPECIFIED. A text without
  // a stored value ends the process: the schema lacks a value.
  EnumPairs(const google::protobuf::EnumDescriptor& descriptor, std::string_view prefix,
            std::span<const std::string_view> texts);

  [[nodiscard]] int stored(std::size_t value) const { return stored_.at(value); }
  [[nodiscard]] std::optional<std::size_t> value(int stored) const;

 private:
  std::vector<int> stored_;  // by value
};

template <class E>
const EnumPairs& enum_pairs() {
  using Stored = StoredEnum<E>;
  static const EnumPairs pairs(*google::protobuf::GetEnumDescriptor<typename Stored::Type>(),
                               Stored::kPrefix, std::span<const std::string_view>(Stored::kTexts));
  return pairs;
}

// The stored code of `value`.
template <class E>
typename StoredEnum<E>::Type stored_code(E value) {
  return static_cast<typename StoredEnum<E>::Type>(
      enum_pairs<E>().stored(static_cast<std::size_t>(value)));
}

}  // namespace goldenfour::store
