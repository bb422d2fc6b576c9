#include <optional>
#include <string>

#include "server/net/codec/decode.h"

namespace goldenfour::net::codec {
namespace {

constexpr std::uint32_t kMostLevel = 10;

}  // namespace

Decoded<dispatch::AssignResponder> decode(const v1::AssignRequest& request) {
  Checker check;
  dispatch::AssignResponder assign;
  assign.responder = registry::ResponderId(check.id(request.responder(), true, "responder"));
  assign.role = check.choice<dispatch::Role>(request.role(), 3, std::nullopt, "role");
  assign.aed = registry::AedId(check.id(request.aed(), false, "aed"));
  if (!assign.aed.empty() && request.role() != v1::AED)
    check.fail(ErrorCode::kInvalidField, "aed", "only with role AED");
  assign.force = request.force();
  return check.result(std::move(assign));
}

Decoded<dispatch::ReleaseResponder> decode(const v1::ReleaseRequest& request,
                                           const dispatch::IncidentId& incident) {
  Checker check;
  const bool both = !request.offer().empty() && !request.task().empty();
  const char* field = request.task().empty() ? "offer" : "task";
  const std::string& text = request.task().empty() ? request.offer() : request.task();
  dispatch::OfferId id;
  if (both) {
    check.fail(ErrorCode::kInvalidField, "task", "either an offer or a task");
  } else if (text.empty()) {
    check.fail(ErrorCode::kMissingField, "offer", "name an offer or a task");
  } else if (!dispatch::parse(text, id) || id.incident != incident) {
    check.fail(ErrorCode::kInvalidField, field, "one of this incident, such as its id with -3");
  }
  return check.result(dispatch::ReleaseResponder{incident, id.number});
}

Decoded<dispatch::RelocateIncident> decode(const v1::RelocateRequest& request,
                                           const TextLimits& limits) {
  Checker check;
  const auto text = [&](bool present, const std::string& value, std::size_t limit,
                        std::string_view field) -> std::optional<std::string> {
    if (!present) return std::nullopt;
    return check.text(value, limit, field);
  };
  dispatch::RelocateIncident relocate;
  relocate.position = check.position(request.has_position(), request.position(), "position");
  relocate.address = text(request.has_address(), request.address(), limits.address, "address");
  relocate.floor = text(request.has_floor(), request.floor(), limits.floor, "floor");
  relocate.entrance = text(request.has_entrance(), request.entrance(), limits.entrance, "entrance");
  if (!v1::RelocateReason_IsValid(request.reason()))
    check.fail(ErrorCode::kUnknownEnumValue, "reason");
  relocate.reason = request.reason() == v1::RELOCATE_REASON_UNSPECIFIED
                        ? dispatch::RelocateReason::kOther
                        : static_cast<dispatch::RelocateReason>(request.reason());
  return check.result(std::move(relocate));
}

Decoded<dispatch::EscalateIncident> decode(const v1::EscalateRequest& request) {
  Checker check;
  const std::uint32_t level = request.has_level() ? request.level() : 1;
  if (level > kMostLevel) check.fail(ErrorCode::kInvalidField, "level", "at most 10");
  return check.result(dispatch::EscalateIncident{{}, level});
}

Decoded<dispatch::MergeIncident> decode(const v1::MergeRequest& request) {
  Checker check;
  dispatch::MergeIncident merge;
  if (request.into().empty())
    check.fail(ErrorCode::kMissingField, "into");
  else if (!dispatch::parse(request.into(), merge.into))
    check.fail(ErrorCode::kInvalidField, "into", "an incident's id, like jinhua-1-42");
  return check.result(std::move(merge));
}

}  // namespace goldenfour::net::codec
