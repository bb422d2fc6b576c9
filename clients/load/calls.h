#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "geo/position.h"
#include "goldenfour/v1/alert.pb.h"

/// Recorded emergency calls, made ready to be sent again.
namespace goldenfour::load {

struct Call {
  std::size_t number = 0;  ///< row of the file, from 1
  double at = 0;           ///< seconds of the server's clock after the first call
  geo::Position place;
  v1::IncidentKind kind = v1::OTHER;
  v1::Hazard hazard = v1::HAZARD_UNSPECIFIED;
  bool public_place = false;  ///< a crossing, not a block of houses
  bool night = false;
  double crew_after = 0;     ///< seconds from the alert to the crew on scene
  double close_after = 0;    ///< from the crew to the end
  double release_after = 0;  ///< of a held one: when the dispatcher lets people go; 0: never
};

/// What a county's dispatch category is taken for. The table is in calls.cpp and in the README.
struct Category {
  std::string_view title;  ///< without "EMS: "
  v1::IncidentKind kind;
  v1::Hazard hazard = v1::HAZARD_UNSPECIFIED;
};
/// The category of that title; OTHER when it is not in the table.
Category category_of(std::string_view title);

struct CallOptions {
  double longest_gap = 120;  ///< seconds; longer gaps are cut to this
  double night_share = 0.33;
  double crew_median = 540;
  std::uint64_t seed = 1;
  std::size_t limit = 0;  ///< 0: all
};

/// Reads CSV with the columns lat, lng (WGS-84), title, timeStamp ("2016-01-15 12:01"), twp, addr.
/// Order and place are the file's; night, crew and release are drawn by the seed. Errors name row
/// and column.
tl::expected<std::vector<Call>, std::string> read_calls(std::istream& in,
                                                        const CallOptions& options);

}  // namespace goldenfour::load
