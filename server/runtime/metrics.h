#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include "server/dispatch/command.h"
#include "server/dispatch/effect.h"
#include "server/dispatch/fact.h"
#include "server/dispatch/state.h"
#include "server/runtime/inboxes.h"

namespace goldenfour::runtime {

/// What the state thread and the effect runner count, with the names under which /metrics shows it.
/// Labels are jurisdictions of the configuration and words of closed lists, so their number is
/// bounded. Thread-safe as prometheus-cpp is.
class EngineMetrics {
 public:
  EngineMetrics();

  /// Counts what a decision holds. State thread.
  void decided(const dispatch::Decision& decision);
  /// Counts a reply's error code. State thread.
  void replied(const dispatch::Reply& reply);
  /// A command, a presence or a query was not taken.
  void refused(const char* inbox);
  void turn_took(std::chrono::nanoseconds time) { turn_->Observe(seconds(time)); }
  /// From the decision until its effects were released.
  void committed(std::chrono::nanoseconds latency) { commit_->Observe(seconds(latency)); }
  /// From the alert's arrival until its first offer's frame was written.
  void first_offer_written(std::chrono::nanoseconds time) { first_offer_->Observe(seconds(time)); }

  struct Levels {
    InboxDepths inboxes;
    std::size_t effects_waiting = 0;
    std::size_t replies_waiting = 0;
    std::size_t timers = 0;
    std::size_t presences = 0;
    std::uint64_t sequence = 0;
    std::uint64_t durable = 0;
  };
  /// Sets the gauges. Any one thread.
  void show(const Levels& levels);

  /// Figures of another room, read whenever somebody asks. Before threads run.
  using Source = std::function<std::vector<prometheus::MetricFamily>()>;
  void add(Source source) { sources_.push_back(std::move(source)); }
  /// The exposition in Prometheus' text format 0.0.4. Any thread.
  std::string text() const;

 private:
  static double seconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
  }
  void count(const dispatch::Fact& fact, const std::string& jurisdiction);

  std::shared_ptr<prometheus::Registry> registry_ = std::make_shared<prometheus::Registry>();
  std::vector<Source> sources_;
  prometheus::Family<prometheus::Counter>& decisions_;
  prometheus::Family<prometheus::Counter>& incidents_;
  prometheus::Family<prometheus::Counter>& offers_;
  prometheus::Family<prometheus::Counter>& offer_ends_;
  prometheus::Family<prometheus::Counter>& tasks_;
  prometheus::Family<prometheus::Counter>& alarms_;
  prometheus::Family<prometheus::Counter>& deliveries_;
  prometheus::Family<prometheus::Counter>& replies_;
  prometheus::Family<prometheus::Counter>& refused_;
  prometheus::Family<prometheus::Gauge>& inbox_depth_;
  prometheus::Family<prometheus::Gauge>& sequence_;
  prometheus::Gauge* effects_waiting_;
  prometheus::Gauge* replies_waiting_;
  prometheus::Gauge* timers_;
  prometheus::Gauge* presences_;
  prometheus::Histogram* commit_;
  prometheus::Histogram* turn_;
  prometheus::Histogram* first_offer_;
};

}  // namespace goldenfour::runtime
