#pragma once

#include <optional>

#include "geo/position.h"
#include "geo/rectangle.h"
#include "server/net/routes/query_reader.h"

/// Where AEDs are looked for, as the query says it.
namespace goldenfour::net {

struct AedArea {
  std::optional<geo::Position> near;
  double radius = 0;  ///< meters, of `near`
  std::optional<geo::Rectangle> box;
};

struct RadiusLimits {
  double usual = 1000;  ///< meters
  double most = 50'000;
};

/// near=lat,lng with a radius, or bbox=west,south,east,north; either with its datum. What is wrong,
/// both or neither included, is `query`'s problem afterwards.
AedArea read_area(QueryReader& query, const RadiusLimits& radius);

/// bbox with its datum; nothing when absent or wrong.
std::optional<geo::Rectangle> read_box(QueryReader& query);

/// On the sphere.
double square_kilometers(const geo::Rectangle& box);

}  // namespace goldenfour::net
