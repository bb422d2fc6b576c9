#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "server/dispatch/directory_world.h"
#include "server/runtime/engine.h"
#include "server/runtime/system_clock.h"
#include "tests/support/town.h"

namespace goldenfour::support {

/// A journal in memory whose disk the test holds: decisions become durable at once, or when the
/// test says so. Outlives the nodes that write it, as a disk does.
class MemoryJournal final : public ports::Journal {
 public:
  std::function<void(std::uint64_t)> on_durable;
  std::atomic<bool> hold{false};
  std::atomic<bool> full{false};

  bool append(std::uint64_t sequence, const dispatch::Decision& decision) override {
    if (full) return false;
    {
      const std::lock_guard lock(mutex_);
      EXPECT_EQ(sequence, decisions_.size() + 1) << "a gap in the journal";
      decisions_.push_back(decision);
    }
    if (!hold) on_durable(sequence);
    return true;
  }
  tl::expected<std::uint64_t, std::string> replay(
      const std::function<void(std::uint64_t, const dispatch::Decision&)>& visit) override {
    std::uint64_t sequence = 0;
    for (const dispatch::Decision& decision : decisions()) visit(++sequence, decision);
    return sequence;
  }

  void commit_all() { on_durable(decisions().size()); }
  std::vector<dispatch::Decision> decisions() const {
    const std::lock_guard lock(mutex_);
    return decisions_;
  }
  std::size_t count(const std::string& command) const {
    std::size_t found = 0;
    for (const dispatch::Decision& decision : decisions()) found += decision.command == command;
    return found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<dispatch::Decision> decisions_;
};

/// Writes down, on the effect runner's strand, which effects came out of the gate.
class RecordingShaper final : public ports::EffectShaper {
 public:
  ports::Continuation shape(const dispatch::Effect& effect, const dispatch::State&,
                            const registry::Directory&, dispatch::Now) override {
    return [this, effect] {
      const std::lock_guard lock(mutex_);
      effects_.push_back(effect);
    };
  }
  std::vector<dispatch::Effect> effects() const {
    const std::lock_guard lock(mutex_);
    return effects_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<dispatch::Effect> effects_;
};

/// Waits, on real time, until something holds; false after `patience`.
inline bool eventually(const std::function<bool()>& holds,
                       std::chrono::seconds patience = std::chrono::seconds(10)) {
  const auto end = runtime::monotonic_now() + patience;
  while (!holds()) {
    if (runtime::monotonic_now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

/// The engine with the product's core on two I/O threads, a journal in memory, and no network.
class Node {
 public:
  Node(MemoryJournal& journal, const ports::Clock& clock, runtime::EngineOptions options = {})
      : journal_(journal),
        jurisdictions_{registry::JurisdictionId("ljubljana"), registry::JurisdictionId("kranj")},
        runner_(io_.get_executor()),
        dispatcher_(jurisdictions_, directory_),
        world_(directory_, dispatch::default_policy(), {}),
        engine_({clock, journal, dispatcher_, directory_, world_, runner_, metrics_, {}}, options) {
    journal.on_durable = [this](std::uint64_t sequence) { runner_.durable(sequence); };
    EXPECT_TRUE(engine_.replay());
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
    engine_.open(shaper_);
  }
  ~Node() {
    journal_.hold = false;
    journal_.commit_all();
    engine_.stop(std::chrono::seconds(5));
    work_.reset();
    io_.stop();
  }

  runtime::Engine& engine() { return engine_; }
  runtime::EngineMetrics& metrics() { return metrics_; }
  RecordingShaper& shaper() { return shaper_; }
  registry::JurisdictionId jurisdiction() const { return jurisdictions_[0]; }
  /// Only when the state thread does nothing.
  std::uint64_t hash() const { return dispatcher_.hash(); }

  dispatch::Command command(dispatch::CommandBody body) const {
    return {.jurisdiction = jurisdictions_[0],
            .actor = {dispatch::ActorKind::kDispatcher, "test"},
            .body = std::move(body)};
  }

  std::future<dispatch::Reply> submit(dispatch::CommandBody body) {
    auto promise = std::make_shared<std::promise<dispatch::Reply>>();
    auto future = promise->get_future();
    const auto error =
        engine_.submit(command(std::move(body)),
                       [promise](const dispatch::Reply& reply) { promise->set_value(reply); });
    if (error != dispatch::ErrorCode::kNone) {
      dispatch::Reply refused;
      refused.error = error;
      promise->set_value(refused);
    }
    return future;
  }
  dispatch::Reply send(dispatch::CommandBody body) { return submit(std::move(body)).get(); }

  dispatch::RaiseAlert alert(const std::string& external_id = "") const {
    dispatch::RaiseAlert raise{Town().alert(external_id)};
    raise.alert.status = dispatch::AlertStatus::kActual;
    return raise;
  }

  /// A responder on duty, connected and standing there.
  void add_person(const std::string& id, geo::Position where) {
    EXPECT_EQ(send(dispatch::PutResponder{Town().person(id, where), std::nullopt}).error,
              dispatch::ErrorCode::kNone);
    engine_.heard_from(registry::ResponderId(id));
  }

 private:
  MemoryJournal& journal_;
  std::vector<registry::JurisdictionId> jurisdictions_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  runtime::EffectRunner runner_;
  runtime::EngineMetrics metrics_;
  registry::Directory directory_;
  dispatch::Dispatcher dispatcher_;
  dispatch::DirectoryWorld world_;
  RecordingShaper shaper_;
  runtime::Engine engine_;
  std::vector<std::jthread> threads_;
};

}  // namespace goldenfour::support
