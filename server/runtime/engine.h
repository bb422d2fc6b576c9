#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <future>
#include <string>
#include <thread>
#include <utility>

#include <tl/expected.hpp>

#include "server/dispatch/dispatcher.h"
#include "server/dispatch/timers.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/journal.h"
#include "server/runtime/effect_runner.h"
#include "server/runtime/inboxes.h"
#include "server/runtime/log.h"
#include "server/runtime/metrics.h"
#include "server/runtime/reply_table.h"

namespace goldenfour::runtime {

struct EngineOptions {
  InboxOptions inboxes;
  ReplyOptions replies;
  std::size_t commands_per_turn = 64;
  std::size_t presences_per_turn = 256;
  std::chrono::microseconds queries_per_turn{1000};
  /// Decisions ahead of the disk; beyond it commands wait. Not above the journal's own queue.
  std::size_t undurable_decisions = 4096;
  /// Effects ahead of the runner; beyond it commands and queries wait.
  std::size_t waiting_effects = 65'536;
  registry::Duration presence_kept{600'000};
  /// Every alert that is not a drill is refused (DRILL_ONLY).
  bool drills_only = false;
};

/// What the engine works with; all must outlive it. Dispatcher and directory belong to the state
/// thread from open() on, and `world` looks at the same directory.
struct EngineParts {
  const ports::Clock& clock;
  ports::Journal& journal;
  dispatch::Dispatcher& dispatcher;
  registry::Directory& directory;
  const dispatch::World& world;
  EffectRunner& runner;
  EngineMetrics& metrics;
  Log log;
};

/// The state thread. One turn: timers that are due, commands, then presence when no command waits,
/// then queries when still none does. What a command leads to is numbered, handed to the journal
/// and, as effects, to the runner, where it waits for the disk; the thread itself never waits for
/// anything but work.
class Engine final : public ports::Engine {
 public:
  /// `parts.runner.on_progress` is taken by the engine.
  Engine(EngineParts parts, EngineOptions options);
  /// Stops if that was not done; see stop().
  ~Engine() override;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Applies what the journal holds and returns the last stored sequence. Once, first. The error is
  /// the journal's.
  tl::expected<std::uint64_t, std::string> replay();

  /// Arms the timers that the state remembers, does again what a crash may have swallowed, and
  /// starts the thread. Once, after replay(). `shaper` must outlive the engine's stop.
  void open(ports::EffectShaper& shaper);

  /// Takes no more in, finishes what waits, and returns when all of it is durable and every effect
  /// has run: true. False when that took longer than `patience`; then the process should end at
  /// once. The runner's context must still be running. Timers that are due later stay facts. One
  /// thread; a second call continues to wait.
  bool stop(std::chrono::milliseconds patience);

  /// Of the newest decision, durable or not. Any thread.
  std::uint64_t last_sequence() const { return shown_sequence_.load(); }

  dispatch::ErrorCode submit(dispatch::Command command, ports::OnReply on_reply) override;
  dispatch::ErrorCode query(ports::Query query) override;
  void presence(const registry::ResponderId& responder, const registry::Presence& at) override;
  void heard_from(const registry::ResponderId& responder) override;

 private:
  void run();
  void turn();
  std::chrono::nanoseconds until_next_work() const;
  bool must_wait_for_disk() const;
  bool throttled();
  void fire_timers();
  void handle_commands();
  void handle(const dispatch::Command& command, std::chrono::nanoseconds taken_at);
  void refuse_in_earnest(std::uint64_t correlation);
  void store(const dispatch::Decision& decision);
  void take(const dispatch::Effect& effect, dispatch::Now now);
  void reply(const dispatch::Reply& reply);
  void apply_presences();
  void reconsider(const registry::ResponderId& responder);
  void expire_presences(dispatch::Now now);
  void answer_queries();
  void watch_first_offer(const dispatch::Command& command, const dispatch::Step& step,
                         std::chrono::nanoseconds taken_at);
  void put(ports::Continuation continuation);
  void flush();
  void show_levels(std::chrono::nanoseconds now);

  const EngineParts parts_;
  const EngineOptions options_;
  ReplyTable replies_;
  Inboxes inboxes_;
  std::atomic<bool> throttled_ = false;
  std::atomic<std::uint64_t> shown_sequence_ = 0;
  std::promise<void> drained_;
  std::future<void> is_drained_ = drained_.get_future();
  ports::EffectShaper* shaper_ = nullptr;  // set before the thread starts

  // The state thread's own.
  dispatch::TimerQueue timers_;
  std::uint64_t sequence_ = 0;
  EffectRunner::Batch batch_;
  registry::Instant next_expiry_;
  std::chrono::nanoseconds levels_shown_{0};
  std::deque<std::pair<dispatch::IncidentId, std::chrono::nanoseconds>> awaiting_offer_;

  std::thread thread_;  // last: nothing of the above dies before it ended
};

/// Ends the process with 70 after writing why: memory is ahead of the disk and must answer nothing.
[[noreturn]] void die(const Log& log, const std::string& what);

}  // namespace goldenfour::runtime
