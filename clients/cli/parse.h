#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "goldenfour/v1/common.pb.h"

namespace goldenfour::cli {

/// "46.05,14.5": degrees, latitude first; blanks around the comma are allowed. Nothing if it is
/// anything else or not on the earth.
std::optional<std::pair<double, double>> parse_lat_lng(std::string_view text);

/// "90s", "9m", "1h30m", "30d"; a bare number is seconds. Nothing if it is anything else.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// "WGS84", "gcj02": the datum, or nothing.
std::optional<v1::Datum> parse_datum(std::string_view text);

/// A position of the wire in that datum.
v1::Position make_position(std::pair<double, double> lat_lng, v1::Datum datum);

}  // namespace goldenfour::cli
