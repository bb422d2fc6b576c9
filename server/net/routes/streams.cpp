#include "server/net/codec/encode.h"
#include "server/net/routes/router.h"

namespace goldenfour::net {

ReplyMessage post_ticket(const ApiContext* api, Exchange exchange) {
  v1::StreamTicketRequest request;
  if (const auto read = read_body(exchange, request); !read)
    co_return problem_response(read.error());
  const dispatch::Now now = api->clock.now();
  const auto ticket = api->tickets.issue(exchange.caller, now.steady);
  if (!ticket) co_return problem_response({ErrorCode::kOverloaded, "too many tickets are open"});
  v1::StreamTicket message;
  message.set_ticket(*ticket);
  codec::encode(now.utc + api->tickets.lifetime(), message.mutable_expires_at());
  HttpResponse response = respond(exchange, 200, message);
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

ReplyMessage get_stream(const ApiContext*, Exchange) {
  co_return problem_response({ErrorCode::kBadMessage, "open it as a WebSocket", "Upgrade"});
}

}  // namespace goldenfour::net
