#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/message.h>
#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include "server/dispatch/view.h"
#include "server/net/await_reply.h"
#include "server/net/http_message.h"
#include "server/net/message_body.h"
#include "server/net/negotiation.h"
#include "server/net/routes/api.h"
#include "server/ports/engine.h"

/// What routes share: who asks, what was asked, how to answer.
namespace goldenfour::net {

using ReplyMessage = boost::asio::awaitable<HttpResponse>;
template <class T>
using Result = tl::expected<T, Problem>;

inline tl::unexpected<Problem> refuse(ErrorCode code, std::string detail = {},
                                      std::string field = {}) {
  return tl::make_unexpected(Problem{code, std::move(detail), std::move(field)});
}

/// One request on its way through a route.
struct Exchange {
  HttpRequest request;
  Tickets::Holder caller;               ///< null on routes that need no token
  std::vector<std::string> parameters;  ///< what stood for {…} in the path
  Encodings encodings;
};

dispatch::Audience audience_of(const ports::TokenRecord& caller);
dispatch::Actor actor_of(const ports::TokenRecord& caller);

/// The jurisdiction that is meant: the caller's, or for a caller without one what was `named`, or
/// the only one of the node. kWrongJurisdiction when the caller's is another than the one named,
/// kMissingField when nothing says which.
Result<registry::JurisdictionId> jurisdiction_for(const ApiContext& api,
                                                  const ports::TokenRecord& caller,
                                                  const std::string& named);
/// Whether the caller may touch what belongs to `owner`.
Result<void> check_jurisdiction(const ports::TokenRecord& caller,
                                const registry::JurisdictionId& owner, std::string field);

/// Reads the body into `message`. An absent body is an empty message.
Result<void> read_body(const Exchange& exchange, google::protobuf::Message& message);

/// The message in the encoding that the client likes.
HttpResponse respond(const Exchange& exchange, int status,
                     const google::protobuf::Message& message);
/// The refusal that a reply stands for.
Problem problem_of(const dispatch::Reply& reply);
void add_etag(HttpResponse& response, std::uint64_t version);

/// The version of If-Match: "7". Nothing when absent; kInvalidField for anything else.
Result<std::optional<std::uint64_t>> if_match(const Headers& headers);

/// Hands a command in and waits until it is durable. Refusals of the engine are replies too.
boost::asio::awaitable<dispatch::Reply> submit(ports::Engine* engine, dispatch::Command command);
/// A command of this caller.
dispatch::Command command_of(const ports::TokenRecord& caller,
                             registry::JurisdictionId jurisdiction, dispatch::CommandBody body);

/// Looks at the state: `look(state, directory, now)` gives a T on the state thread. What it saw is
/// durable when this returns.
template <class T, class Look>
boost::asio::awaitable<Result<T>> look_at(ports::Engine* engine, Look look) {
  using Answer = std::shared_ptr<T>;
  auto answer = co_await await_reply<Result<Answer>>([engine, look](auto give) {
    const auto ask = [give, look](const dispatch::State& state,
                                  const registry::Directory& directory,
                                  dispatch::Now now) -> ports::Continuation {
      return [give, found = std::make_shared<T>(look(state, directory, now))] { give(found); };
    };
    const ErrorCode code = engine->query(ask);
    if (code != ErrorCode::kNone) give(Result<Answer>(refuse(code)));
  });
  if (!answer) co_return refuse(ErrorCode::kShuttingDown);
  if (!*answer) co_return tl::make_unexpected(answer->error());
  co_return std::move(***answer);
}

}  // namespace goldenfour::net
