#include "server/sim/lab/behaviour.h"

namespace goldenfour::sim::lab {

std::vector<Behaviour> all_behaviours() {
  const Behaviour base;
  Behaviour reluctant = base;
  reluctant.name = "half_acceptance";
  reluctant.about = "everybody accepts half as often";
  reluctant.acceptance_factor = 0.5;
  Behaviour slow = base;
  slow.name = "double_turnout";
  slow.about = "everybody takes twice as long to leave";
  slow.turnout_factor = 2;
  Behaviour winding = base;
  winding.name = "wide_detour";
  winding.about = "the way's detour is drawn anew per trip, 1.05 to 3 and more";
  winding.detour_sigma = 0.35;
  Behaviour old = base;
  old.name = "old_positions";
  old.about = "positions are ten minutes old, and six of ten people moved 350 m or so";
  old.position_age = Duration{595'000};
  old.moved_share = 0.6;
  old.moved_meters = 280;
  return {base, reluctant, slow, winding, old};
}

std::vector<Behaviour> training_behaviours() {
  std::vector<Behaviour> all = all_behaviours();
  all.resize(2);
  return all;
}

}  // namespace goldenfour::sim::lab
