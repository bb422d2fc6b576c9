#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/sim/city.h"
#include "server/sim/env.h"
#include "server/sim/server.h"
#include "server/sim/truth.h"

namespace goldenfour::sim {

/// A centre that raises alerts: repeats each until it is told that it was taken, sends corrections,
/// and sometimes makes the mistakes that such systems make.
class Caller {
 public:
  /// Told of each incident once, when the caller knows its id.
  using OnIncident = std::function<void(const dispatch::IncidentId&, const dispatch::Alert&)>;

  Caller(Env& env, Server& server, const City& city, Truth& truth, OnIncident on_incident);

  /// Emergencies until `end`: `per_hour` on average, and a bad quarter of an hour with `burst`
  /// more.
  void begin(Duration end, double per_hour, int burst);
  std::size_t raised() const { return raised_; }

 private:
  struct Emergency {
    dispatch::Alert alert;
    registry::JurisdictionId jurisdiction;
    dispatch::IncidentId incident;
    bool known = false;
  };
  using Shared = std::shared_ptr<Emergency>;

  void next();
  void raise();
  dispatch::Alert draw_alert();
  void send(const Shared& emergency);
  void taken(const Shared& emergency, const dispatch::Reply& reply);
  void follow_up(const Shared& emergency);
  void repeat(const Shared& emergency);
  void correct(const Shared& emergency);
  /// Somebody else calls about the same emergency, with words of their own.
  void call_again(const Emergency& known);
  void reuse_key(const Shared& emergency);
  void send_stale(const Shared& emergency);
  void call(const Shared& emergency, const dispatch::Alert& alert,
            std::function<void(const dispatch::Reply*)> done);
  void promise(const Shared& emergency, const dispatch::Alert& alert);
  void expect(int law, bool fine, const dispatch::IncidentId& incident, const std::string& what);
  WallTime own_clock() const { return start_ + env_.time(); }

  Env& env_;
  Server& server_;
  const City& city_;
  Truth& truth_;
  OnIncident on_incident_;
  WallTime start_;
  Duration end_{0};
  double per_hour_ = 0;
  std::size_t raised_ = 0;
  std::uint64_t next_key_ = 1;
};

}  // namespace goldenfour::sim
