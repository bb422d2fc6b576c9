#include "server/net/await_reply.h"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <functional>
#include <string>
#include <thread>

namespace goldenfour::net {
namespace {

namespace asio = boost::asio;
using Answer = std::function<void(std::string)>;
using Start = std::function<void(Answer)>;

asio::awaitable<void> ask(Start start, std::optional<std::string>* out, bool* on_executor) {
  const auto executor = co_await asio::this_coro::executor;
  *out = co_await await_reply<std::string>(std::move(start));
  const auto* strand = executor.target<asio::strand<asio::io_context::executor_type>>();
  *on_executor = strand != nullptr && strand->running_in_this_thread();
}

// Runs `start` in a coroutine on a strand of two threads; `answering` is joined before these end.
std::optional<std::string> run(Start start, std::jthread* answering = nullptr) {
  asio::io_context io(2);
  std::optional<std::string> out = "never resumed";
  bool on_executor = false;
  asio::co_spawn(asio::make_strand(io), ask(std::move(start), &out, &on_executor), asio::detached);
  std::jthread other([&] { io.run(); });
  io.run();
  other.join();
  if (answering != nullptr) answering->join();
  EXPECT_TRUE(on_executor);
  return out;
}

TEST(AwaitReply, AnswersFromAnotherThread) {
  std::jthread thread;
  const auto answer_there = [&](Answer answer) {
    thread = std::jthread([answer] { answer("yes"); });
  };
  EXPECT_EQ("yes", run(answer_there, &thread));
}

TEST(AwaitReply, AnswersAtOnceAndOnce) {
  const auto answer_twice = [](const Answer& answer) {
    answer("first");
    answer("second");
  };
  EXPECT_EQ("first", run(answer_twice));
}

TEST(AwaitReply, AForgottenAnswerIsNothing) {
  EXPECT_EQ(std::nullopt, run([](const Answer&) {}));
  std::jthread thread;
  const auto forget_there = [&](Answer answer) {
    thread = std::jthread([held = std::move(answer)] {});
  };
  EXPECT_EQ(std::nullopt, run(forget_there, &thread));
}

TEST(AwaitReply, ACopyMayOutliveTheContext) {
  Answer kept;
  const auto keep = [&](Answer answer) {
    kept = std::move(answer);
    kept("now");
  };
  EXPECT_EQ("now", run(keep));
  kept("much later");
}

}  // namespace
}  // namespace goldenfour::net
