#include "server/sim/simulation.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "server/sim/caller.h"
#include "server/sim/gateway.h"
#include "server/sim/office.h"
#include "server/sim/registrar.h"
#include "server/sim/volunteer.h"

namespace goldenfour::sim {
namespace {

constexpr Duration kLookEvery{500};
constexpr Duration kSettling = minutes(1);  ///< before the first alert: phones connect
constexpr Duration kClearing = minutes(4);  ///< after the end: everything is closed
constexpr std::int64_t kStartOfTime = 1'780'000'000'000;

/// Everything that a simulated city consists of, in the order in which it comes to life.
class Simulation {
 public:
  explicit Simulation(const Options& options)
      : options_(options),
        env_(options.seed, draw_start(options.seed)),
        city_(make_city(options.city, env_.clock.now().utc, env_.random)),
        watch_(env_, city_, truth_),
        wrapped_(options.wrap ? options.wrap(watch_) : nullptr),
        events_(*this),
        server_(env_, city_, events_, options.sabotage),
        gateway_(env_, server_, truth_,
                 [this](const auto& who, const auto& offer) { ring(who, offer); }),
        office_(env_, server_, city_, truth_),
        registrar_(env_, server_, city_, truth_),
        caller_(env_, server_, city_, truth_, [this](const auto& incident, const auto& alert) {
          office_.take_over(incident, alert);
        }) {
    if (options.faults) env_.knobs = FaultKnobs::drawn(env_.random);
    env_.trace.listen(options.listener);
    for (const auto& who : city_.responders) add_volunteer(who);
  }

  Report run() {
    server_.start();
    registrar_.register_everybody();
    for (auto& [id, volunteer] : volunteers_) volunteer->phone().switch_on();
    office_.begin();
    look();
    run_until(kSettling);
    const Duration end = env_.time() + options_.length;
    caller_.begin(end, options_.incidents_per_hour, options_.burst);
    registrar_.begin(end);
    plan_crashes(end);
    plan_clock_jumps(end);
    run_until(end + minutes(2));
    ending_ = true;
    crash_at_next_decision_ = crash_at_next_message_ = false;
    office_.close_all();
    run_until(end + minutes(3));
    office_.close_all();  // what an act under way opened again
    run_until(end + kClearing);
    watch_.finish(server_);
    return {options_.seed, env_.trace.hash(), watch_.tally(), env_.faults, truth_.laws};
  }

 private:
  /// Passes on what happens: to the watch, and what leaves the server to the gateway.
  class Events final : public NodeEvents {
   public:
    explicit Events(Simulation& owner) : owner_(owner) {}
    void handled(const Node& node, const dispatch::Command& command, const dispatch::Step& step,
                 std::uint64_t sequence, bool again) override {
      to().handled(node, command, step, sequence, again);
      if (step.decision) owner_.decided(step);
    }
    void durable(const Node& node, std::uint64_t sequence) override {
      to().durable(node, sequence);
    }
    void replied(const Node& node, const dispatch::Reply& reply) override {
      to().replied(node, reply);
    }
    void started(const Node& node, const registry::ResponderId& id,
                 const dispatch::ResponderStart& start) override {
      to().started(node, id, start);
    }
    void framed(const registry::ResponderId& id, const dispatch::ResponderFrame& frame) override {
      to().framed(id, frame);
    }
    void sent_by_channel(const dispatch::SendByChannel& notice) override {
      to().sent_by_channel(notice);
      owner_.gateway_.send(notice);
    }
    void sounded(const dispatch::SoundAlarm& alarm) override { to().sounded(alarm); }

   private:
    NodeEvents& to() { return owner_.wrapped_ ? *owner_.wrapped_ : owner_.watch_; }
    Simulation& owner_;
  };

  static WallTime draw_start(std::uint64_t seed) {
    Random random(seed ^ 0x5eed);
    return WallTime{Duration{kStartOfTime + random.between(0, 365LL * 24 * 3600'000)}};
  }

  void add_volunteer(const registry::Responder& who) {
    const auto& home = who.particulars->home;
    const geo::Position at = home && env_.random.chance(0.6) ? draw_near(*home, 200, env_.random)
                                                             : city_.draw_place(env_.random);
    volunteers_.emplace(who.id,
                        std::make_unique<Volunteer>(env_, server_, truth_, who, at, Manners{}));
  }

  void ring(const registry::ResponderId& who, const dispatch::OfferId& offer) {
    const auto found = volunteers_.find(who);
    if (found != volunteers_.end()) found->second->rung(offer);
  }

  void run_until(Duration end) {
    while (!env_.queue.empty() && env_.queue.next_time() <= end) env_.queue.run_next(env_.clock);
    env_.clock.advance_to(end);
  }

  void look() {
    watch_.look(server_);
    env_.after(kLookEvery, [this] { look(); });
  }

  void plan_crashes(Duration end) {
    if (env_.knobs.crashes_per_hour <= 0) return;
    // One for certain, the others as they come.
    env_.after(env_.draw(minutes(1), options_.length), [this] { crash_soon(); });
    next_crash(end);
  }
  void next_crash(Duration end) {
    env_.after(env_.next_in(env_.knobs.crashes_per_hour), [this, end] {
      if (env_.time() >= end) return;
      if (env_.random.chance(0.5))
        crash_at_next_message_ = true;
      else
        crash_soon();
      next_crash(end);
    });
  }

  /// Crashes hurt most while something is being written: most of them wait for a decision.
  void crash_soon() {
    if (env_.random.chance(0.3)) return crash();
    crash_at_next_decision_ = true;
  }

  void decided(const dispatch::Step& step) {
    const bool sends =
        std::any_of(step.effects.begin(), step.effects.end(), [](const auto& effect) {
          return std::holds_alternative<dispatch::SendByChannel>(effect) ||
                 std::holds_alternative<dispatch::SoundAlarm>(effect);
        });
    const bool now = crash_at_next_decision_ || (crash_at_next_message_ && sends);
    if (!now) return;
    crash_at_next_decision_ = crash_at_next_message_ = false;
    env_.after(env_.draw(milliseconds(0), milliseconds(8)), [this] { crash(); });
  }

  void crash() {
    if (!server_.up() || ending_) return;
    env_.count(Fault::kCrash);
    env_.trace.line(env_.time(), [] { return std::string("CRASH"); });
    watch_.crashing(server_);
    server_.crash();
    const bool reboot = env_.happens(Fault::kReboot, env_.knobs.reboot);
    const Duration down =
        reboot ? env_.draw(seconds(15), seconds(60)) : env_.draw(milliseconds(300), seconds(8));
    env_.after(down, [this, reboot] { restart(reboot); });
  }

  void restart(bool reboot) {
    if (reboot) env_.clock.reboot();
    server_.start();
    env_.trace.line(env_.time(), [&] {
      return "RESTART with " + std::to_string(server_.node().sequence()) + " decisions";
    });
    watch_.restarted(server_);
  }

  void plan_clock_jumps(Duration end) {
    if (env_.knobs.clock_jumps_per_hour <= 0) return;
    env_.after(env_.next_in(env_.knobs.clock_jumps_per_hour), [this, end] {
      if (env_.time() >= end) return;
      env_.count(Fault::kClockJump);
      const bool far = env_.random.chance(0.1);
      const Duration by =
          far ? env_.draw(minutes(-90), minutes(90)) : env_.draw(seconds(-120), seconds(120));
      env_.trace.line(env_.time(),
                      [&] { return "CLOCK JUMPS by " + std::to_string(by.count()) + " ms"; });
      env_.clock.jump_wall(by);
      plan_clock_jumps(end);
    });
  }

  const Options& options_;
  Env env_;
  Truth truth_;
  City city_;
  Watch watch_;
  std::unique_ptr<NodeEvents> wrapped_;
  Events events_;
  Server server_;
  Gateway gateway_;
  Office office_;
  Registrar registrar_;
  Caller caller_;
  std::map<registry::ResponderId, std::unique_ptr<Volunteer>> volunteers_;
  bool crash_at_next_decision_ = false;
  bool crash_at_next_message_ = false;  ///< or alarm that must leave
  bool ending_ = false;
};

}  // namespace

Report simulate(const Options& options) {
  return Simulation(options).run();
}

}  // namespace goldenfour::sim
