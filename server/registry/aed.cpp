#include "server/registry/aed.h"

namespace goldenfour::registry {

bool is_always_open(const std::string& opening_hours) {
  return opening_hours == "24/7";
}

}  // namespace goldenfour::registry
