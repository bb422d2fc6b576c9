#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "clients/common/failure.h"
#include "clients/common/target.h"
#include "server/net/any_stream.h"

namespace goldenfour::client {

/// Opens streams to one target. Single-threaded; must outlive its streams, whose TLS context it
/// owns.
class Connector {
 public:
  /// Throws std::runtime_error when `ca_file` is given and cannot be read.
  Connector(Target target, const std::string& ca_file);
  ~Connector();

  /// Resolves, connects and, for TLS, shakes hands and verifies the server's name. The stream's
  /// deadline is left set to `timeout` from now.
  boost::asio::awaitable<Expected<net::AnyStream>> connect(std::chrono::milliseconds timeout);

  const Target& target() const { return target_; }

 private:
  Target target_;
  std::unique_ptr<boost::asio::ssl::context> tls_;
};

}  // namespace goldenfour::client
