#pragma once

#include <cstdint>
#include <utility>

#include "server/net/http_server.h"
#include "server/registry/check.h"

namespace goldenfour::net {

/// The server as its own handler sees it: handler and server need each other, and this is where the
/// circle is closed, once, before the server listens.
class ConnectionWriter {
 public:
  void attach(HttpServer& server) { server_ = &server; }

  /// As HttpServer::send and close. After attach().
  void send(ConnectionHandle to, Frame frame) { server().send(to, std::move(frame)); }
  void close(ConnectionHandle to, std::uint16_t code) { server().close(to, code); }

 private:
  HttpServer& server() {
    registry::check(server_ != nullptr, "the server is attached before it listens");
    return *server_;
  }

  HttpServer* server_ = nullptr;
};

}  // namespace goldenfour::net
