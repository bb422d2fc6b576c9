#include <utility>
#include <vector>

#include "server/net/codec/encode.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"

namespace goldenfour::net {
namespace {

using registry::Responder;
using registry::ResponderId;

struct Page {
  std::vector<Responder> responders;
  std::string next;
};

struct ListRequest {
  registry::JurisdictionId jurisdiction;
  std::size_t size = 0;
  ResponderId after;
  dispatch::Audience audience = dispatch::Audience::kOperator;
};

Page list(const ListRequest& wanted, const registry::Directory& directory) {
  Page page;
  const auto& all = directory.responders();
  for (auto at = all.upper_bound(wanted.after); at != all.end(); ++at) {
    if (at->second.jurisdiction != wanted.jurisdiction) continue;
    if (page.responders.size() == wanted.size) {
      page.next = page.responders.back().id.value();
      break;
    }
    page.responders.push_back(dispatch::responder_view(at->second, wanted.audience));
  }
  return page;
}

Result<ListRequest> read_list(const ApiContext& api, const Exchange& exchange) {
  QueryReader query(exchange.request);
  ListRequest wanted;
  wanted.audience = audience_of(*exchange.caller);
  const auto jurisdiction = jurisdiction_for(api, *exchange.caller, query.text("jurisdiction"));
  wanted.size = query.number("pageSize", 1, api.options.max_page_size, api.options.page_size);
  const std::string token = query.text("pageToken");
  if (!token.empty() && !registry::is_valid_id(token)) {
    query.fail(ErrorCode::kInvalidField, "pageToken");
  }
  wanted.after = ResponderId(token);
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  if (!jurisdiction) return tl::make_unexpected(jurisdiction.error());
  wanted.jurisdiction = *jurisdiction;
  return wanted;
}

Result<ResponderId> id_of(const Exchange& exchange) {
  if (!registry::is_valid_id(exchange.parameters.at(0))) {
    return refuse(ErrorCode::kNotFound, "no such responder", "id");
  }
  return ResponderId(exchange.parameters.at(0));
}

boost::asio::awaitable<Result<Responder>> find_responder(const ApiContext* api, ResponderId id,
                                                         Tickets::Holder caller) {
  auto found = co_await look_at<std::optional<Responder>>(
      &api->engine,
      [id, caller](const dispatch::State&, const registry::Directory& directory,
                   dispatch::Now) -> std::optional<Responder> {
        const Responder* responder = directory.responder(id);
        if (responder == nullptr) return std::nullopt;
        return dispatch::responder_view(*responder, audience_of(*caller));
      });
  if (!found) co_return tl::make_unexpected(found.error());
  if (!*found) co_return refuse(ErrorCode::kNotFound, "no such responder", "id");
  const auto allowed = check_jurisdiction(*caller, (*found)->jurisdiction, "id");
  if (!allowed) co_return tl::make_unexpected(allowed.error());
  co_return std::move(**found);
}

HttpResponse show(const Exchange& exchange, int status, const Responder& responder) {
  HttpResponse response = respond(exchange, status, codec::encode(responder));
  add_etag(response, responder.version);
  return response;
}

}  // namespace

ReplyMessage list_responders(const ApiContext* api, Exchange exchange) {
  const auto wanted = read_list(*api, exchange);
  if (!wanted) co_return problem_response(wanted.error());
  const auto page = co_await look_at<Page>(
      &api->engine, [wanted = *wanted](const dispatch::State&, const registry::Directory& directory,
                                       dispatch::Now) { return list(wanted, directory); });
  if (!page) co_return problem_response(page.error());
  v1::ResponderList message;
  for (const auto& each : page->responders) *message.add_responders() = codec::encode(each);
  message.set_next_page_token(page->next);
  co_return respond(exchange, 200, message);
}

ReplyMessage get_responder(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto responder = co_await find_responder(api, *id, exchange.caller);
  if (!responder) co_return problem_response(responder.error());
  co_return show(exchange, 200, *responder);
}

ReplyMessage put_responder(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id)
    co_return problem_response({ErrorCode::kInvalidField, "letters, digits, '-', '_', '.'", "id"});
  v1::Responder message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  auto responder = codec::decode(message, api->options.texts);
  if (!responder) co_return problem_response(responder.error());
  if (!responder->id.empty() && responder->id != *id) {
    co_return problem_response({ErrorCode::kInvalidField, "another id than the path's", "id"});
  }
  const auto where = jurisdiction_for(*api, *exchange.caller, responder->jurisdiction.value());
  if (!where) co_return problem_response(where.error());
  responder->id = *id;
  responder->jurisdiction = *where;
  const auto version = if_match(exchange.request.headers);
  if (!version) co_return problem_response(version.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine, command_of(*exchange.caller, *where,
                               dispatch::PutResponder{std::move(*responder), *version}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  const auto stored = co_await find_responder(api, *id, exchange.caller);
  if (!stored) co_return problem_response(stored.error());
  co_return show(exchange, reply.created ? 201 : 200, *stored);
}

ReplyMessage delete_responder(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto known = co_await find_responder(api, *id, exchange.caller);
  if (!known) co_return problem_response(known.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine,
      command_of(*exchange.caller, known->jurisdiction, dispatch::DeleteResponder{*id}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  HttpResponse response;
  response.status = 204;
  co_return response;
}

ReplyMessage put_duty(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id) co_return problem_response(id.error());
  const bool own = exchange.caller->responder == *id;
  if (exchange.caller->role == ports::TokenRole::kResponder && !own) {
    co_return problem_response({ErrorCode::kForbidden, "only one's own duty", "id"});
  }
  v1::Duty message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  const auto known = co_await find_responder(api, *id, exchange.caller);
  if (!known) co_return problem_response(known.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine,
      command_of(*exchange.caller, known->jurisdiction, dispatch::SetDuty{*id, message.on_duty()}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  co_return respond(exchange, 200, message);
}

}  // namespace goldenfour::net
