#pragma once

#include <string>

#include <tl/expected.hpp>

#include "server/registry/calendar.h"

namespace goldenfour::app {

/// The calendar called `name`: "" none, "cn" the built-in one of mainland China, else a TOML file
/// with first_year, last_year, holidays and working_weekends (lists of dates); the error says why
/// there is none. Reads files: at start only.
tl::expected<registry::Calendar, std::string> load_calendar(const std::string& name);

/// The same for the text of such a file.
tl::expected<registry::Calendar, std::string> parse_calendar(const std::string& text);

}  // namespace goldenfour::app
