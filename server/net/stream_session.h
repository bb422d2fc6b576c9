#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/net/codec/decode.h"
#include "server/net/connection_writer.h"
#include "server/net/stream_sender.h"
#include "server/net/stream_sink.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/stream.h"
#include "server/ports/tokens.h"

namespace goldenfour::net {

/// Whom a ticket was made for.
struct StreamPrincipal {
  std::string name;  ///< the token's
  ports::TokenRole role = ports::TokenRole::kResponder;
  registry::JurisdictionId jurisdiction;
  registry::ResponderId responder;  ///< of kResponder
};

/// Takes a ticket, once; nothing when it is unknown, used or too old. Any thread.
using RedeemTicket = std::function<std::optional<StreamPrincipal>(std::string_view ticket)>;

struct StreamSessionOptions {
  std::chrono::milliseconds hello_within{10'000};
};

/// What every session works with; all must outlive the connections.
struct StreamSessionParts {
  ConnectionWriter& writer;
  ports::StreamHub& hub;
  ports::Engine& engine;
  const ports::Clock& clock;
  RedeemTicket redeem;
  StreamSessionOptions options;
};

/// The protocol of one stream. The first frame is a hello, within ten seconds; then a responder may
/// acknowledge, report presence, duty and progress, and answer, and a console may acknowledge. A
/// frame that cannot be read closes with 1007; one that comes too early, or a bad ticket, with
/// 1008; everything else that is wrong is told in a Result frame and changes nothing.
class StreamSession final : public StreamSink {
 public:
  /// `known` when the ticket came with the upgrade. `executor` is the connection's strand.
  StreamSession(const StreamSessionParts& parts, StreamEncoding encoding,
                boost::asio::any_io_executor executor, std::optional<StreamPrincipal> known);

  void on_open(ConnectionHandle self) override;
  boost::asio::awaitable<void> on_message(std::string message) override;
  void on_written(std::uint64_t tag) override;
  void on_close(std::uint16_t code) override;

 private:
  boost::asio::awaitable<void> take(codec::ClientFrame frame);
  void greet(std::uint64_t request, const codec::HelloFrame& hello);
  boost::asio::awaitable<void> take_as_responder(codec::ClientFrame frame);
  boost::asio::awaitable<void> command(std::uint64_t request, dispatch::CommandBody body);
  void tell(std::uint64_t request, ErrorCode code, std::string field, std::string detail);
  void send(const v1::ServerFrame& frame);
  ports::ConnectionId id() const;

  const StreamSessionParts& parts_;
  const StreamEncoding encoding_;
  boost::asio::steady_timer hello_timer_;
  std::optional<StreamPrincipal> principal_;
  ConnectionHandle self_;
  bool greeted_ = false;
};

}  // namespace goldenfour::net
