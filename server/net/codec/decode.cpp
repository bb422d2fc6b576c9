#include "server/net/codec/decode.h"

#include <set>
#include <utility>

namespace goldenfour::net::codec {
namespace {

using dispatch::Hazard;
using dispatch::Hazards;
using dispatch::IncidentKind;

constexpr double kDefaultUncertainty = 50;
constexpr double kMaxUncertainty = 20'000;
constexpr int kHazards = 5;

IncidentKind kind_of(Checker& check, int kind) {
  return check.choice<IncidentKind>(kind, dispatch::kIncidentKindCount, std::nullopt, "kind");
}

template <class Field>
Hazards hazards_of(Checker& check, const Field& hazards) {
  Hazards result;
  for (int i = 0; i < hazards.size(); ++i) {
    const std::string field = "hazards[" + std::to_string(i) + "]";
    result.insert(check.choice<Hazard>(hazards.Get(i), kHazards, std::nullopt, field));
  }
  return result;
}

/// A list of choices as a set; an empty list means `usual` alone.
template <class E, class Field>
std::set<E> set_of(Checker& check, const Field& list, int count, const std::string& name, E usual) {
  std::set<E> result;
  for (int i = 0; i < list.size(); ++i) {
    const std::string field = name + "[" + std::to_string(i) + "]";
    result.insert(check.choice<E>(list.Get(i), count, std::nullopt, field));
  }
  if (result.empty()) result.insert(usual);
  return result;
}

std::uint32_t check_casualties(Checker& check, std::uint32_t casualties) {
  constexpr std::uint32_t kMost = 100'000;
  if (casualties > kMost)
    check.fail(ErrorCode::kInvalidField, "casualties", "a number from 0 to 100000");
  return casualties;
}

dispatch::Scene scene_of(Checker& check, const v1::Alert& alert, const TextLimits& limits) {
  dispatch::Scene scene;
  scene.position = check.position(alert.has_position(), alert.position(), "position");
  const double stated =
      check.number(alert.uncertainty_meters(), 0, kMaxUncertainty, "uncertaintyMeters");
  scene.uncertainty = geo::Meters{stated == 0 ? kDefaultUncertainty : stated};
  scene.address = check.text(alert.address(), limits.address, "address");
  scene.floor = check.text(alert.floor(), limits.floor, "floor");
  scene.entrance = check.text(alert.entrance(), limits.entrance, "entrance");
  scene.patient = check.text(alert.patient(), limits.patient, "patient");
  scene.caller_phone = check.text(alert.caller_phone(), limits.phone, "callerPhone");
  scene.note = check.text(alert.note(), limits.note, "note");
  scene.public_place = alert.public_place();
  scene.large_site = alert.large_site();
  return scene;
}

}  // namespace

Decoded<dispatch::Alert> decode(const v1::Alert& alert, const AlertContext& context,
                                const TextLimits& limits) {
  Checker check;
  dispatch::Alert result;
  result.source = context.source;
  result.idempotency_key =
      check.text(context.idempotency_key, limits.idempotency_key, "Idempotency-Key");
  result.external_id = check.text(alert.external_id(), limits.external_id, "externalId");
  result.kind = kind_of(check, alert.kind());
  result.scene = scene_of(check, alert, limits);
  result.sent = check.time_if(alert.has_sent(), alert.sent(), "sent").value_or(context.received);
  result.status = check.choice<dispatch::AlertStatus>(alert.status(), 3,
                                                      dispatch::AlertStatus::kActual, "status");
  result.hazards = hazards_of(check, alert.hazards());
  result.crew_due = check.time_if(alert.has_crew_due(), alert.crew_due(), "crewDue");
  result.casualties = check_casualties(check, alert.casualties());
  return check.result(std::move(result));
}

Decoded<dispatch::UpdateIncident> decode(const v1::IncidentUpdate& update,
                                         const TextLimits& limits) {
  Checker check;
  dispatch::UpdateIncident edit;
  const auto text = [&](bool present, const std::string& value, std::size_t limit,
                        std::string_view field) -> std::optional<std::string> {
    if (!present) return std::nullopt;
    return check.text(value, limit, field);
  };
  if (update.has_kind()) edit.kind = kind_of(check, update.kind());
  if (update.clear_hazards() && update.hazards_size() > 0) {
    check.fail(ErrorCode::kInvalidField, "clearHazards", "either hazards or clearHazards");
  }
  if (update.clear_hazards() || update.hazards_size() > 0) {
    edit.hazards = hazards_of(check, update.hazards());
  }
  edit.crew_due = check.time_if(update.has_crew_due(), update.crew_due(), "crewDue");
  if (update.has_position()) edit.position = check.position(true, update.position(), "position");
  edit.address = text(update.has_address(), update.address(), limits.address, "address");
  edit.floor = text(update.has_floor(), update.floor(), limits.floor, "floor");
  edit.entrance = text(update.has_entrance(), update.entrance(), limits.entrance, "entrance");
  edit.note = text(update.has_note(), update.note(), limits.note, "note");
  if (update.has_large_site()) edit.large_site = update.large_site();
  return check.result(std::move(edit));
}

Decoded<dispatch::DeclareMajor> decode(const v1::DeclareMajorRequest& request) {
  Checker check;
  dispatch::DeclareMajor result;
  result.casualties = check_casualties(check, request.casualties());
  if (request.has_rally()) result.rally = check.position(true, request.rally(), "rally");
  return check.result(std::move(result));
}

Decoded<dispatch::CloseReason> decode(const v1::CloseRequest& request) {
  Checker check;
  const int reason = request.reason();
  if (reason == v1::CLOSE_REASON_UNSPECIFIED) return dispatch::CloseReason::kDispatcher;
  if (!v1::CloseReason_IsValid(reason)) check.fail(ErrorCode::kUnknownEnumValue, "reason");
  if (reason == v1::ABANDONED) {
    check.fail(ErrorCode::kInvalidField, "reason", "only the server abandons");
  }
  if (reason == v1::MERGED) check.fail(ErrorCode::kInvalidField, "reason", "use :merge");
  return check.result(static_cast<dispatch::CloseReason>(reason));
}

namespace {

void read_condition(Checker& check, const v1::Aed& aed, const TextLimits& limits,
                    registry::Aed& result) {
  result.verified_at = check.time_if(aed.has_verified_at(), aed.verified_at(), "verifiedAt");
  result.pads_expire_on = check.date_if(aed.pads_expire_on(), "padsExpireOn");
  result.battery_expires_on = check.date_if(aed.battery_expires_on(), "batteryExpiresOn");
  if (!aed.has_telemetry()) return;
  const v1::AedTelemetry& told = aed.telemetry();
  if (!told.has_at()) check.fail(ErrorCode::kMissingField, "telemetry.at");
  result.telemetry = {check.time(told.at(), "telemetry.at"), told.ready(),
                      check.text(told.fault(), limits.location_hint, "telemetry.fault")};
}

}  // namespace

Decoded<registry::Aed> decode(const v1::Aed& aed, const TextLimits& limits) {
  Checker check;
  registry::Aed result;
  result.id = registry::AedId(check.id(aed.id(), false, "id"));
  result.jurisdiction =
      registry::JurisdictionId(check.id(aed.jurisdiction(), false, "jurisdiction"));
  result.position = check.position(aed.has_position(), aed.position(), "position");
  result.name = check.text(aed.name(), limits.name, "name");
  result.address = check.text(aed.address(), limits.address, "address");
  result.location_hint = check.text(aed.location_hint(), limits.location_hint, "locationHint");
  result.floor = check.text(aed.floor(), limits.floor, "floor");
  if (!v1::AedAccess_IsValid(aed.access())) check.fail(ErrorCode::kUnknownEnumValue, "access");
  result.access = static_cast<registry::AedAccess>(aed.access());
  result.status =
      check.choice<registry::AedStatus>(aed.status(), 2, registry::AedStatus::kInService, "status");
  result.equipment = set_of<registry::Equipment>(check, aed.equipment(), registry::kEquipmentCount,
                                                 "equipment", registry::Equipment::kAed);
  if (aed.has_indoor()) result.indoor = aed.indoor();
  result.opening_hours = check.text(aed.opening_hours(), limits.opening_hours, "openingHours");
  result.source = check.text(aed.source(), limits.source, "source");
  if (result.source.empty()) result.source = "registry";
  read_condition(check, aed, limits, result);
  if (aed.has_door_code()) {
    result.door_code = check.text(aed.door_code(), limits.door_code, "doorCode");
  }
  return check.result(std::move(result));
}

Decoded<registry::Responder> decode(const v1::Responder& responder, const TextLimits& limits) {
  Checker check;
  registry::Responder result;
  result.id = registry::ResponderId(check.id(responder.id(), false, "id"));
  result.jurisdiction =
      registry::JurisdictionId(check.id(responder.jurisdiction(), false, "jurisdiction"));
  registry::Particulars particulars;
  particulars.name = check.text(responder.name(), limits.name, "name");
  particulars.phone = check.text(responder.phone(), limits.phone, "phone");
  if (responder.has_home()) {
    particulars.home = check.position(true, responder.home(), "home");
  }
  result.particulars = std::move(particulars);
  result.certified_until =
      check.time_if(responder.has_certified_until(), responder.certified_until(), "certifiedUntil")
          .value_or(registry::WallTime{});
  result.usual_mode = check.choice<registry::TravelMode>(responder.usual_mode(), 3,
                                                         registry::TravelMode::kFoot, "usualMode");
  result.enrolled_for_drills = responder.enrolled_for_drills();
  result.skills = set_of<registry::Skill>(check, responder.skills(), registry::kSkillCount,
                                          "skills", registry::Skill::kCprAed);
  result.duty.on_duty = responder.on_duty();
  return check.result(std::move(result));
}

}  // namespace goldenfour::net::codec
