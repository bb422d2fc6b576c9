#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "server/notify/webhook_post.h"

namespace goldenfour::notify {

/// Times are real ones, whatever the node's clock does.
struct PostLimits {
  std::size_t queue = 2'000;    ///< messages in hand; beyond it they fail at once
  std::size_t concurrent = 16;  ///< requests at the same time
  std::chrono::milliseconds attempt_timeout{3'000};
  std::chrono::milliseconds first_backoff{250};  ///< doubles with each retry
  std::chrono::milliseconds longest_backoff{5'000};
};

/// What became of messages, for metrics.
struct PostCounts {
  std::atomic<std::uint64_t> sent = 0;
  std::atomic<std::uint64_t> failed = 0;
  std::atomic<std::uint64_t> retried = 0;
  std::atomic<std::uint64_t> refused = 0;  ///< the queue was full
};

/// Messages on their way over HTTP, at most so many, some at a time: 2xx is the end; 408, 425, 429,
/// 5xx and silence are tried again with back-off until it is too late; any other answer is final.
class PostQueue {
 public:
  struct Outcome {
    bool sent = false;
    unsigned status = 0;  ///< of the last answer; 0: there was none
  };
  struct Message {
    PostTarget target;
    /// Writes the request anew for each attempt. On the queue's strand.
    std::function<PostRequest()> write;
    std::chrono::nanoseconds give_up_at{0};  ///< monotonic
    /// Called once, on an I/O thread, unless the queue is stopped first.
    std::function<void(const Outcome&)> done;
  };

  /// `tls` may be null when all targets are plain.
  PostQueue(const boost::asio::any_io_executor& executor, PostLimits limits,
            std::shared_ptr<boost::asio::ssl::context> tls);

  /// Any thread, never blocks.
  void send(Message message);

  /// Starts nothing and retries nothing any more; `done` is called once the requests in flight have
  /// ended. Any thread, once.
  void stop(std::function<void()> done);

  const PostCounts& counts() const { return counts_; }

 private:
  void start_next();
  boost::asio::awaitable<void> deliver(Message message);
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  void report(const Message& message, const Outcome& outcome);
  void finished();

  const PostLimits limits_;
  const std::shared_ptr<boost::asio::ssl::context> tls_;
  PostCounts counts_;
  std::atomic<std::size_t> in_hand_ = 0;

  boost::asio::strand<boost::asio::any_io_executor> strand_;
  // On the strand.
  std::deque<Message> waiting_;
  std::size_t active_ = 0;
  std::set<boost::asio::steady_timer*> pauses_;
  std::function<void()> stopped_;
};

}  // namespace goldenfour::notify
