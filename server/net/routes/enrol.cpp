#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "goldenfour/v1/enrolment.pb.h"
#include "server/net/codec/encode.h"
#include "server/net/routes/enrolments.h"
#include "server/net/routes/router.h"
#include "server/net/routes/token_order.h"

namespace goldenfour::net {
namespace {

/// Byte for byte the same whether the code is wrong, used or too old, so that nothing can be
/// probed.
HttpResponse unknown_code() {
  return problem_response({ErrorCode::kEnrolmentUnknown});
}

/// Codes are for phones and consoles. What may change the registry or the server is worth a walk to
/// its machine.
bool may_enrol(ports::TokenRole role) {
  return role == ports::TokenRole::kResponder || role == ports::TokenRole::kDispatcher;
}

/// The Idempotency-Key, or nothing. Who knows the code and guesses the key gets the token, so it
/// must not be short.
Result<std::string> key_of(const ApiContext& api, const Headers& headers) {
  constexpr std::size_t kShortest = 16;
  const std::string_view key = headers.get("Idempotency-Key");
  if (headers.has("Idempotency-Key") && key.size() < kShortest)
    return refuse(ErrorCode::kInvalidField, "at least 16 characters, by chance", "Idempotency-Key");
  if (key.size() > api.options.texts.idempotency_key)
    return refuse(ErrorCode::kTextTooLong, "", "Idempotency-Key");
  return std::string(key);
}

/// The token that the device got, or should have got, before; unless it was revoked.
HttpResponse tell_again(const ApiContext& api, const Exchange& exchange,
                        const std::string& secret) {
  const auto token = api.tokens.find(secret, api.clock.now().utc);
  return token ? respond(exchange, 200, codec::encode(*token, secret)) : unknown_code();
}

/// Ends the claim on whatever thread the store answers, also when nobody waits any more: the token
/// is durable then, and the code must not be good for another one.
ReplyMessage exchange_code(const ApiContext* api, Enrolments::Claim claim, Exchange exchange) {
  const auto created =
      co_await await_reply<Tokens::Created>([api, claim = std::move(claim)](auto give) {
        const auto end = [api, claim, give](Tokens::Created result) {
          if (result) {
            api->enrolments.settle(claim);
          } else if (result.error().code == ErrorCode::kAlreadyExists) {
            api->enrolments.discard(claim);  // a name that was taken meanwhile stays taken
          } else {
            api->enrolments.release(claim);
          }
          give(std::move(result));
        };
        api->tokens.create({claim.order()}, api->clock.now().utc, end);
      });
  if (!created) co_return problem_response({ErrorCode::kShuttingDown});
  if (*created) {
    const NewToken& token = (*created)->front();
    co_return respond(exchange, 201, codec::encode(token.record, token.secret));
  }
  const Problem& problem = created->error();
  co_return problem.code == ErrorCode::kAlreadyExists ? unknown_code() : problem_response(problem);
}

}  // namespace

ReplyMessage create_enrolment(const ApiContext* api, Exchange exchange) {
  v1::CreateEnrolmentRequest message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  const auto order = read_order(message.token(), "token.");
  if (!order) co_return problem_response(order.error());
  if (!may_enrol(order->role))
    co_return problem_response(
        {ErrorCode::kInvalidField, "RESPONDER or TOKEN_DISPATCHER", "token.role"});
  if (api->tokens.in_use(order->name))
    co_return problem_response({ErrorCode::kAlreadyExists, "the name is in use", "token.name"});
  const auto issued = api->enrolments.issue(*order, std::chrono::seconds(message.valid_seconds()),
                                            api->clock.now());
  if (!issued) co_return problem_response(issued.error());
  v1::EnrolmentCode reply;
  reply.set_code(issued->code);
  codec::encode(issued->expires_at, reply.mutable_expires_at());
  co_return respond(exchange, 201, reply);
}

ReplyMessage post_enrolment(const ApiContext* api, Exchange exchange) {
  const registry::Now now = api->clock.now();
  if (!api->enrolments.admit(exchange.request.network, now))
    co_return problem_response({ErrorCode::kRateLimited, "too many tries; wait a little"});
  v1::EnrolRequest message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  if (message.code().empty()) co_return problem_response({ErrorCode::kMissingField, "", "code"});
  const auto key = key_of(*api, exchange.request.headers);
  if (!key) co_return problem_response(key.error());
  using Stage = Enrolments::Claim::Stage;
  auto claim = api->enrolments.claim({message.code(), *key}, now);
  if (!claim) co_return unknown_code();
  if (claim->stage() == Stage::kBusy)
    co_return problem_response({ErrorCode::kOverloaded, "the code is just being exchanged"});
  if (claim->stage() == Stage::kRepeated)
    co_return tell_again(*api, exchange, claim->order().secret);
  co_return co_await exchange_code(api, *std::move(claim), std::move(exchange));
}

}  // namespace goldenfour::net
