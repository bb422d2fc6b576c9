#include "server/net/routes/stream_session.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>
#include <variant>

#include <boost/asio/steady_timer.hpp>

#include "server/net/codec/encode.h"
#include "server/net/message_body.h"
#include "server/net/routes/exchange.h"

namespace goldenfour::net {
namespace {

constexpr std::string_view kTicketPrefix = "ticket.";

/// One stream: says who it is, then turns client frames into commands. Lives on its connection's
/// strand; results come from the effect runner through the sender, addressed by name.
class StreamSession final : public StreamSink {
 public:
  StreamSession(const ApiContext* api, Tickets::Holder holder, std::uint8_t encoding)
      : api_(*api), holder_(std::move(holder)), hello_timer_(api->io) {
    id_.encoding = encoding;
  }

  void on_open(ConnectionHandle self) override {
    id_.slot = self.slot;
    id_.generation = self.generation;
    hello_timer_.expires_after(api_.options.hello_timeout);
    // Runs on any thread and perhaps after this session: it holds names only.
    hello_timer_.async_wait(
        [sender = &api_.sender, id = id_, greeted = greeted_](boost::system::error_code error) {
          if (!error && !greeted->load()) sender->close(id, kClosePolicy);
        });
  }

  boost::asio::awaitable<void> on_message(std::string message) override {
    take(message);
    co_return;
  }

  void on_written(std::uint64_t tag) override { api_.hub.written(id_, tag); }

  void on_close(std::uint16_t) override {
    if (greeted_->exchange(true)) api_.hub.closed(id_);
  }

  // Client frames.
  void operator()(codec::HelloFrame& hello);
  void operator()(const codec::AckFrame& ack) { api_.hub.acknowledged(id_, ack.position); }
  void operator()(const registry::Presence& presence) {
    if (allow_responder()) api_.engine.presence(holder_->responder, presence);
  }
  void operator()(const codec::DutyFrame& duty) {
    if (!allow_responder()) return;
    send_command(holder_->jurisdiction, dispatch::SetDuty{holder_->responder, duty.on_duty});
  }
  void operator()(const codec::AnswerFrame& answer) {
    if (!allow_responder()) return;
    send_command(answer.offer.incident.jurisdiction,
                 dispatch::Answer{answer.offer, holder_->responder, answer.accept});
  }
  void operator()(const codec::ProgressFrame& progress) {
    if (!allow_responder()) return;
    send_command(progress.task.incident.jurisdiction,
                 dispatch::Progress{progress.task, holder_->responder, progress.step, progress.aed,
                                    progress.hazard});
  }
  void operator()(const codec::SeenFrame& seen) {
    if (allow_responder()) api_.hub.seen(id_, seen.offer);
  }
  void operator()(const codec::PingFrame& ping) {
    api_.sender.send(id_, codec::encode_pong(ping.nonce));
  }

 private:
  void take(const std::string& message);
  void refuse_frame(const Problem& problem);
  bool allow_responder();
  void send_command(registry::JurisdictionId jurisdiction, dispatch::CommandBody body);
  void end(std::uint16_t code) {
    ended_ = true;
    api_.sender.close(id_, code);
  }

  const ApiContext& api_;
  ports::ConnectionId id_;
  Tickets::Holder holder_;
  boost::asio::steady_timer hello_timer_;
  std::shared_ptr<std::atomic<bool>> greeted_ = std::make_shared<std::atomic<bool>>(false);
  std::uint64_t request_ = 0;  // of the frame in hand
  std::size_t bad_frames_ = 0;
  bool ended_ = false;
};

void StreamSession::take(const std::string& message) {
  if (ended_) return;
  v1::ClientFrame frame;
  const auto parsed =
      id_.encoding == kProtobufStream ? parse_protobuf(message, frame) : parse_json(message, frame);
  request_ = parsed ? frame.request() : 0;
  const bool unreadable = !parsed && (parsed.error().code == ErrorCode::kMalformedJson ||
                                      parsed.error().code == ErrorCode::kMalformedProtobuf);
  if (unreadable) return end(kCloseBadPayload);
  if (!parsed) return refuse_frame(parsed.error());
  auto decoded = codec::decode(frame, api_.clock.now().utc);
  if (!decoded) return refuse_frame(decoded.error());
  const bool is_hello = std::holds_alternative<codec::HelloFrame>(decoded->body);
  if (is_hello == greeted_->load()) {
    return refuse_frame({ErrorCode::kBadMessage, "hello comes first, and once", "body"});
  }
  if (!is_hello) {
    if (!api_.tokens.is_good(*holder_, api_.clock.now().utc)) return end(kClosePolicy);
    if (!holder_->responder.empty()) api_.engine.heard_from(holder_->responder);
  }
  std::visit(*this, decoded->body);
}

/// A stranger's mistake ends the stream; somebody known may err a few times.
void StreamSession::refuse_frame(const Problem& problem) {
  dispatch::Reply reply;
  reply.error = problem.code;
  reply.field = problem.field;
  reply.detail = problem.detail;
  api_.sender.send(id_, codec::encode_result(request_, reply));
  if (!greeted_->load() || ++bad_frames_ > api_.options.bad_frames) end(kClosePolicy);
}

bool StreamSession::allow_responder() {
  if (!holder_->responder.empty()) return true;
  refuse_frame({ErrorCode::kForbidden, "of responders only", "body"});
  return false;
}

void StreamSession::operator()(codec::HelloFrame& hello) {
  const auto now = api_.clock.now();
  if (holder_ == nullptr) holder_ = api_.tickets.redeem(hello.ticket, now.steady);
  if (holder_ == nullptr || !api_.tokens.is_good(*holder_, now.utc)) {
    return refuse_frame({ErrorCode::kTicketInvalid, "ask for a new one", "hello.ticket"});
  }
  greeted_->store(true);
  hello_timer_.cancel();
  const bool is_responder = !holder_->responder.empty();
  if (is_responder) {
    api_.engine.heard_from(holder_->responder);
    if (hello.presence) api_.engine.presence(holder_->responder, *hello.presence);
  }
  api_.hub.open(id_, {is_responder ? holder_->responder.value() : holder_->name, holder_->name,
                      holder_->jurisdiction, holder_->responder, hello.resume});
}

void StreamSession::send_command(registry::JurisdictionId jurisdiction,
                                 dispatch::CommandBody body) {
  ports::OnReply on_reply;
  if (request_ != 0) {
    on_reply = [sender = &api_.sender, id = id_, request = request_](const dispatch::Reply& reply) {
      sender->send(id, codec::encode_result(request, reply));
    };
  }
  const ErrorCode code = api_.engine.submit(
      command_of(*holder_, std::move(jurisdiction), std::move(body)), std::move(on_reply));
  if (code == ErrorCode::kNone) return;
  dispatch::Reply refusal;
  refusal.error = code;
  api_.sender.send(id_, codec::encode_result(request_, refusal));
}

bool offers(const std::vector<std::string>& offered, std::string_view protocol) {
  return std::find(offered.begin(), offered.end(), protocol) != offered.end();
}

}  // namespace

UpgradeDecision open_stream(const ApiContext* api, const std::vector<std::string>& offered) {
  const bool json = offers(offered, kJsonSubprotocol);
  if (!json && !offers(offered, kProtobufSubprotocol)) {
    return problem_response(
        {ErrorCode::kInvalidField,
         std::string(kJsonSubprotocol) + " or " + std::string(kProtobufSubprotocol),
         "Sec-WebSocket-Protocol"});
  }
  // The client's order decides between the two.
  const auto first = std::find_if(offered.begin(), offered.end(), [](const std::string& each) {
    return each == kJsonSubprotocol || each == kProtobufSubprotocol;
  });
  Tickets::Holder holder;
  for (const std::string& each : offered) {
    if (!each.starts_with(kTicketPrefix)) continue;
    holder = api->tickets.redeem(each.substr(kTicketPrefix.size()), api->clock.now().steady);
    if (holder == nullptr) {
      return problem_response(
          {ErrorCode::kTicketInvalid, "ask for a new one", "Sec-WebSocket-Protocol"});
    }
    break;
  }
  const std::uint8_t encoding = *first == kProtobufSubprotocol ? kProtobufStream : kJsonStream;
  return AcceptUpgrade{*first, std::make_unique<StreamSession>(api, std::move(holder), encoding)};
}

}  // namespace goldenfour::net
