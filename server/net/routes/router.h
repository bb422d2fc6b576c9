#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/net/routes/exchange.h"

namespace goldenfour::net {

using Handler = ReplyMessage (*)(const ApiContext*, Exchange);

/// Who may use a route.
enum class Gate : std::uint8_t {
  kOpen,    ///< everybody
  kLocal,   ///< this machine (loopback or the admin socket), or an operator's token
  kToken,   ///< a token of one of the roles
  kAdmin,   ///< the admin socket alone
  kSigned,  ///< the route checks a signature itself
};

/// A set of TokenRole.
using Roles = std::uint8_t;
constexpr Roles role(ports::TokenRole role) {
  return Roles{1} << static_cast<unsigned>(role);
}
inline constexpr Roles kResponderRole = role(ports::TokenRole::kResponder);
inline constexpr Roles kDispatcherRole = role(ports::TokenRole::kDispatcher);
inline constexpr Roles kRegistrarRole = role(ports::TokenRole::kRegistrar);
inline constexpr Roles kIntegrationRole = role(ports::TokenRole::kIntegration);
inline constexpr Roles kOperatorRole = role(ports::TokenRole::kOperator);

/// How the body of a request is read.
enum class Body : std::uint8_t { kNone, kMessage, kCsv, kRaw };

/// One row of the table of routes. Pattern segments are literal, "{name}", or "{name}:verb". The
/// names of the messages are those of goldenfour.v1, for documents made from the table.
struct Route {
  std::string_view method;
  std::string_view pattern;
  Gate gate;
  Roles roles;
  Body body;
  Handler handler;
  std::string_view takes;
  std::string_view gives;
  std::string_view summary;
};

/// The whole table. A path and method stands in it once.
std::span<const Route> routes();

/// Where a request leads: a route with its parameters, or kNotFound, or kMethodNotAllowed.
struct Match {
  const Route* route = nullptr;
  std::vector<std::string> parameters;
  std::string allow;  ///< the methods that exist, of kMethodNotAllowed
};
Match find_route(std::string_view method, std::string_view path);

/// Asks for what the route's gate wants. The caller, or null where none is needed.
/// kUnauthenticated, kForbidden; kNotFound for what is not shown to this side.
Result<Tickets::Holder> authorize(const ApiContext& api, const Route& route,
                                  const HttpRequest& request);

// The routes, by what they are about. Each answers a problem by itself.
ReplyMessage post_alert(const ApiContext* api, Exchange exchange);

ReplyMessage list_incidents(const ApiContext* api, Exchange exchange);
ReplyMessage get_incident(const ApiContext* api, Exchange exchange);
ReplyMessage get_timeline(const ApiContext* api, Exchange exchange);
ReplyMessage get_explanation(const ApiContext* api, Exchange exchange);
ReplyMessage update_incident(const ApiContext* api, Exchange exchange);
ReplyMessage cancel_incident(const ApiContext* api, Exchange exchange);
ReplyMessage close_incident(const ApiContext* api, Exchange exchange);
ReplyMessage hold_incident(const ApiContext* api, Exchange exchange);
ReplyMessage resume_incident(const ApiContext* api, Exchange exchange);
ReplyMessage assign_responder(const ApiContext* api, Exchange exchange);
ReplyMessage release_responder(const ApiContext* api, Exchange exchange);
ReplyMessage relocate_incident(const ApiContext* api, Exchange exchange);
ReplyMessage escalate_incident(const ApiContext* api, Exchange exchange);
ReplyMessage merge_incident(const ApiContext* api, Exchange exchange);
ReplyMessage unmerge_incident(const ApiContext* api, Exchange exchange);
ReplyMessage ems_on_scene(const ApiContext* api, Exchange exchange);
ReplyMessage declare_major(const ApiContext* api, Exchange exchange);
ReplyMessage acknowledge_alarm(const ApiContext* api, Exchange exchange);

ReplyMessage list_aeds(const ApiContext* api, Exchange exchange);
ReplyMessage post_aed(const ApiContext* api, Exchange exchange);
ReplyMessage get_aed(const ApiContext* api, Exchange exchange);
ReplyMessage put_aed(const ApiContext* api, Exchange exchange);
ReplyMessage delete_aed(const ApiContext* api, Exchange exchange);
ReplyMessage import_aeds(const ApiContext* api, Exchange exchange);
ReplyMessage list_public_aeds(const ApiContext* api, Exchange exchange);

ReplyMessage list_responders(const ApiContext* api, Exchange exchange);
ReplyMessage get_responder(const ApiContext* api, Exchange exchange);
ReplyMessage put_responder(const ApiContext* api, Exchange exchange);
ReplyMessage delete_responder(const ApiContext* api, Exchange exchange);
ReplyMessage put_duty(const ApiContext* api, Exchange exchange);
ReplyMessage put_push_subscription(const ApiContext* api, Exchange exchange);
ReplyMessage delete_push_subscription(const ApiContext* api, Exchange exchange);
ReplyMessage get_push_key(const ApiContext* api, Exchange exchange);

ReplyMessage list_teams(const ApiContext* api, Exchange exchange);
ReplyMessage get_team(const ApiContext* api, Exchange exchange);
ReplyMessage put_team(const ApiContext* api, Exchange exchange);
ReplyMessage delete_team(const ApiContext* api, Exchange exchange);

ReplyMessage post_enrolment(const ApiContext* api, Exchange exchange);
ReplyMessage post_ticket(const ApiContext* api, Exchange exchange);
ReplyMessage get_stream(const ApiContext* api, Exchange exchange);
ReplyMessage post_receipt(const ApiContext* api, Exchange exchange);

ReplyMessage get_livez(const ApiContext* api, Exchange exchange);
ReplyMessage get_readyz(const ApiContext* api, Exchange exchange);
ReplyMessage get_metrics(const ApiContext* api, Exchange exchange);

ReplyMessage create_tokens(const ApiContext* api, Exchange exchange);
ReplyMessage list_tokens(const ApiContext* api, Exchange exchange);
ReplyMessage create_enrolment(const ApiContext* api, Exchange exchange);
ReplyMessage get_state(const ApiContext* api, Exchange exchange);
ReplyMessage revoke_token(const ApiContext* api, Exchange exchange);

}  // namespace goldenfour::net
