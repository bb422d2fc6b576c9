#include "server/net/routes/token_order.h"

#include <utility>

namespace goldenfour::net {
namespace {

ports::TokenRole read_role(v1::TokenRole role, const std::string& field, codec::Checker& check) {
  if (role == v1::TOKEN_ROLE_UNSPECIFIED) check.fail(ErrorCode::kMissingField, field);
  if (!v1::TokenRole_IsValid(role)) check.fail(ErrorCode::kUnknownEnumValue, field);
  return static_cast<ports::TokenRole>(role);
}

}  // namespace

codec::Decoded<TokenOrder> read_order(const v1::CreateTokenRequest& message,
                                      const std::string& prefix) {
  codec::Checker check;
  TokenOrder order;
  order.name = check.id(message.name(), true, prefix + "name");
  order.role = read_role(message.role(), prefix + "role", check);
  order.jurisdiction = registry::JurisdictionId(check.id(
      message.jurisdiction(), order.role != ports::TokenRole::kOperator, prefix + "jurisdiction"));
  const bool is_responder = order.role == ports::TokenRole::kResponder;
  order.responder =
      registry::ResponderId(check.id(message.responder(), is_responder, prefix + "responder"));
  if (!is_responder && !message.responder().empty()) {
    check.fail(ErrorCode::kInvalidField, prefix + "responder", "of a RESPONDER token only");
  }
  order.expires_at =
      check.time_if(message.has_expires_at(), message.expires_at(), prefix + "expiresAt");
  return check.result(std::move(order));
}

}  // namespace goldenfour::net
