#pragma once

#include <string>

#include "server/dispatch/fact.h"

namespace goldenfour::sim {

/// One line for people: who decided what, without times and figures.
std::string describe(const dispatch::Decision& decision);
std::string describe(const dispatch::Fact& fact);

}  // namespace goldenfour::sim
