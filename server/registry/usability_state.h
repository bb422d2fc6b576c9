#pragma once

#include <cstdint>

#include "server/registry/usability.h"

namespace goldenfour::registry {

/// A usability in one word, for maps and for people without a token.
enum class UsabilityState : std::uint8_t {
  kUsable,     ///< it can be reached, and nothing known speaks against it
  kClosed,     ///< behind a locked door
  kNotUsable,  ///< out of service, broken, missing or promised to somebody
  kUnknown,    ///< hours, access or condition are in doubt
};

/// By the reasons alone, the worst first. Usable needs hours that say so: what nobody knows is
/// never shown as good. That nobody has looked after a device for long is told by its reasons only,
/// for few registries know of any look at all. Pure.
UsabilityState state_of(const Usability& usability);

}  // namespace goldenfour::registry
