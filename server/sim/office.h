#pragma once

#include <functional>
#include <map>
#include <optional>

#include "server/sim/city.h"
#include "server/sim/env.h"
#include "server/sim/server.h"
#include "server/sim/truth.h"

namespace goldenfour::sim {

/// The dispatchers of both jurisdictions and the ambulance crews: what they do about an incident,
/// and a console each that acknowledges alarms.
class Office {
 public:
  Office(Env& env, Server& server, const City& city, Truth& truth);

  /// Opens the consoles.
  void begin();
  /// Draws the fate of an incident: crew, cancellation, hold, correction, acts by hand.
  void take_over(const dispatch::IncidentId& incident, const dispatch::Alert& alert);
  /// Closes whatever is still open.
  void close_all();

 private:
  struct Console {
    registry::JurisdictionId jurisdiction;
    std::optional<dispatch::StreamPosition> position;
    std::uint64_t link = 0;
    bool up = false;
  };

  bool going_home_ = false;  ///< nobody takes a merge back any more

  void connect(Console& console);
  void break_now_and_then(Console& console);
  void receive(Console& console, const ConsoleDownlink& message);
  void act(const dispatch::ConsoleFrame& frame);
  void acknowledge(const dispatch::IncidentId& incident, std::uint32_t alarm);
  /// Says it until the server has heard it.
  void insist(dispatch::CommandBody body, const dispatch::IncidentId& incident,
              dispatch::ActorKind who);
  void hold_for_a_while(const dispatch::IncidentId& incident);
  void correct(const dispatch::IncidentId& incident, const dispatch::Alert& alert);
  // office_acts.cpp
  /// Two calls about one emergency, more often than not; sometimes the dispatcher errs.
  void consider_merging(const dispatch::IncidentId& incident, const dispatch::IncidentId& twin);
  void act_by_hand(const dispatch::IncidentId& incident, const dispatch::Alert& alert);
  void assign_somebody(const dispatch::IncidentId& incident);
  void release_somebody(const dispatch::IncidentId& incident);
  void relocate(const dispatch::IncidentId& incident, const dispatch::Alert& alert);

  Env& env_;
  Server& server_;
  const City& city_;
  Truth& truth_;
  std::map<registry::JurisdictionId, Console> consoles_;
};

}  // namespace goldenfour::sim
