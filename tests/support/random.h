#pragma once

#include "server/sim/random.h"

namespace goldenfour::support {

// The project has one generator; tests reach it by this name.
using sim::Random;

}  // namespace goldenfour::support
