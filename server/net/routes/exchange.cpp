#include "server/net/routes/exchange.h"

#include <charconv>

namespace goldenfour::net {

using ports::TokenRecord;
using ports::TokenRole;

dispatch::Audience audience_of(const TokenRecord& caller) {
  switch (caller.role) {
    case TokenRole::kResponder:
      return dispatch::Audience::kResponder;
    case TokenRole::kDispatcher:
      return dispatch::Audience::kDispatcher;
    case TokenRole::kRegistrar:
      return dispatch::Audience::kRegistrar;
    case TokenRole::kIntegration:
      return dispatch::Audience::kIntegration;
    case TokenRole::kOperator:
      return dispatch::Audience::kOperator;
  }
  return dispatch::Audience::kResponder;
}

dispatch::Actor actor_of(const TokenRecord& caller) {
  using dispatch::ActorKind;
  switch (caller.role) {
    case TokenRole::kResponder:
      return {ActorKind::kResponder, caller.responder.value()};
    case TokenRole::kDispatcher:
      return {ActorKind::kDispatcher, caller.name};
    case TokenRole::kRegistrar:
      return {ActorKind::kRegistrar, caller.name};
    case TokenRole::kIntegration:
      return {ActorKind::kIntegration, caller.name};
    case TokenRole::kOperator:
      return {ActorKind::kOperator, caller.name};
  }
  return {};
}

Result<registry::JurisdictionId> jurisdiction_for(const ApiContext& api, const TokenRecord& caller,
                                                  const std::string& named) {
  if (!caller.jurisdiction.empty()) {
    if (named.empty() || named == caller.jurisdiction.value()) return caller.jurisdiction;
    return refuse(ErrorCode::kWrongJurisdiction, "the token is for another", "jurisdiction");
  }
  if (!named.empty()) return registry::JurisdictionId(named);
  if (api.options.jurisdictions.size() == 1) return api.options.jurisdictions.front();
  return refuse(ErrorCode::kMissingField, "the token is for several", "jurisdiction");
}

Result<void> check_jurisdiction(const TokenRecord& caller, const registry::JurisdictionId& owner,
                                std::string field) {
  if (caller.jurisdiction.empty() || caller.jurisdiction == owner) return {};
  return refuse(ErrorCode::kWrongJurisdiction, "the token is for another", std::move(field));
}

Result<void> read_body(const Exchange& exchange, google::protobuf::Message& message) {
  const std::string& body = exchange.request.body;
  if (body.empty()) return {};
  return exchange.encodings.protobuf_in ? parse_protobuf(body, message) : parse_json(body, message);
}

HttpResponse respond(const Exchange& exchange, int status,
                     const google::protobuf::Message& message) {
  HttpResponse response;
  response.status = status;
  if (exchange.encodings.protobuf_out) {
    response.content_type = kProtobufMediaType;
    response.body = write_protobuf(message);
    return response;
  }
  auto json = write_json(message);
  if (!json) return problem_response(json.error());
  response.content_type = kJsonMediaType;
  response.body = std::move(*json);
  return response;
}

Problem problem_of(const dispatch::Reply& reply) {
  return {reply.error, reply.detail, reply.field};
}

void add_etag(HttpResponse& response, std::uint64_t version) {
  response.headers.emplace_back("ETag", '"' + std::to_string(version) + '"');
}

Result<std::optional<std::uint64_t>> if_match(const Headers& headers) {
  if (!headers.has("If-Match")) return std::nullopt;
  std::string_view text = headers.get("If-Match");
  std::uint64_t version = 0;
  const bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
  if (quoted) text = text.substr(1, text.size() - 2);
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (!quoted || error != std::errc() || stop != text.data() + text.size() || version == 0) {
    return refuse(ErrorCode::kInvalidField, "one version as the ETag gave it", "If-Match");
  }
  return version;
}

boost::asio::awaitable<dispatch::Reply> submit(ports::Engine* engine, dispatch::Command command) {
  auto reply = co_await await_reply<dispatch::Reply>(
      [engine, command = std::move(command)](auto give) mutable {
        const ErrorCode code = engine->submit(std::move(command), give);
        if (code == ErrorCode::kNone) return;
        dispatch::Reply refusal;
        refusal.error = code;
        give(refusal);
      });
  if (reply) co_return std::move(*reply);
  dispatch::Reply lost;
  lost.error = ErrorCode::kShuttingDown;
  co_return lost;
}

dispatch::Command command_of(const TokenRecord& caller, registry::JurisdictionId jurisdiction,
                             dispatch::CommandBody body) {
  dispatch::Command command;
  command.jurisdiction = std::move(jurisdiction);
  command.actor = actor_of(caller);
  command.body = std::move(body);
  return command;
}

}  // namespace goldenfour::net
