#include "server/runtime/engine.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <string>

#include "server/dispatch/invariants.h"
#include "server/dispatch/restart.h"
#include "server/registry/check.h"
#include "server/runtime/system_clock.h"

namespace goldenfour::runtime {

using dispatch::ErrorCode;

namespace {

/// In debug builds: a broken law ends the process before anything of the decision is stored.
void check_laws([[maybe_unused]] const dispatch::State& state,
                [[maybe_unused]] const dispatch::Decision& decision) {
#ifdef GOLDENFOUR_CHECK_LAWS
  dispatch::LawCounts counts;
  for (const dispatch::Breach& breach : dispatch::check_touched(state, decision, counts)) {
    const std::string what = "law " + std::to_string(breach.law) + " broken: " + breach.what;
    registry::check(false, what.c_str());
  }
#endif
}

constexpr registry::Duration kExpiryInterval{5'000};
constexpr std::chrono::seconds kLongestSleep{1};
constexpr std::chrono::seconds kLevelsInterval{1};
constexpr std::size_t kAwaitingOfferLimit = 1024;
constexpr std::size_t kTimersPerTurn = 64;

}  // namespace

void die(const Log& log, const std::string& what) {
  log.error("fatal", {{"what", what}});
  log.flush();
  std::_Exit(70);
}

Engine::Engine(EngineParts parts, EngineOptions options)
    : parts_(std::move(parts)),
      options_(options),
      replies_(parts_.runner, options.replies),
      inboxes_(options.inboxes) {
  parts_.runner.on_progress([this] {
    if (throttled_) inboxes_.wake();
  });
}

Engine::~Engine() {
  inboxes_.close();
  if (thread_.joinable()) thread_.join();
}

tl::expected<std::uint64_t, std::string> Engine::replay() {
  const auto replayed =
      parts_.journal.replay([this](std::uint64_t, const dispatch::Decision& decision) {
        parts_.dispatcher.replay(decision);
      });
  if (!replayed) return replayed;
  shown_sequence_ = sequence_ = *replayed;
  parts_.runner.durable(sequence_);
  return replayed;
}

void Engine::open(ports::EffectShaper& shaper) {
  shaper_ = &shaper;
  const dispatch::Now now = parts_.clock.now();
  timers_.load(parts_.dispatcher.state(), now);
  for (const dispatch::Effect& effect : dispatch::effects_at_start(parts_.dispatcher.state()))
    take(effect, now);
  flush();
  parts_.log.info("engine_opened", {{"sequence", static_cast<std::int64_t>(sequence_)},
                                    {"timers", static_cast<std::int64_t>(timers_.size())}});
  thread_ = std::thread([this] { run(); });
}

bool Engine::stop(std::chrono::milliseconds patience) {
  inboxes_.close();
  if (!thread_.joinable()) return true;
  if (is_drained_.wait_for(patience) != std::future_status::ready) return false;
  thread_.join();
  return true;
}

ErrorCode Engine::submit(dispatch::Command command, ports::OnReply on_reply) {
  command.correlation = 0;
  if (on_reply) {
    const auto correlation = replies_.add(std::move(on_reply));
    if (!correlation) {
      parts_.metrics.refused("replies");
      return ErrorCode::kOverloaded;
    }
    command.correlation = *correlation;
  }
  const std::uint64_t correlation = command.correlation;
  const ErrorCode error = inboxes_.put(PendingCommand{std::move(command), monotonic_now()});
  if (error == ErrorCode::kNone) return error;
  if (correlation != 0) replies_.forget(correlation);
  parts_.metrics.refused("commands");
  return error;
}

ErrorCode Engine::query(ports::Query query) {
  const ErrorCode error = inboxes_.put(std::move(query));
  if (error != ErrorCode::kNone) parts_.metrics.refused("queries");
  return error;
}

void Engine::presence(const registry::ResponderId& responder, const registry::Presence& at) {
  const PresenceUpdate update{
      .responder = responder, .presence = at, .heard_at = parts_.clock.now().steady};
  if (!inboxes_.put(update)) parts_.metrics.refused("presences");
}

void Engine::heard_from(const registry::ResponderId& responder) {
  const PresenceUpdate update{
      .responder = responder, .presence = {}, .heard_at = parts_.clock.now().steady};
  if (!inboxes_.put(update)) parts_.metrics.refused("presences");
}

void Engine::run() {
  try {
    while (!inboxes_.finished()) {
      const bool waits_for_disk = throttled();
      inboxes_.wait(until_next_work(), waits_for_disk);
      const auto begin = monotonic_now();
      turn();
      const auto end = monotonic_now();
      parts_.metrics.turn_took(end - begin);
      show_levels(end);
    }
  } catch (const std::exception& error) {
    die(parts_.log, std::string("the state thread failed: ") + error.what());
  }
  put([this] {
    replies_.complete_all(ErrorCode::kShuttingDown, "the server is stopping");
    drained_.set_value();
  });
  flush();
}

std::chrono::nanoseconds Engine::until_next_work() const {
  if (throttled_) return kLongestSleep / 10;  // timers wait for the disk too
  const auto due = timers_.next_due();
  if (!due) return kLongestSleep;
  const std::chrono::duration<double, std::milli> clock_time = *due - parts_.clock.now().steady;
  const auto real_time =
      std::chrono::duration_cast<std::chrono::nanoseconds>(clock_time / parts_.clock.rate());
  return std::clamp<std::chrono::nanoseconds>(real_time, std::chrono::nanoseconds(0),
                                              kLongestSleep);
}

bool Engine::must_wait_for_disk() const {
  return sequence_ - std::min(sequence_, parts_.runner.durable()) >= options_.undurable_decisions ||
         parts_.runner.pending() >= options_.waiting_effects;
}

bool Engine::throttled() {
  // Announced before it is looked at again, so that progress in between still wakes this thread.
  throttled_ = must_wait_for_disk();
  if (throttled_) throttled_ = must_wait_for_disk();
  return throttled_;
}

void Engine::turn() {
  fire_timers();
  handle_commands();
  if (!inboxes_.has_commands() || must_wait_for_disk()) {
    apply_presences();
    if (!inboxes_.has_commands()) answer_queries();
  }
  expire_presences(parts_.clock.now());
  flush();
}

void Engine::fire_timers() {
  for (std::size_t fired = 0; fired < kTimersPerTurn && !must_wait_for_disk(); ++fired) {
    const auto timer = timers_.pop_due(parts_.clock.now().steady);
    if (!timer) return;
    handle({.jurisdiction = timer->incident.jurisdiction, .actor = {}, .body = *timer},
           monotonic_now());
  }
}

void Engine::handle_commands() {
  for (std::size_t handled = 0; handled < options_.commands_per_turn; ++handled) {
    if (must_wait_for_disk()) return;
    const auto pending = inboxes_.take_command();
    if (!pending) return;
    handle(pending->command, pending->taken_at);
    if (is_registry_change(pending->command.body)) return;  // an alert may have come meanwhile
  }
}

void Engine::handle(const dispatch::Command& command, std::chrono::nanoseconds taken_at) {
  const auto* alert = std::get_if<dispatch::RaiseAlert>(&command.body);
  if (options_.drills_only && alert && alert->alert.status == dispatch::AlertStatus::kActual)
    return refuse_in_earnest(command.correlation);
  const dispatch::Now now = parts_.clock.now();
  const dispatch::Step step = parts_.dispatcher.handle(command, parts_.world, now);
  if (step.decision) {
    check_laws(parts_.dispatcher.state(), *step.decision);
    store(*step.decision);
  }
  watch_first_offer(command, step, taken_at);
  for (const dispatch::Effect& effect : step.effects) take(effect, now);
  flush();
}

void Engine::refuse_in_earnest(std::uint64_t correlation) {
  dispatch::Reply refusal;
  refusal.correlation = correlation;
  refusal.error = ErrorCode::kDrillOnly;
  refusal.field = "status";
  refusal.detail = "this server takes drills only; send status EXERCISE or TEST";
  reply(refusal);
  flush();
}

void Engine::store(const dispatch::Decision& decision) {
  shown_sequence_ = ++sequence_;
  if (!parts_.journal.append(sequence_, decision))
    die(parts_.log,
        "the journal's queue is full: raise its limit above engine.undurable_decisions");
  parts_.metrics.decided(decision);
  parts_.log.debug("decided", {{"jurisdiction", decision.jurisdiction.value()},
                               {"command", decision.command},
                               {"sequence", static_cast<std::int64_t>(sequence_)},
                               {"facts", static_cast<std::int64_t>(decision.facts.size())}});
  put([this, decided_at = monotonic_now()] {
    parts_.metrics.committed(monotonic_now() - decided_at);
  });
}

void Engine::take(const dispatch::Effect& effect, dispatch::Now now) {
  if (const auto* answer = std::get_if<dispatch::Reply>(&effect)) return reply(*answer);
  if (const auto* arm = std::get_if<dispatch::ArmTimer>(&effect))
    return timers_.arm(arm->timer, now);
  if (const auto* disarm = std::get_if<dispatch::DisarmTimer>(&effect))
    return timers_.disarm(disarm->incident, disarm->timer);
  auto continuation = shaper_->shape(effect, parts_.dispatcher.state(), parts_.directory, now);
  if (continuation) put(std::move(continuation));
}

void Engine::reply(const dispatch::Reply& reply) {
  parts_.metrics.replied(reply);
  if (reply.correlation == 0) return;
  put([this, reply] { replies_.complete(reply); });
}

void Engine::apply_presences() {
  for (const PresenceUpdate& update : inboxes_.take_presences(options_.presences_per_turn)) {
    if (update.presence) {
      registry::Presence presence = *update.presence;
      presence.received = update.heard_at.value_or(parts_.clock.now().steady);
      parts_.directory.set_presence(update.responder, presence);
    }
    if (update.heard_at) parts_.directory.heard_from(update.responder, *update.heard_at);
    if (update.presence) reconsider(update.responder);
  }
}

/// Somebody under way moved: the core looks whether that matters. Positions go no further than
/// this.
void Engine::reconsider(const registry::ResponderId& responder) {
  const auto& commitments = parts_.dispatcher.state().commitments;
  const auto held = commitments.find(responder);
  if (held == commitments.end() || must_wait_for_disk()) return;
  const dispatch::OfferId task = held->second;
  handle({.jurisdiction = task.incident.jurisdiction,
          .actor = {},
          .body = dispatch::ReconsiderTask{task}},
         monotonic_now());
}

void Engine::expire_presences(dispatch::Now now) {
  if (now.steady < next_expiry_) return;
  next_expiry_ = now.steady + kExpiryInterval;
  const dispatch::Duration kept = options_.presence_kept - kExpiryInterval;
  parts_.directory.forget_presence_before(now.steady + -kept);
}

void Engine::answer_queries() {
  const auto end = monotonic_now() + options_.queries_per_turn;
  while (monotonic_now() < end && !must_wait_for_disk() && !inboxes_.has_commands()) {
    const auto query = inboxes_.take_query();
    if (!query) return;
    auto continuation = (*query)(parts_.dispatcher.state(), parts_.directory, parts_.clock.now());
    if (continuation) put(std::move(continuation));
    flush();
  }
}

void Engine::watch_first_offer(const dispatch::Command& command, const dispatch::Step& step,
                               std::chrono::nanoseconds taken_at) {
  if (step.decision) {
    for (const dispatch::Fact& fact : step.decision->facts)
      if (const auto* opened = std::get_if<dispatch::IncidentOpened>(&fact))
        awaiting_offer_.emplace_back(opened->incident, taken_at);
    if (awaiting_offer_.size() > kAwaitingOfferLimit) awaiting_offer_.pop_front();
  }
  const auto* report = std::get_if<dispatch::ReportDelivery>(&command.body);
  if (!report || report->stage != dispatch::DeliveryStage::kSent) return;
  const auto found = std::find_if(awaiting_offer_.begin(), awaiting_offer_.end(), [&](auto& entry) {
    return entry.first == report->offer.incident;
  });
  if (found == awaiting_offer_.end()) return;
  parts_.metrics.first_offer_written(taken_at - found->second);
  awaiting_offer_.erase(found);
}

void Engine::put(ports::Continuation continuation) {
  batch_.emplace_back(sequence_, std::move(continuation));
}

void Engine::flush() {
  parts_.runner.put(std::exchange(batch_, {}));
}

void Engine::show_levels(std::chrono::nanoseconds now) {
  if (now - levels_shown_ < kLevelsInterval) return;
  levels_shown_ = now;
  parts_.metrics.show({.inboxes = inboxes_.depths(),
                       .effects_waiting = parts_.runner.pending(),
                       .replies_waiting = replies_.waiting(),
                       .timers = timers_.size(),
                       .presences = parts_.directory.presence_count(),
                       .sequence = sequence_,
                       .durable = parts_.runner.durable()});
}

}  // namespace goldenfour::runtime
