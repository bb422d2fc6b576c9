#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "server/dispatch/fact_offer.h"
#include "server/dispatch/incident.h"
#include "server/dispatch/survival.h"
#include "server/dispatch/types.h"
#include "server/registry/skill.h"

/// The texts of the enums, as logs, metrics, consoles and the wire write them: one table each, in
/// the order of the enum.
namespace goldenfour::dispatch {

/// The table of enum `E`; only the specialisations below exist.
template <class E>
struct EnumNames;

/// The written form: "CARDIAC_ARREST". O(1); `value` must be one of the enum.
template <class E>
constexpr std::string_view text_of(E value) {
  return EnumNames<E>::kTexts[static_cast<std::size_t>(value)];
}

/// The value whose written form is `text`, or nothing. O(n).
template <class E>
constexpr std::optional<E> value_of(std::string_view text) {
  for (std::size_t i = 0; i < EnumNames<E>::kTexts.size(); ++i) {
    if (EnumNames<E>::kTexts[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

template <>
struct EnumNames<IncidentKind> {
  static constexpr std::array<std::string_view, kIncidentKindCount> kTexts{
      "CARDIAC_ARREST", "UNCONSCIOUS",    "CHOKING",     "DROWNING", "SEVERE_BLEEDING",
      "ANAPHYLAXIS",    "ELECTRIC_SHOCK", "HEAT_STROKE", "TRAUMA",   "OTHER"};
};

template <>
struct EnumNames<Hazard> {
  static constexpr std::array<std::string_view, 5> kTexts{"FIRE", "VIOLENCE", "TRAFFIC",
                                                          "ELECTRICITY", "INFECTIOUS"};
};

template <>
struct EnumNames<AlertStatus> {
  static constexpr std::array<std::string_view, 3> kTexts{"ACTUAL", "EXERCISE", "TEST"};
};

template <>
struct EnumNames<IncidentStatus> {
  static constexpr std::array<std::string_view, 4> kTexts{"OPEN", "HELD", "CLOSED", "CANCELLED"};
};

template <>
struct EnumNames<CloseReason> {
  static constexpr std::array<std::string_view, 7> kTexts{
      "", "HANDED_OVER", "NOT_AN_ARREST", "FALSE_ALARM", "DISPATCHER", "ABANDONED", "MERGED"};
};

template <>
struct EnumNames<Role> {
  static constexpr std::array<std::string_view, kRoleCount> kTexts{"CPR", "AED", "GUIDE", "CAPTAIN",
                                                                   "MEMBER"};
};

template <>
struct EnumNames<OfferEnd> {
  static constexpr std::array<std::string_view, 12> kTexts{
      "",          "ACCEPTED",  "DECLINED", "EXPIRED",      "NOT_REACHED", "STOOD_DOWN",
      "WITHDRAWN", "CANCELLED", "CLOSED",   "KIND_CHANGED", "RELEASED",    "MERGED"};
};

template <>
struct EnumNames<TaskStep> {
  static constexpr std::array<std::string_view, 11> kTexts{
      "ACCEPTED",        "LEFT",        "AED_COLLECTED",   "ON_SCENE",    "CPR_STARTED",
      "SHOCK_DELIVERED", "HANDED_OVER", "AED_UNAVAILABLE", "WRONG_PLACE", "NEED_HELP",
      "HAZARD_SEEN"};
};

template <>
struct EnumNames<TaskEnd> {
  static constexpr std::array<std::string_view, 9> kTexts{
      "",       "HANDED_OVER",  "GAVE_UP",  "STOOD_DOWN", "CANCELLED",
      "CLOSED", "KIND_CHANGED", "RELEASED", "MERGED"};
};

template <>
struct EnumNames<Contact> {
  static constexpr std::array<std::string_view, 3> kTexts{"GOOD", "LOST", "STALLED"};
};

template <>
struct EnumNames<Act> {
  static constexpr std::array<std::string_view, 4> kTexts{"ASSIGNED", "RELEASED", "RELOCATED",
                                                          "ESCALATED"};
};

template <>
struct EnumNames<MergeStep> {
  static constexpr std::array<std::string_view, 5> kTexts{"PROPOSED", "MERGED_INTO", "JOINED",
                                                          "UNMERGED", "PARTED"};
};

template <>
struct EnumNames<RelocateReason> {
  static constexpr std::array<std::string_view, 5> kTexts{"", "WRONG_ADDRESS", "PATIENT_MOVED",
                                                          "MORE_PRECISE", "OTHER"};
};

template <>
struct EnumNames<Channel> {
  static constexpr std::array<std::string_view, kChannelCount> kTexts{"WEBSOCKET", "WEBHOOK",
                                                                      "PUSH"};
};

template <>
struct EnumNames<DeliveryStage> {
  static constexpr std::array<std::string_view, 6> kTexts{"",          "QUEUED", "SENT",
                                                          "DELIVERED", "SEEN",   "FAILED"};
};

template <>
struct EnumNames<AlarmKind> {
  static constexpr std::array<std::string_view, 10> kTexts{
      "NO_CANDIDATE", "NOBODY_ACCEPTED", "NOBODY_REACHED", "NEED_HELP",   "CAPACITY",
      "HAZARD",       "NO_CONTACT",      "ESCALATED",      "MAJOR_EVENT", "POSSIBLE_DUPLICATE"};
};

template <>
struct EnumNames<TimerPurpose> {
  static constexpr std::array<std::string_view, 5> kTexts{"OFFER_DEADLINE", "DELIVERY", "REVIEW",
                                                          "NOBODY_ACCEPTED", "CONTACT"};
};

template <>
struct EnumNames<registry::Skill> {
  static constexpr std::array<std::string_view, registry::kSkillCount> kTexts{
      "CPR_AED", "BLEEDING_CONTROL", "WATER_RESCUE", "ANAPHYLAXIS"};
};

template <>
struct EnumNames<registry::Equipment> {
  static constexpr std::array<std::string_view, registry::kEquipmentCount> kTexts{
      "AED", "BLEEDING_KIT", "AUTO_INJECTOR"};
};

template <>
struct EnumNames<SurvivalModel> {
  static constexpr std::array<std::string_view, kSurvivalModelCount> kTexts{"LARSEN", "VALENZUELA"};
};

template <>
struct EnumNames<ActorKind> {
  static constexpr std::array<std::string_view, 6> kTexts{"SYSTEM",    "INTEGRATION", "DISPATCHER",
                                                          "RESPONDER", "REGISTRAR",   "OPERATOR"};
};

template <>
struct EnumNames<Exclusion> {
  static constexpr std::array<std::string_view, kExclusionCount> kTexts{
      "OFF_DUTY",      "NOT_CERTIFIED", "DEVICE_NOT_READY",
      "COMMITTED",     "ALREADY_ASKED", "NOT_ENROLLED_FOR_DRILL",
      "NO_POSITION",   "TOO_FAR",       "AFTER_CREW",
      "TIRED",         "NO_GAIN",       "NOT_SKILLED",
      "NO_MUTUAL_AID", "CONTESTED",     "ENOUGH"};
};

template <>
struct EnumNames<EventCode> {
  static constexpr std::array<std::string_view, 19> kTexts{"OPENED",
                                                           "UPDATED",
                                                           "STATUS_CHANGED",
                                                           "EMS_ARRIVED",
                                                           "PLANNED",
                                                           "OFFERED",
                                                           "DELIVERY",
                                                           "OFFER_ENDED",
                                                           "TASK_STARTED",
                                                           "TASK_CHANGED",
                                                           "TASK_PROGRESSED",
                                                           "TASK_ENDED",
                                                           "ALARM_RAISED",
                                                           "ALARM_ACKNOWLEDGED",
                                                           "ACT",
                                                           "CONTACT",
                                                           "ARRIVAL_CHANGED",
                                                           "MAJOR_DECLARED",
                                                           "MERGE"};
};

}  // namespace goldenfour::dispatch
