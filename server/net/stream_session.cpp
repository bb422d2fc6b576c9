#include "server/net/stream_session.h"

#include <type_traits>
#include <utility>
#include <variant>

#include "goldenfour/v1/stream.pb.h"
#include "server/net/await_reply.h"
#include "server/net/codec/encode.h"
#include "server/net/message_body.h"

namespace goldenfour::net {
namespace {

tl::expected<void, Problem> read_frame(const std::string& message, StreamEncoding encoding,
                                       v1::ClientFrame& frame) {
  return encoding == StreamEncoding::kJson ? parse_json(message, frame)
                                           : parse_protobuf(message, frame);
}

dispatch::Reply refusal(ErrorCode code, std::string field, std::string detail) {
  dispatch::Reply reply;
  reply.error = code;
  reply.field = std::move(field);
  reply.detail = std::move(detail);
  return reply;
}

}  // namespace

StreamSession::StreamSession(const StreamSessionParts& parts, StreamEncoding encoding,
                             boost::asio::any_io_executor executor,
                             std::optional<StreamPrincipal> known)
    : parts_(parts),
      encoding_(encoding),
      hello_timer_(std::move(executor)),
      principal_(std::move(known)) {}

ports::ConnectionId StreamSession::id() const {
  return {self_.slot, self_.generation, static_cast<std::uint8_t>(encoding_)};
}

void StreamSession::on_open(ConnectionHandle self) {
  self_ = self;
  hello_timer_.expires_after(parts_.options.hello_within);
  // The writer outlives every connection; the session may be gone when the handler runs.
  hello_timer_.async_wait([&writer = parts_.writer, self](const boost::system::error_code& error) {
    if (!error) writer.close(self, kClosePolicy);
  });
}

boost::asio::awaitable<void> StreamSession::on_message(std::string message) {
  v1::ClientFrame wire;
  if (!read_frame(message, encoding_, wire)) {
    parts_.writer.close(self_, kCloseBadPayload);
    co_return;
  }
  auto frame = codec::decode(wire, parts_.clock.now().utc);
  if (!frame) {
    const Problem& problem = frame.error();
    tell(wire.request(), problem.code, problem.field, problem.detail);
    co_return;
  }
  co_await take(*std::move(frame));
}

boost::asio::awaitable<void> StreamSession::take(codec::ClientFrame frame) {
  if (const auto* hello = std::get_if<codec::HelloFrame>(&frame.body)) {
    greet(frame.request, *hello);
    co_return;
  }
  if (!greeted_) {
    parts_.writer.close(self_, kClosePolicy);
    co_return;
  }
  if (const auto* ping = std::get_if<codec::PingFrame>(&frame.body)) {
    if (!principal_->responder.empty()) parts_.engine.heard_from(principal_->responder);
    send(codec::encode_pong(ping->nonce));
  } else if (const auto* ack = std::get_if<codec::AckFrame>(&frame.body)) {
    if (!principal_->responder.empty()) parts_.engine.heard_from(principal_->responder);
    parts_.hub.acknowledged(id(), ack->position);
  } else if (principal_->responder.empty()) {
    tell(frame.request, ErrorCode::kForbidden, "body", "only responders send this frame");
  } else {
    parts_.engine.heard_from(principal_->responder);
    co_await take_as_responder(std::move(frame));
  }
}

void StreamSession::greet(std::uint64_t request, const codec::HelloFrame& hello) {
  if (greeted_) return tell(request, ErrorCode::kBadMessage, "hello", "hello was said already");
  if (!principal_) principal_ = parts_.redeem(hello.ticket);
  if (!principal_) return parts_.writer.close(self_, kClosePolicy);
  greeted_ = true;
  hello_timer_.cancel();
  const bool responder = !principal_->responder.empty();
  if (responder) {
    if (hello.presence) parts_.engine.presence(principal_->responder, *hello.presence);
    parts_.engine.heard_from(principal_->responder);
  }
  parts_.hub.open(id(), {responder ? principal_->responder.value() : principal_->name,
                         principal_->jurisdiction, principal_->responder, hello.resume});
}

boost::asio::awaitable<void> StreamSession::take_as_responder(codec::ClientFrame frame) {
  const registry::ResponderId& who = principal_->responder;
  if (const auto* presence = std::get_if<registry::Presence>(&frame.body)) {
    parts_.engine.presence(who, *presence);
  } else if (const auto* seen = std::get_if<codec::SeenFrame>(&frame.body)) {
    parts_.hub.seen(id(), seen->offer);
  } else if (const auto* duty = std::get_if<codec::DutyFrame>(&frame.body)) {
    co_await command(frame.request, dispatch::SetDuty{who, duty->on_duty});
  } else if (const auto* answer = std::get_if<codec::AnswerFrame>(&frame.body)) {
    co_await command(frame.request, dispatch::Answer{answer->offer, who, answer->accept});
  } else if (const auto* progress = std::get_if<codec::ProgressFrame>(&frame.body)) {
    co_await command(frame.request, dispatch::Progress{progress->task, who, progress->step});
  }
}

boost::asio::awaitable<void> StreamSession::command(std::uint64_t request,
                                                    dispatch::CommandBody body) {
  dispatch::Command wanted;
  wanted.jurisdiction = principal_->jurisdiction;
  wanted.actor = {dispatch::ActorKind::kResponder, principal_->responder.value()};
  wanted.body = std::move(body);
  const auto submit = [&engine = parts_.engine,
                       wanted = std::move(wanted)](std::function<void(dispatch::Reply)> answer) {
    const ErrorCode error = engine.submit(wanted, answer);
    if (error != ErrorCode::kNone) answer(refusal(error, "", "try again in a moment"));
  };
  const auto reply = co_await await_reply<dispatch::Reply>(submit);
  send(codec::encode_result(
      request, reply ? *reply : refusal(ErrorCode::kShuttingDown, "", "the server is stopping")));
}

void StreamSession::tell(std::uint64_t request, ErrorCode code, std::string field,
                         std::string detail) {
  send(codec::encode_result(request, refusal(code, std::move(field), std::move(detail))));
}

void StreamSession::send(const v1::ServerFrame& frame) {
  parts_.writer.send(self_, {.bytes = encode_frame(frame, encoding_)});
}

void StreamSession::on_written(std::uint64_t tag) {
  parts_.hub.written(id(), tag);
}

void StreamSession::on_close(std::uint16_t /*code*/) {
  hello_timer_.cancel();
  if (greeted_) parts_.hub.closed(id());
}

}  // namespace goldenfour::net
