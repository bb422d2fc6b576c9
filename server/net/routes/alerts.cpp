#include "server/net/codec/encode.h"
#include "server/net/routes/router.h"

namespace goldenfour::net {

ReplyMessage post_alert(const ApiContext* api, Exchange exchange) {
  v1::Alert message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  const auto where = jurisdiction_for(*api, *exchange.caller, message.jurisdiction());
  if (!where) co_return problem_response(where.error());
  const Headers& headers = exchange.request.headers;
  if (headers.has("Idempotency-Key") && headers.get("Idempotency-Key").empty()) {
    co_return problem_response({ErrorCode::kInvalidField, "empty", "Idempotency-Key"});
  }
  codec::AlertContext context{exchange.caller->name, std::string(headers.get("Idempotency-Key")),
                              api->clock.now().utc};
  auto alert = codec::decode(message, context, api->options.texts);
  if (!alert) co_return problem_response(alert.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine, command_of(*exchange.caller, *where, dispatch::RaiseAlert{std::move(*alert)}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  HttpResponse response =
      respond(exchange, reply.created ? 201 : 200, codec::encode_alert_reply(reply));
  response.headers.emplace_back("Location", "/v1/incidents/" + dispatch::to_string(reply.incident));
  add_etag(response, reply.version);
  co_return response;
}

}  // namespace goldenfour::net
