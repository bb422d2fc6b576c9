#pragma once

#include <vector>

#include "server/sim/city.h"
#include "server/sim/env.h"
#include "server/sim/server.h"
#include "server/sim/truth.h"

namespace goldenfour::sim {

/// Who maintains the registry, also in mid-incident: cabinets fail, move, vanish and come back;
/// people go off duty.
class Registrar {
 public:
  Registrar(Env& env, Server& server, const City& city, Truth& truth);

  /// Fills the registry of a new server. The server must be up.
  void register_everybody();
  /// Changes now and then, until `end`.
  void begin(Duration end);

 private:
  void change();
  void toggle_aed(const registry::Aed& aed);
  void remove_aed(const registry::Aed& aed);
  void import_again();
  void change_duty();
  void replace_responder();
  void replace_team();
  void put_with_stale_version(const registry::Aed& aed);
  void say(const registry::JurisdictionId& jurisdiction, dispatch::CommandBody body);
  const registry::Aed& any_aed();
  const registry::Responder& anybody();

  Env& env_;
  Server& server_;
  const City& city_;
  Truth& truth_;
  Duration end_{0};
};

}  // namespace goldenfour::sim
