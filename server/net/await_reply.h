// How a handler waits for an answer that another thread gives by a callback.
//
//   std::optional<Reply> reply = co_await await_reply<Reply>([&](auto answer) {
//     if (engine.submit(command, answer) != kNone) answer(refused);
//   });
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace goldenfour::net {

namespace detail {

// Resumes the waiting coroutine once: with the answer, or with nothing when every copy of the
// callback is gone.
template <typename Handler, typename T>
class PendingReply {
 public:
  explicit PendingReply(Handler handler)
      : waiting_(Waiting{boost::asio::make_work_guard(handler), std::move(handler)}) {}
  PendingReply(const PendingReply&) = delete;
  PendingReply& operator=(const PendingReply&) = delete;
  ~PendingReply() { resume(std::nullopt); }

  void resume(std::optional<T> answer) {
    if (resumed_.exchange(true)) return;
    // Nothing of the executor stays behind: a copy of the callback may outlive it.
    Waiting waiting = *std::move(waiting_);
    waiting_.reset();
    const auto executor = waiting.work.get_executor();
    boost::asio::post(executor,
                      boost::asio::bind_executor(executor, [handler = std::move(waiting.handler),
                                                            value = std::move(answer)]() mutable {
                        std::move(handler)(std::move(value));
                      }));
  }

 private:
  struct Waiting {
    boost::asio::executor_work_guard<boost::asio::associated_executor_t<Handler>> work;
    Handler handler;
  };

  std::optional<Waiting> waiting_;
  std::atomic<bool> resumed_ = false;
};

}  // namespace detail

// Calls `start` at once with a callback that may be copied and called on any thread; the first call
// counts. The coroutine resumes on its own executor. Nothing is returned when the callback was
// destroyed uncalled. The io_context must live until the callback was called or destroyed; copies
// that are left over after that do no harm.
template <typename T, typename Start>
boost::asio::awaitable<std::optional<T>> await_reply(Start start) {
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void(std::optional<T>)>(
      [](auto handler, Start begin) {
        using Pending = detail::PendingReply<decltype(handler), T>;
        auto pending = std::make_shared<Pending>(std::move(handler));
        begin(std::function<void(T)>(
            [pending](T answer) { pending->resume(std::optional<T>(std::move(answer))); }));
      },
      boost::asio::use_awaitable, std::move(start));
}

}  // namespace goldenfour::net
