#include "server/net/routes/router.h"

#include <algorithm>
#include <array>

namespace goldenfour::net {
namespace {

constexpr Roles kReadsIncidents = kDispatcherRole | kIntegrationRole | kOperatorRole;
constexpr Roles kSteersIncidents = kDispatcherRole;
constexpr Roles kUpdatesIncidents = kDispatcherRole | kIntegrationRole;
constexpr Roles kRaisesAlerts = kDispatcherRole | kIntegrationRole | kOperatorRole;
constexpr Roles kReadsAeds =
    kResponderRole | kDispatcherRole | kRegistrarRole | kIntegrationRole | kOperatorRole;
constexpr Roles kWritesRegistry = kRegistrarRole | kOperatorRole;
constexpr Roles kReadsResponders = kDispatcherRole | kRegistrarRole | kOperatorRole;
constexpr Roles kStreams = kResponderRole | kDispatcherRole;

constexpr std::array kRoutes{
    Route{"POST", "/v1/alerts", Gate::kToken, kRaisesAlerts, Body::kMessage, post_alert, "Alert",
          "AlertReply", "Raise an alert, repeat it or update it"},

    Route{"GET", "/v1/incidents", Gate::kToken, kReadsIncidents, Body::kNone, list_incidents, "",
          "IncidentList", "Incidents, the newest first"},
    Route{"GET", "/v1/incidents/{id}", Gate::kToken, kReadsIncidents, Body::kNone, get_incident, "",
          "Incident", "One incident with all offers and tasks"},
    Route{"GET", "/v1/incidents/{id}/timeline", Gate::kToken, kReadsIncidents, Body::kNone,
          get_timeline, "", "Timeline", "What happened, in order"},
    Route{"GET", "/v1/incidents/{id}/explain", Gate::kToken, kReadsIncidents, Body::kNone,
          get_explanation, "", "Explanation", "Why the last plan asked whom it asked"},
    Route{"POST", "/v1/incidents/{id}:update", Gate::kToken, kUpdatesIncidents, Body::kMessage,
          update_incident, "IncidentUpdate", "IncidentReply", "Correct an incident"},
    Route{"POST", "/v1/incidents/{id}:cancel", Gate::kToken, kUpdatesIncidents, Body::kMessage,
          cancel_incident, "", "IncidentReply", "Nobody is needed"},
    Route{"POST", "/v1/incidents/{id}:close", Gate::kToken, kSteersIncidents, Body::kMessage,
          close_incident, "CloseRequest", "IncidentReply", "End an incident"},
    Route{"POST", "/v1/incidents/{id}:hold", Gate::kToken, kSteersIncidents, Body::kMessage,
          hold_incident, "", "IncidentReply", "Keep everybody back"},
    Route{"POST", "/v1/incidents/{id}:resume", Gate::kToken, kSteersIncidents, Body::kMessage,
          resume_incident, "", "IncidentReply", "Look for people again"},
    Route{"POST", "/v1/incidents/{id}:assign", Gate::kToken, kSteersIncidents, Body::kMessage,
          assign_responder, "AssignRequest", "IncidentReply",
          "Ask a named person, or change a task"},
    Route{"POST", "/v1/incidents/{id}:release", Gate::kToken, kSteersIncidents, Body::kMessage,
          release_responder, "ReleaseRequest", "IncidentReply", "Let somebody go"},
    Route{"POST", "/v1/incidents/{id}:relocate", Gate::kToken, kSteersIncidents, Body::kMessage,
          relocate_incident, "RelocateRequest", "IncidentReply", "Correct the place"},
    Route{"POST", "/v1/incidents/{id}:escalate", Gate::kToken, kSteersIncidents, Body::kMessage,
          escalate_incident, "EscalateRequest", "IncidentReply", "Widen the search"},
    Route{"POST", "/v1/incidents/{id}:merge", Gate::kToken, kSteersIncidents, Body::kMessage,
          merge_incident, "MergeRequest", "IncidentReply", "Two calls about one emergency"},
    Route{"POST", "/v1/incidents/{id}:unmerge", Gate::kToken, kSteersIncidents, Body::kMessage,
          unmerge_incident, "", "IncidentReply", "Two emergencies after all"},
    Route{"POST", "/v1/incidents/{id}:emsOnScene", Gate::kToken, kUpdatesIncidents, Body::kMessage,
          ems_on_scene, "", "IncidentReply", "The ambulance crew is with the patient"},
    Route{"POST", "/v1/incidents/{id}:declareMajor", Gate::kToken, kSteersIncidents, Body::kMessage,
          declare_major, "DeclareMajorRequest", "IncidentReply",
          "Many casualties: call more people, and rescue teams"},
    Route{"POST", "/v1/incidents/{id}:acknowledgeAlarm", Gate::kToken, kSteersIncidents,
          Body::kMessage, acknowledge_alarm, "AcknowledgeAlarmRequest", "IncidentReply",
          "Somebody took the alarm up"},

    Route{"GET", "/v1/aeds", Gate::kToken, kReadsAeds, Body::kNone, list_aeds, "", "AedList",
          "AEDs near a place, in a rectangle, or page by page"},
    Route{"POST", "/v1/aeds", Gate::kToken, kWritesRegistry, Body::kMessage, post_aed, "Aed", "Aed",
          "Enter an AED"},
    Route{"POST", "/v1/aeds:import", Gate::kToken, kWritesRegistry, Body::kCsv, import_aeds, "",
          "ImportReport", "Enter or update AEDs from a table"},
    Route{"GET", "/v1/aeds/{id}", Gate::kToken, kReadsAeds, Body::kNone, get_aed, "", "Aed",
          "One AED"},
    Route{"PUT", "/v1/aeds/{id}", Gate::kToken, kWritesRegistry, Body::kMessage, put_aed, "Aed",
          "Aed", "Enter an AED, or with If-Match replace it"},
    Route{"DELETE", "/v1/aeds/{id}", Gate::kToken, kWritesRegistry, Body::kNone, delete_aed, "", "",
          "Strike an AED off; with If-Match"},
    Route{"GET", "/v1/public/aeds", Gate::kOpen, 0, Body::kNone, list_public_aeds, "",
          "PublicAedList", "AEDs for everybody, with their usability now"},

    Route{"GET", "/v1/responders", Gate::kToken, kReadsResponders, Body::kNone, list_responders, "",
          "ResponderList", "Responders by id"},
    Route{"GET", "/v1/responders/{id}", Gate::kToken, kReadsResponders | kResponderRole,
          Body::kNone, get_responder, "", "Responder",
          "One responder; to oneself also what else is held about one"},
    Route{"PUT", "/v1/responders/{id}", Gate::kToken, kWritesRegistry, Body::kMessage,
          put_responder, "Responder", "Responder", "Enter or replace a responder"},
    Route{"DELETE", "/v1/responders/{id}", Gate::kToken, kWritesRegistry, Body::kNone,
          delete_responder, "", "", "Strike a responder off"},
    Route{"PUT", "/v1/responders/{id}/duty", Gate::kToken, kResponderRole | kWritesRegistry,
          Body::kMessage, put_duty, "Duty", "Duty", "Go on or off duty"},
    Route{"PUT", "/v1/responders/{id}/push-subscription", Gate::kToken, kResponderRole,
          Body::kMessage, put_push_subscription, "PushSubscription", "",
          "Let one's own phone be rung by Web Push"},
    Route{"DELETE", "/v1/responders/{id}/push-subscription", Gate::kToken, kResponderRole,
          Body::kNone, delete_push_subscription, "", "",
          "No more Web Push to a device of one's own, or to all"},
    Route{"GET", "/v1/push-key", Gate::kToken, kResponderRole, Body::kNone, get_push_key, "",
          "PushKey", "The server's key, which browsers subscribe with"},

    Route{"GET", "/v1/teams", Gate::kToken, kReadsResponders, Body::kNone, list_teams, "",
          "TeamList", "Rescue teams by id"},
    Route{"GET", "/v1/teams/{id}", Gate::kToken, kReadsResponders, Body::kNone, get_team, "",
          "Team", "One rescue team"},
    Route{"PUT", "/v1/teams/{id}", Gate::kToken, kWritesRegistry, Body::kMessage, put_team, "Team",
          "Team", "Enter or replace a rescue team"},
    Route{"DELETE", "/v1/teams/{id}", Gate::kToken, kWritesRegistry, Body::kNone, delete_team, "",
          "", "Strike a rescue team off"},

    Route{"POST", "/v1/enrolments", Gate::kOpen, 0, Body::kMessage, post_enrolment, "EnrolRequest",
          "Token", "Exchange a one-time code for a token; the secret is shown once"},
    Route{"POST", "/v1/stream-tickets", Gate::kToken, kStreams, Body::kMessage, post_ticket,
          "StreamTicketRequest", "StreamTicket", "A ticket to open the stream with"},
    Route{"GET", "/v1/stream", Gate::kOpen, 0, Body::kNone, get_stream, "", "",
          "The stream: a WebSocket"},
    Route{"POST", "/v1/webhook-receipts", Gate::kSigned, 0, Body::kRaw, post_receipt, "", "",
          "What became of a message, told by the gateway"},

    Route{"GET", "/livez", Gate::kOpen, 0, Body::kNone, get_livez, "", "", "The process turns"},
    Route{"GET", "/readyz", Gate::kOpen, 0, Body::kNone, get_readyz, "", "", "It takes alerts"},
    Route{"GET", "/metrics", Gate::kLocal, kOperatorRole, Body::kNone, get_metrics, "", "",
          "Figures for Prometheus"},

    Route{"GET", "/admin/state", Gate::kAdmin, 0, Body::kNone, get_state, "", "",
          "Sequence and hash of the state, to be compared with an offline audit"},
    Route{"POST", "/admin/tokens", Gate::kAdmin, 0, Body::kMessage, create_tokens,
          "CreateTokensRequest", "TokenList", "Make tokens; the secrets are shown once"},
    Route{"POST", "/admin/enrolments", Gate::kAdmin, 0, Body::kMessage, create_enrolment,
          "CreateEnrolmentRequest", "EnrolmentCode",
          "Make a one-time code for a phone or a console"},
    Route{"GET", "/admin/tokens", Gate::kAdmin, 0, Body::kNone, list_tokens, "", "TokenList",
          "All tokens, without secrets"},
    Route{"DELETE", "/admin/tokens/{name}", Gate::kAdmin, 0, Body::kNone, revoke_token, "", "",
          "Revoke a token"},
};

/// The next segment of an absolute path, without its slash.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

/// A parameter never swallows a verb: "{id}" does not match "x:cancel".
bool match_segment(std::string_view pattern, std::string_view segment,
                   std::vector<std::string>& parameters) {
  if (!pattern.starts_with('{')) return pattern == segment;
  const std::string_view verb = pattern.substr(pattern.find('}') + 1);
  if (!segment.ends_with(verb)) return false;
  segment.remove_suffix(verb.size());
  if (segment.empty() || segment.find(':') != std::string_view::npos) return false;
  parameters.emplace_back(segment);
  return true;
}

bool match_path(std::string_view pattern, std::string_view path,
                std::vector<std::string>& parameters) {
  parameters.clear();
  while (!pattern.empty() && !path.empty()) {
    if (!match_segment(take_segment(pattern), take_segment(path), parameters)) return false;
  }
  return pattern.empty() && path.empty();
}

Result<Tickets::Holder> bearer(const ApiContext& api, const HttpRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view header = request.headers.get("Authorization");
  const bool is_bearer = header.size() > kScheme.size() &&
                         equals_ignoring_case(header.substr(0, kScheme.size()), kScheme);
  if (!is_bearer) return refuse(ErrorCode::kUnauthenticated, "send Authorization: Bearer <token>");
  auto caller = api.tokens.find(header.substr(kScheme.size()), api.clock.now().utc);
  if (caller == nullptr) {
    return refuse(ErrorCode::kUnauthenticated, "the token is unknown, revoked or too old");
  }
  return caller;
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

Match find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  Match match;
  if (path.empty() || path.front() != '/') return match;
  for (const Route& route : kRoutes) {
    std::vector<std::string> parameters;
    if (!match_path(route.pattern, path, parameters)) continue;
    if (route.method == method) return {&route, std::move(parameters), {}};
    match.allow += (match.allow.empty() ? "" : ", ") + std::string(route.method);
  }
  return match;
}

Result<Tickets::Holder> authorize(const ApiContext& api, const Route& route,
                                  const HttpRequest& request) {
  switch (route.gate) {
    case Gate::kOpen:
    case Gate::kSigned:
      return nullptr;
    case Gate::kAdmin:
      if (request.local) return nullptr;
      return refuse(ErrorCode::kNotFound);
    case Gate::kLocal:
      if (request.local || request.loopback) return nullptr;
      break;
    case Gate::kToken:
      break;
  }
  auto caller = bearer(api, request);
  if (caller && (route.roles & role((*caller)->role)) == 0) return refuse(ErrorCode::kForbidden);
  return caller;
}

}  // namespace goldenfour::net
