#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace goldenfour::client {

/// The fields of one CSV record (RFC 4180), with or without its line end; quotes are resolved.
std::vector<std::string> csv_split(std::string_view record);

/// `text` as one field, quoted when it must be.
std::string csv_field(std::string_view text);

}  // namespace goldenfour::client
