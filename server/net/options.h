// Every limit of the network layer. The configuration file fills these in before anything is bound.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/net/guard.h"

namespace goldenfour::net {

// Certificate and key are PEM files. With a client CA, clients may present a certificate signed by
// it (its subject reaches the handler); `require_client` refuses those that do not.
struct TlsOptions {
  std::string certificate_file = {};
  std::string key_file = {};
  std::string client_ca_file = {};
  bool require_client = false;
};

struct ListenOptions {
  std::string address = "127.0.0.1";  // numeric IPv4 or IPv6
  std::uint16_t port = 0;             // 0: any free port, see HttpServer::ports()
  std::optional<TlsOptions> tls = {};
  // When set, a Unix socket of mode 0600 at this path instead of address and port. What is left of
  // an earlier run is replaced. Its peers count as loopback.
  std::string local_path = {};
};

// A token bucket: `burst` at once, then `per_second`. Zero per_second: unlimited.
struct RateOptions {
  std::uint32_t per_second = 0;
  std::uint32_t burst = 0;
};

struct HttpOptions {
  GuardLimits header = {};
  std::size_t body_bytes = 256 * 1024;
  // The whole request, header and buffered body, from its first byte; for a streamed body, each
  // piece.
  std::chrono::milliseconds read_timeout{10'000};
  // A whole answer, or each 64 KiB of a larger one.
  std::chrono::milliseconds write_timeout{10'000};
  std::chrono::milliseconds idle_timeout{60'000};  // between two requests
  std::size_t connections = 15'000;                // HTTP and WebSocket together, all listeners
  std::size_t connections_per_address = 64;        // per /64 of IPv6; loopback is exempt
  RateOptions requests_per_address = {50, 100};
  RateOptions requests_from_loopback = {};
  // Host names (without port) this server answers to; empty: any.
  std::vector<std::string> allowed_hosts = {};
};

struct WebSocketOptions {
  std::size_t message_bytes = 64 * 1024;  // of one incoming message; beyond it closed with 1009
  std::size_t queue_bytes = 256 * 1024;   // waiting to be written; beyond it closed with 4008
  std::size_t ephemeral_frames = 512;     // waiting at most; the oldest goes first
  std::chrono::milliseconds dead_after{30'000};  // silence; a ping is sent after half of it
  std::chrono::milliseconds close_grace{
      2'000};                        // for the closing handshake, then the socket is cut
  RateOptions messages = {50, 200};  // incoming, per connection; beyond it reading pauses
  // Origins of pages that may connect, besides the page's own host, as "https://name[:port]".
  std::vector<std::string> allowed_origins = {};
};

struct ServerOptions {
  std::vector<ListenOptions> listen = {};
  HttpOptions http = {};
  WebSocketOptions websocket = {};
};

}  // namespace goldenfour::net
