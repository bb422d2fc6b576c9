// A server on a loopback port and a blocking client that sends exactly the bytes a test wants.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "server/net/http_server.h"

namespace goldenfour::net::test {

inline std::chrono::nanoseconds steady_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

// Polls until `condition` holds or three seconds have passed.
inline bool eventually(const std::function<bool()>& condition) {
  const auto limit = steady_now() + std::chrono::seconds(3);
  while (!condition()) {
    if (steady_now() > limit) return false;
    ::poll(nullptr, 0, 2);
  }
  return true;
}

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer > 0) {
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(0, ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address));
  }
  ~RawClient() { ::close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  // At least one byte, or nothing at the end, after a reset, or after `patience`.
  bool receive(std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    pollfd ready{fd_, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(patience.count())) <= 0) return false;
    char piece[16384];
    const ssize_t got = ::recv(fd_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    in_.append(piece, static_cast<std::size_t>(got));
    return true;
  }
  std::string receive_all() {
    while (receive()) {
    }
    return std::exchange(in_, {});
  }
  std::string take(std::size_t count) {
    while (in_.size() < count && receive()) {
    }
    std::string out = in_.substr(0, count);
    in_.erase(0, count);
    return out;
  }
  // One response, told by its Content-Length.
  std::string response() {
    while (in_.find("\r\n\r\n") == std::string::npos && receive()) {
    }
    const std::size_t end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return {};
    const std::size_t at = in_.find("Content-Length: ");
    const std::size_t length = at < end ? std::stoul(in_.substr(at + 16)) : 0;
    return take(end + 4 + length);
  }
  bool closed() { return !receive() && in_.empty(); }

 private:
  int fd_ = -1;
  std::string in_;
};

// Runs a server on two threads until the end of the test.
class RunningServer {
 public:
  RunningServer(HttpHandler& handler, ServerOptions options)
      : server_(io_, with_port(std::move(options)), handler, metrics, steady_now) {
    const auto up = server_.listen();
    EXPECT_TRUE(up) << (up ? "" : up.error());
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
  }
  ~RunningServer() { stop(std::chrono::milliseconds(300)); }

  std::uint16_t port() const { return server_.ports().at(0); }
  HttpServer& server() { return server_; }

  // Stops and joins; how long it took until `done`.
  std::chrono::nanoseconds stop(std::chrono::milliseconds deadline) {
    if (threads_.empty()) return {};
    const auto begin = steady_now();
    std::promise<void> done;
    server_.stop(deadline, [&] { done.set_value(); });
    done.get_future().wait();
    const auto took = steady_now() - begin;
    guard_.reset();
    io_.stop();
    threads_.clear();
    return took;
  }

  NetMetrics metrics;

 private:
  static ServerOptions with_port(ServerOptions options) {
    if (options.listen.empty()) options.listen.emplace_back();
    if (options.http.connections > 64) options.http.connections = 64;
    return options;
  }

  boost::asio::io_context io_{2};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      io_.get_executor()};
  HttpServer server_;
  std::vector<std::jthread> threads_;
};

inline std::string get(std::string_view path, std::string_view extra = {}) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(extra) +
         "\r\n";
}

inline std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

inline int status_of(std::string_view response) {
  return response.size() > 12 ? std::stoi(std::string(response.substr(9, 3))) : 0;
}

inline std::string body_of(std::string_view response) {
  const std::size_t end = response.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string() : std::string(response.substr(end + 4));
}

}  // namespace goldenfour::net::test
