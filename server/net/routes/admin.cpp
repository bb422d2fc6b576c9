#include <cstdio>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "server/dispatch/dispatcher.h"

#include "server/net/codec/encode.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"
#include "server/net/routes/token_order.h"

namespace goldenfour::net {
namespace {

Result<std::vector<TokenOrder>> read_orders(const v1::CreateTokensRequest& message) {
  if (message.tokens().empty()) return refuse(ErrorCode::kMissingField, "", "tokens");
  std::vector<TokenOrder> orders;
  for (int i = 0; i < message.tokens_size(); ++i) {
    auto order = read_order(message.tokens(i), "tokens[" + std::to_string(i) + "].");
    if (!order) return tl::make_unexpected(order.error());
    orders.push_back(std::move(*order));
  }
  return orders;
}

}  // namespace

ReplyMessage create_tokens(const ApiContext* api, Exchange exchange) {
  v1::CreateTokensRequest message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  const auto orders = read_orders(message);
  if (!orders) co_return problem_response(orders.error());
  const auto created = co_await await_reply<Tokens::Created>([api, orders = *orders](auto give) {
    api->tokens.create(orders, api->clock.now().utc, give);
  });
  if (!created) co_return problem_response({ErrorCode::kShuttingDown});
  if (!*created) co_return problem_response(created->error());
  v1::TokenList list;
  for (const NewToken& token : **created) {
    *list.add_tokens() = codec::encode(token.record, token.secret);
  }
  co_return respond(exchange, 201, list);
}

ReplyMessage list_tokens(const ApiContext* api, Exchange exchange) {
  constexpr std::size_t kPage = 10'000;
  QueryReader query(exchange.request);
  const std::size_t size = query.number("pageSize", 1, kPage, kPage);
  const std::string after = query.text("pageToken");
  if (auto problem = query.problem()) co_return problem_response(*problem);
  v1::TokenList list;
  for (const auto& record : api->tokens.list(after, size)) {
    *list.add_tokens() = codec::encode(record, {});
  }
  if (static_cast<std::size_t>(list.tokens_size()) == size) {
    list.set_next_page_token(list.tokens(list.tokens_size() - 1).name());
  }
  co_return respond(exchange, 200, list);
}

ReplyMessage revoke_token(const ApiContext* api, Exchange exchange) {
  const std::string name = exchange.parameters.at(0);
  const auto revoked = co_await await_reply<Tokens::Revoked>(
      [api, name](auto give) { api->tokens.revoke(name, give); });
  if (!revoked) co_return problem_response({ErrorCode::kShuttingDown});
  if (!*revoked) co_return problem_response(revoked->error());
  api->hub.revoked(name);
  HttpResponse response;
  response.status = 204;
  co_return response;
}

/// What a replay of the journal up to `sequence` must give. An embedded node numbers its decisions
/// over all jurisdictions, so their sum is the journal's own sequence.
ReplyMessage get_state(const ApiContext* api, Exchange) {
  struct Known {
    std::uint64_t sequence = 0;
    std::uint64_t hash = 0;
  };
  const auto look = [](const dispatch::State& state, const registry::Directory& directory,
                       dispatch::Now) {
    Known known{.hash = dispatch::state_hash(state, directory)};
    for (const auto& [id, jurisdiction] : state.jurisdictions)
      known.sequence += jurisdiction.sequence;
    return known;
  };
  const auto known = co_await look_at<Known>(&api->engine, look);
  if (!known) co_return problem_response(known.error());
  char hash[17];
  std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(known->hash));
  HttpResponse response;
  response.status = 200;
  response.content_type = kJsonMediaType;
  response.body =
      boost::json::serialize(boost::json::object{{"sequence", known->sequence}, {"hash", hash}});
  co_return response;
}

}  // namespace goldenfour::net
