#pragma once

#include <optional>

#include "server/registry/aed.h"

namespace goldenfour::net {

/// Whether everybody may know of it at all: not if it is known that not everybody may enter.
bool may_be_public(const registry::Aed& aed);

/// What everybody may know of an AED: as dispatch::public_aed_view, and in the same way for one
/// whose access nobody has said, which is neither shown as open nor hidden. Null for any other.
std::optional<registry::Aed> public_view(const registry::Aed& aed, bool missing);

}  // namespace goldenfour::net
