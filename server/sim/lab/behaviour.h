#pragma once

#include <string>
#include <vector>

#include "server/registry/time.h"

namespace goldenfour::sim::lab {

using registry::Duration;

/// How people truly behave: what happens, not what a planner assumes. Medians of turnout, detour
/// and acceptance are those of the design's sources (Ganter 2025, Karlsson 2021, Denmark); spreads,
/// times to answer and how people move are assumed.
struct Behaviour {
  std::string name = "base";
  std::string about = "as the planner assumes";

  double acceptance_a = 1.75;  ///< of a person's own chance to accept: Beta, mean 35 %
  double acceptance_b = 3.25;
  double acceptance_factor = 1;
  double declines = 0.4;      ///< of those who do not accept; the others stay silent
  double answer_median = 10;  ///< seconds from the ring to the answer
  double answer_sigma = 0.5;
  double arrives = 0.95;     ///< who accepted and sets out
  double turnout_day = 102;  ///< median seconds from the alert to leaving
  double turnout_night = 142;
  double turnout_sigma_person = 0.25;
  double turnout_sigma = 0.35;
  double turnout_factor = 1;
  double detour = 1.5;  ///< median; never below 1.05
  double detour_sigma = 0.08;
  double speed_sigma = 0.15;
  double goes_no_farther = 3000;  ///< straight metres; nobody accepts beyond

  double shares_position = 0.7;  ///< of the others the server knows the home alone
  Duration position_age{20'000};
  double moved_share = 0;  ///< who moved since the position was sent
  double moved_meters = 0;
  double message_lost = 0;  ///< of offers by the socket; the next channel takes 6 s more
};

/// Base, and the four on which no planner was tuned: acceptance halved, turnout doubled, detour
/// drawn widely per trip, positions ten minutes old.
std::vector<Behaviour> all_behaviours();

/// Base and acceptance halved: in both ours must be as quiet as a baseline. No survival is looked
/// at.
std::vector<Behaviour> training_behaviours();

}  // namespace goldenfour::sim::lab
