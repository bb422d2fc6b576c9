#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace goldenfour::support {

/// A gateway for SMS as a webhook sees it: a real HTTP server on loopback, on a thread of its own,
/// that answers as the test says and remembers what it was sent.
class Gateway {
 public:
  struct Received {
    std::string target;
    std::string timestamp;
    std::string signature;
    std::string message_id;
    std::string body;
    std::map<std::string, std::string> headers;  ///< all of them, as they were written
  };
  /// The status for the n-th request, from 0; 0: never answers, closes after `silence`.
  using Script = std::function<unsigned(std::size_t)>;

  explicit Gateway(Script script,
                   std::chrono::milliseconds silence = std::chrono::milliseconds(500))
      : script_(std::move(script)),
        silence_(silence),
        acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    accept();
    thread_ = std::jthread([this] { io_.run(); });
  }
  ~Gateway() { io_.stop(); }

  std::string url(const std::string& path = "/sms") const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + path;
  }
  std::vector<Received> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }
  std::size_t most_at_once() const { return most_; }

 private:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  using Response = boost::beast::http::response<boost::beast::http::string_body>;
  struct Peer {
    explicit Peer(boost::asio::ip::tcp::socket accepted)
        : socket(std::move(accepted)), timer(socket.get_executor()) {}
    boost::asio::ip::tcp::socket socket;
    boost::asio::steady_timer timer;
    boost::beast::flat_buffer buffer;
    Request request;
    Response response;
  };

  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, auto socket) {
      if (error) return;
      auto peer = std::make_shared<Peer>(std::move(socket));
      most_ = std::max<std::size_t>(most_, ++active_);
      boost::beast::http::async_read(peer->socket, peer->buffer, peer->request,
                                     [this, peer](auto failed, std::size_t) {
                                       if (!failed) return answer(peer);
                                       --active_;
                                     });
      accept();
    });
  }

  static std::map<std::string, std::string> headers_of(const Request& request) {
    std::map<std::string, std::string> headers;
    for (const auto& field : request)
      headers[std::string(field.name_string())] = std::string(field.value());
    return headers;
  }

  void answer(const std::shared_ptr<Peer>& peer) {
    const auto text = [&](const char* name) { return std::string(peer->request[name]); };
    std::size_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      number = received_.size();
      received_.push_back({std::string(peer->request.target()), text("GoldenFour-Timestamp"),
                           text("GoldenFour-Signature"), text("GoldenFour-Message-Id"),
                           peer->request.body(), headers_of(peer->request)});
    }
    const unsigned status = script_(number);
    peer->timer.expires_after(status == 0 ? silence_ : std::chrono::milliseconds(1));
    peer->timer.async_wait([this, peer, status](auto) {
      --active_;
      if (status == 0) return peer->socket.close();
      peer->response.result(status);
      peer->response.prepare_payload();
      boost::beast::http::async_write(peer->socket, peer->response, [peer](auto, std::size_t) {});
    });
  }

  Script script_;
  std::chrono::milliseconds silence_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  std::vector<Received> received_;
  std::atomic<std::size_t> active_ = 0;
  std::atomic<std::size_t> most_ = 0;
  std::jthread thread_;
};

}  // namespace goldenfour::support
