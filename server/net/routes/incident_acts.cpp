#include <utility>

#include "server/net/codec/encode.h"
#include "server/net/routes/router.h"
#include "server/net/routes/steer.h"

// The dispatcher's hand on an incident.
namespace goldenfour::net {

using dispatch::IncidentId;

Result<IncidentId> incident_of(const Exchange& exchange) {
  IncidentId id;
  if (!dispatch::parse(exchange.parameters.at(0), id)) {
    return refuse(ErrorCode::kNotFound, "no such incident", "id");
  }
  const auto allowed = check_jurisdiction(*exchange.caller, id.jurisdiction, "id");
  if (!allowed) return tl::make_unexpected(allowed.error());
  return id;
}

ReplyMessage steer(const ApiContext* api, Exchange exchange, IncidentId id,
                   dispatch::CommandBody body) {
  const auto version = if_match(exchange.request.headers);
  if (!version) co_return problem_response(version.error());
  dispatch::Command command = command_of(*exchange.caller, id.jurisdiction, std::move(body));
  command.expected_version = *version;
  const dispatch::Reply reply = co_await submit(&api->engine, std::move(command));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  HttpResponse response = respond(exchange, 200, codec::encode_incident_reply(reply));
  add_etag(response, reply.version);
  co_return response;
}

namespace {

/// Reads the body into a Message, turns it into a command with `decode(message, id)` and steers.
template <class Message, class Decode>
ReplyMessage act(const ApiContext* api, Exchange exchange, Decode decode) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  Message message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  auto command = decode(message, *id);
  if (!command) co_return problem_response(command.error());
  command->incident = *id;
  co_return co_await steer(api, std::move(exchange), *id, std::move(*command));
}

}  // namespace

ReplyMessage assign_responder(const ApiContext* api, Exchange exchange) {
  const auto read = [](const v1::AssignRequest& message, const IncidentId&) {
    return codec::decode(message);
  };
  return act<v1::AssignRequest>(api, std::move(exchange), read);
}

ReplyMessage release_responder(const ApiContext* api, Exchange exchange) {
  const auto read = [](const v1::ReleaseRequest& message, const IncidentId& id) {
    return codec::decode(message, id);
  };
  return act<v1::ReleaseRequest>(api, std::move(exchange), read);
}

ReplyMessage relocate_incident(const ApiContext* api, Exchange exchange) {
  const auto read = [limits = api->options.texts](const v1::RelocateRequest& message,
                                                  const IncidentId&) {
    return codec::decode(message, limits);
  };
  return act<v1::RelocateRequest>(api, std::move(exchange), read);
}

ReplyMessage escalate_incident(const ApiContext* api, Exchange exchange) {
  const auto read = [](const v1::EscalateRequest& message, const IncidentId&) {
    return codec::decode(message);
  };
  return act<v1::EscalateRequest>(api, std::move(exchange), read);
}

ReplyMessage merge_incident(const ApiContext* api, Exchange exchange) {
  const auto read = [](const v1::MergeRequest& message, const IncidentId&) {
    return codec::decode(message);
  };
  return act<v1::MergeRequest>(api, std::move(exchange), read);
}

}  // namespace goldenfour::net
