#include <fmt/format.h>

#include "server/dispatch/names_usability.h"
#include "server/net/codec/encode.h"
#include "server/net/codec/plus_one.h"
#include "server/registry/usability_state.h"

// What is known of an AED's condition, and what follows for its use.
namespace goldenfour::net::codec {
namespace {

std::string iso_date(registry::Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

v1::AedUsability::State encode_state(const registry::Usability& usability) {
  return plus_one<v1::AedUsability::State>(registry::state_of(usability));
}

}  // namespace

void encode_condition(const registry::Aed& aed, v1::Aed& out) {
  if (aed.verified_at) encode(*aed.verified_at, out.mutable_verified_at());
  if (aed.pads_expire_on) out.set_pads_expire_on(iso_date(*aed.pads_expire_on));
  if (aed.battery_expires_on) out.set_battery_expires_on(iso_date(*aed.battery_expires_on));
  if (!aed.telemetry) return;
  encode(aed.telemetry->at, out.mutable_telemetry()->mutable_at());
  out.mutable_telemetry()->set_ready(aed.telemetry->ready);
  out.mutable_telemetry()->set_fault(aed.telemetry->fault);
}

std::string describe(const registry::hours::ParseError& error) {
  return fmt::format("expected {} at byte {}", error.expected, error.position + 1);
}

v1::UsabilityReason encode(const registry::ReasonGiven& given) {
  v1::UsabilityReason out;
  out.set_code(std::string(dispatch::text_of(given.reason)));
  out.set_figure(given.figure);
  if (given.at) encode(*given.at, out.mutable_at());
  return out;
}

v1::AedUsability encode(const registry::Usability& usability, registry::WallTime at,
                        const registry::OpeningHours& hours) {
  v1::AedUsability out;
  encode(at, out.mutable_at());
  out.set_probability(usability.probability);
  for (const registry::ReasonGiven& given : usability.reasons) *out.add_reasons() = encode(given);
  if (usability.changes_at) encode(*usability.changes_at, out.mutable_changes_at());
  if (const auto* error = hours.error()) out.set_hours_problem(describe(*error));
  out.set_state(encode_state(usability));
  return out;
}

v1::PublicAed encode_public(const registry::Aed& aed, std::optional<geo::Meters> distance,
                            const registry::Usability& usability,
                            std::optional<registry::WallTime> opens_at) {
  v1::PublicAed out;
  out.set_id(aed.id.value());
  *out.mutable_position() = encode(aed.position);
  out.set_name(aed.name);
  out.set_address(aed.address);
  out.set_location_hint(aed.location_hint);
  out.set_floor(aed.floor);
  out.set_opening_hours(aed.opening_hours.text());
  out.set_access(static_cast<v1::AedAccess>(aed.access));
  for (const auto equipment : aed.equipment)
    out.add_equipment(plus_one<v1::Aed::Equipment>(equipment));
  out.set_state(encode_state(usability));
  for (const registry::ReasonGiven& given : usability.reasons)
    out.add_reasons(std::string(dispatch::text_of(given.reason)));
  if (opens_at) encode(*opens_at, out.mutable_opens_at());
  if (out.state() == v1::AedUsability::USABLE && usability.changes_at)
    encode(*usability.changes_at, out.mutable_closes_at());
  if (distance) out.set_distance_meters(distance->value());
  return out;
}

}  // namespace goldenfour::net::codec
