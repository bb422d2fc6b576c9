#pragma once

#include <istream>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "goldenfour/v1/responder.pb.h"

namespace goldenfour::cli {

/// Reads responders from CSV with the header columns id, name, phone, lat, lng, datum, mode,
/// certified_until (2027-12-31), drills and on_duty (yes or no), in any order; id is required, and
/// datum with lat and lng. At most 100,000. Errors are sentences that name row and column.
tl::expected<std::vector<v1::Responder>, std::string> read_responders_csv(
    std::istream& in, const std::string& jurisdiction);

/// The same from a ResponderList in JSON.
tl::expected<std::vector<v1::Responder>, std::string> read_responders_json(
    std::istream& in, const std::string& jurisdiction);

}  // namespace goldenfour::cli
