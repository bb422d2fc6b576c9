#include "server/notify/post_queue.h"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/runtime/system_clock.h"

namespace goldenfour::notify {

namespace asio = boost::asio;

namespace {

constexpr unsigned kRequestTimeout = 408;
constexpr unsigned kTooEarly = 425;
constexpr unsigned kTooManyRequests = 429;

std::chrono::milliseconds whole_milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::ceil<std::chrono::milliseconds>(time);
}

bool is_sent(unsigned status) {
  return status >= 200 && status < 300;
}

bool is_worth_a_retry(unsigned status) {
  return status == 0 || status == kRequestTimeout || status == kTooEarly ||
         status == kTooManyRequests || status >= 500;
}

}  // namespace

PostQueue::PostQueue(const asio::any_io_executor& executor, PostLimits limits,
                     std::shared_ptr<asio::ssl::context> tls)
    : limits_(limits), tls_(std::move(tls)), strand_(asio::make_strand(executor)) {}

void PostQueue::send(Message message) {
  const bool full = in_hand_.fetch_add(1) >= limits_.queue;
  asio::post(strand_, [this, full, message = std::move(message)]() mutable {
    if (full) {
      ++counts_.refused;
      report(message, {});
      --in_hand_;
    } else if (stopped_) {
      --in_hand_;
    } else {
      waiting_.push_back(std::move(message));
      start_next();
    }
  });
}

void PostQueue::start_next() {
  while (active_ < limits_.concurrent && !waiting_.empty()) {
    ++active_;
    asio::co_spawn(strand_, deliver(std::move(waiting_.front())), asio::detached);
    waiting_.pop_front();
  }
}

asio::awaitable<void> PostQueue::deliver(Message message) {
  std::chrono::milliseconds backoff = limits_.first_backoff;
  Outcome outcome;
  bool again = true;
  while (!stopped_) {
    const auto left = whole_milliseconds(message.give_up_at - runtime::monotonic_now());
    if (left <= std::chrono::milliseconds(0)) break;
    const PostOutcome answer = co_await http_post(
        message.target, message.write(), std::min(left, limits_.attempt_timeout), tls_.get());
    outcome = {is_sent(answer.status), answer.status};
    again = !outcome.sent && is_worth_a_retry(answer.status);
    if (!again || stopped_) break;
    ++counts_.retried;
    co_await pause(backoff);
    backoff = std::min(backoff * 2, limits_.longest_backoff);
  }
  if (!again || !stopped_) report(message, outcome);
  finished();
}

asio::awaitable<void> PostQueue::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(strand_, time);
  pauses_.insert(&timer);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  pauses_.erase(&timer);
}

void PostQueue::report(const Message& message, const Outcome& outcome) {
  ++(outcome.sent ? counts_.sent : counts_.failed);
  message.done(outcome);
}

void PostQueue::finished() {
  --active_;
  --in_hand_;
  if (stopped_) {
    if (active_ == 0) stopped_();
  } else {
    start_next();
  }
}

void PostQueue::stop(std::function<void()> done) {
  asio::post(strand_, [this, done = std::move(done)]() mutable {
    stopped_ = std::move(done);
    in_hand_ -= waiting_.size();
    waiting_.clear();
    for (asio::steady_timer* timer : pauses_) timer->cancel();
    if (active_ == 0) stopped_();
  });
}

}  // namespace goldenfour::notify
