#include "server/net/routes/own_record.h"
#include "server/net/routes/records.h"

namespace goldenfour::net {
namespace {

struct Responders {
  using Record = registry::Responder;
  using Id = registry::ResponderId;
  using Message = v1::Responder;
  using List = v1::ResponderList;
  using Put = dispatch::PutResponder;
  using Delete = dispatch::DeleteResponder;
  static constexpr const char* kUnknown = "no such responder";

  static const auto& all(const registry::Directory& directory) { return directory.responders(); }
  static const Record* find(const registry::Directory& directory, const Id& id) {
    return directory.responder(id);
  }
  static Record view(const Record& responder, dispatch::Audience audience) {
    return dispatch::responder_view(responder, audience);
  }
  static Message* add(List& list) { return list.add_responders(); }
};

}  // namespace

ReplyMessage list_responders(const ApiContext* api, Exchange exchange) {
  return records::list_records<Responders>(api, std::move(exchange));
}

ReplyMessage get_responder(const ApiContext* api, Exchange exchange) {
  if (exchange.caller->role == ports::TokenRole::kResponder)
    return get_own_record(api, std::move(exchange));
  return records::get_record<Responders>(api, std::move(exchange));
}

ReplyMessage put_responder(const ApiContext* api, Exchange exchange) {
  return records::put_record<Responders>(api, std::move(exchange));
}

ReplyMessage delete_responder(const ApiContext* api, Exchange exchange) {
  const auto id = records::id_of<Responders>(exchange);
  HttpResponse response = co_await records::delete_record<Responders>(api, std::move(exchange));
  // From the disk they went with the person; whoever gets the same id later must not inherit them.
  if (response.status == 204 && api->push != nullptr) api->push->erase(*id, "", [](ErrorCode) {});
  co_return response;
}

ReplyMessage put_duty(const ApiContext* api, Exchange exchange) {
  const auto id = records::id_of<Responders>(exchange);
  if (!id) co_return problem_response(id.error());
  const bool own = exchange.caller->responder == *id;
  if (exchange.caller->role == ports::TokenRole::kResponder && !own) {
    co_return problem_response({ErrorCode::kForbidden, "only one's own duty", "id"});
  }
  v1::Duty message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  const auto known = co_await records::find_record<Responders>(api, *id, exchange.caller);
  if (!known) co_return problem_response(known.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine,
      command_of(*exchange.caller, known->jurisdiction, dispatch::SetDuty{*id, message.on_duty()}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  co_return respond(exchange, 200, message);
}

}  // namespace goldenfour::net
