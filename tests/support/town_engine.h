#pragma once

#include <deque>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "server/dispatch/publish.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "tests/support/town.h"

namespace goldenfour::support {

/// A town behind the engine's port: commands and queries are done at once, what they lead to waits
/// in one queue until `release`, as it waits for the disk in the server. Single-threaded.
class TownEngine final : public ports::Engine, public ports::Clock {
 public:
  /// Called after each step with its effects; what it returns waits in the queue.
  using Shape = std::function<ports::Continuation(const dispatch::Effect&)>;

  explicit TownEngine(boost::asio::io_context& io) : io_(io) {}

  dispatch::ErrorCode submit(dispatch::Command command, ports::OnReply on_reply) override {
    if (refuse != dispatch::ErrorCode::kNone) return refuse;
    commands.push_back(command);
    const dispatch::Reply reply = town.hand_in(std::move(command));
    put_effects();
    if (on_reply) waiting_.emplace_back([on_reply, reply] { on_reply(reply); });
    if (!hold) release();
    return dispatch::ErrorCode::kNone;
  }
  dispatch::ErrorCode query(ports::Query query) override {
    if (refuse_queries != dispatch::ErrorCode::kNone) return refuse_queries;
    waiting_.push_back(query(town.state(), town.directory(), town.now()));
    if (!hold) release();
    return dispatch::ErrorCode::kNone;
  }
  void presence(const registry::ResponderId& id, const registry::Presence& at) override {
    town.directory().set_presence(id, at);
    presences.push_back(id);
  }
  void heard_from(const registry::ResponderId& id) override { heard.push_back(id); }
  registry::Now now() const override { return town.now(); }

  /// Does something in the town that no command of the tested part led to.
  template <class Act>
  auto happen(Act act) {
    auto result = act(town);
    put_effects();
    if (!hold) release();
    return result;
  }

  /// The disk caught up: up to `count` continuations go to the executor, in order.
  void release(std::size_t count = SIZE_MAX) {
    for (; count > 0 && !waiting_.empty(); --count) {
      boost::asio::post(io_, std::move(waiting_.front()));
      waiting_.pop_front();
    }
  }
  std::size_t waiting() const { return waiting_.size(); }

  /// Runs what is ready, timers excepted.
  void settle() {
    io_.restart();
    while (io_.poll() > 0) {
    }
  }

  Town town;
  Shape shape;
  bool hold = false;
  dispatch::ErrorCode refuse = dispatch::ErrorCode::kNone;
  dispatch::ErrorCode refuse_queries = dispatch::ErrorCode::kNone;
  std::vector<dispatch::Command> commands;
  std::vector<registry::ResponderId> presences;
  std::vector<registry::ResponderId> heard;

 private:
  void put_effects() {
    if (!shape) return;
    for (const dispatch::Effect& effect : town.step().effects) {
      if (auto continuation = shape(effect)) waiting_.push_back(std::move(continuation));
    }
  }

  boost::asio::io_context& io_;
  std::deque<ports::Continuation> waiting_;
};

}  // namespace goldenfour::support
