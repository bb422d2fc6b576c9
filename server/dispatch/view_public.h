#pragma once

#include <optional>

#include "server/registry/aed.h"

namespace goldenfour::dispatch {

/// What everybody may know of an AED, token or not: those with public access, without door code,
/// source and its maker's words. Null for any other, also for one whose access nobody recorded.
/// One that a responder found `missing` is out of service, without a word about an incident.
std::optional<registry::Aed> public_aed_view(const registry::Aed& aed, bool missing);

}  // namespace goldenfour::dispatch
