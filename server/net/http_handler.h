// What the application implements to answer requests.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include "server/net/http_message.h"
#include "server/net/stream_sink.h"

namespace goldenfour::net {

// Receives a body piece by piece (imports), on the connection's strand. Destroyed unfinished when
// the client goes away or a piece is refused.
class BodySink {
 public:
  virtual ~BodySink() = default;
  // The next bytes. Reading pauses until it completes. An error ends the request with that problem.
  virtual boost::asio::awaitable<tl::expected<void, Problem>> on_bytes(std::string bytes) = 0;
  // The body is complete.
  virtual boost::asio::awaitable<HttpResponse> on_end() = 0;
};

// How the body of a request is taken: refused before it is read, streamed, or (by default)
// collected into HttpRequest::body up to HttpOptions::body_bytes.
struct CollectBody {};
using BodyPlan = std::variant<CollectBody, std::unique_ptr<BodySink>, Problem>;

struct AcceptUpgrade {
  std::string subprotocol;  // kJsonSubprotocol or kProtobufSubprotocol
  std::unique_ptr<StreamSink> sink;
};
using UpgradeDecision = std::variant<AcceptUpgrade, HttpResponse>;

// One object for all connections; every method is called on the strand of the connection that asks,
// so on several threads at once. A coroutine must end on the executor it began on, which awaiting
// Asio operations and await_reply ensure. An exception becomes 500 INTERNAL.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;

  // Decides from the header alone; called only for requests with a body.
  virtual BodyPlan plan_body(const HttpRequest& header) {
    static_cast<void>(header);
    return CollectBody{};
  }

  // Answers a request whose body, if any, was collected. HEAD is answered as GET; the server leaves
  // the body out.
  virtual boost::asio::awaitable<HttpResponse> handle(HttpRequest request) = 0;

  // A WebSocket upgrade whose Origin was accepted. `offered` are the client's subprotocols in its
  // order, among them perhaps "ticket.<opaque>". The handler authenticates, chooses, or refuses.
  virtual boost::asio::awaitable<UpgradeDecision> upgrade(HttpRequest request,
                                                          std::vector<std::string> offered) = 0;
};

}  // namespace goldenfour::net
