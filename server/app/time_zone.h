#pragma once

#include <string>

#include <tl/expected.hpp>

#include "server/registry/calendar.h"

namespace goldenfour::app {

/// The offsets of a zone of the machine's time zone data ("Asia/Shanghai"), 1970 to 2037; the error
/// says why there are none. Reads files: at start only.
tl::expected<registry::LocalTimeRule, std::string> load_time_zone(const std::string& name);

}  // namespace goldenfour::app
