#include "server/net/routes/public_gate.h"

#include <chrono>
#include <cmath>
#include <functional>

namespace goldenfour::net {

bool PublicGate::admit(std::string_view network, registry::Now now) {
  const std::chrono::duration<double, std::nano> scaled = now.steady.since_boot;
  const std::chrono::nanoseconds real(std::llround(scaled.count() / rate_));
  const bool good = by_address_.take(std::hash<std::string_view>()(network), real).count() == 0;
  if (!good) metrics_.limited.add();
  return good;
}

}  // namespace goldenfour::net
