#pragma once

#include <string>
#include <vector>

#include "server/sim/lab/study.h"

namespace goldenfour::sim::lab {

/// The study as one SVG picture. For each world and density of behaviour `behaviour`: survival
/// (Larsen) over people woken, each baseline with its interval and ours at its alerts, joined by a
/// line; beside it minutes to CPR and to shock (median, with a whisker to 90 %). English; opens in
/// any browser, no script, no font of its own.
std::string draw_picture(const std::vector<Comparison>& study, const std::string& behaviour);

}  // namespace goldenfour::sim::lab
