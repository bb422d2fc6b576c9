#pragma once

#include <optional>

#include "server/registry/aed.h"

namespace goldenfour::dispatch {

/// Whether everybody may know of it at all: unless somebody has said that not everybody may enter.
/// One of which nobody has said so is neither shown as open nor hidden.
bool may_be_public(const registry::Aed& aed);

/// What everybody may know of an AED, token or not: of those that `may_be_public`, without door
/// code, source and its maker's words. Null for any other. One that a responder found `missing` is
/// out of service, without a word about an incident.
std::optional<registry::Aed> public_aed_view(const registry::Aed& aed, bool missing);

}  // namespace goldenfour::dispatch
