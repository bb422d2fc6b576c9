#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "server/dispatch/dispatcher.h"
#include "server/sim/event_queue.h"
#include "server/sim/lab/call.h"
#include "server/sim/lab/near_world.h"

namespace goldenfour::sim::lab {

/// What came of one incident. Times are seconds after the alert; without a helper it is the crew
/// that presses and shocks.
struct Outcome {
  double to_cpr = 0;
  double to_shock = 0;
  double to_crew = 0;
  double larsen = 0;  ///< chance to survive, from the times above
  double valenzuela = 0;
  std::uint32_t alerts = 0;  ///< people woken
  std::uint32_t accepted = 0;
  std::uint32_t arrivals = 0;   ///< at the patient before the crew
  std::uint32_t redundant = 0;  ///< of them neither among the first two nor with the first AED
  std::uint32_t in_vain = 0;    ///< ways to an AED that could not be had or did not work
  std::uint64_t decisions = 0;

  auto tie() const {
    return std::tie(to_cpr, to_shock, to_crew, larsen, valenzuela, alerts, accepted, arrivals,
                    redundant, in_vain, decisions);
  }
};

/// Larsen et al. 1993, not below 0: 67 % less 2.3, 1.1 and 2.1 % a minute to CPR, shock and
/// advanced care. The laboratory's own, so that a planner is not judged by its own figures.
double larsen(double to_cpr_seconds, double to_shock_seconds, double to_crew_seconds);
/// Valenzuela et al. 1997: 1 / (1 + exp(-0.260 + 0.106 * minutes to CPR + 0.139 * minutes to
/// shock)).
double valenzuela(double to_cpr_seconds, double to_shock_seconds);

using Tracer = std::function<void(Duration after, const std::string& line)>;

/// One incident under one policy, from the alert to the crew's arrival: the product's dispatcher,
/// told of deliveries, answers and progress by people who follow their trips. Runs once. One
/// thread.
class Rehearsal {
 public:
  /// `occasion` must outlive the rehearsal. Positions that phones send meanwhile change its
  /// directory; run() puts the earlier ones back.
  Rehearsal(Occasion& occasion, const dispatch::Policy& policy, Tracer tracer = {});

  Outcome run();

  /// The incident as the server has it; after run().
  const dispatch::Incident& incident() const { return *dispatcher_.state().find(incident_); }

 private:
  struct Walker {
    dispatch::Role role = dispatch::Role::kCpr;
    registry::AedId aed;
    geo::Position from;  ///< where the present leg began
    geo::Position to;
    Duration began{0};
    Duration takes{0};
    std::uint32_t leg = 0;  ///< grows; an arrival of an older leg means nothing
    bool left = false;
    bool carries = false;  ///< an AED
    bool carried_works = false;
    bool done = false;
  };

  void handle(dispatch::CommandBody body);
  void follow(const dispatch::Fact& fact);
  void offered(const dispatch::OfferMade& offer);
  void ring(std::uint32_t offer, const registry::ResponderId& id, dispatch::Channel channel);
  void started(const dispatch::TaskStarted& task);
  void changed(const dispatch::TaskChanged& task);
  void set_out(std::uint32_t offer);
  void walk(std::uint32_t offer);
  void at_aed(std::uint32_t offer);
  void at_patient(std::uint32_t offer);
  void say(std::uint32_t offer, dispatch::TaskStep step);
  void show_position(std::uint32_t offer, geo::Position position);
  void restore_positions();
  void later(Duration delay, EventQueue::Action action);
  const Trip& trip_of(std::uint32_t offer) const;
  void trace(const std::string& line) const;
  Outcome measured() const;

  Occasion& occasion_;
  NearWorld world_;
  dispatch::Dispatcher dispatcher_;
  VirtualClock clock_;
  EventQueue queue_;
  Tracer tracer_;
  dispatch::IncidentId incident_;
  std::map<std::uint32_t, registry::ResponderId> asked_;
  std::map<std::uint32_t, Walker> walkers_;
  std::map<registry::ResponderId, std::optional<registry::Presence>> positions_before_;
  std::optional<Duration> first_cpr_;
  std::optional<Duration> first_shock_;
  Outcome outcome_;
};

}  // namespace goldenfour::sim::lab
