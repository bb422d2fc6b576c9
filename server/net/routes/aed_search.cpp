#include "server/net/routes/aed_search.h"

#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "geo/datum.h"

namespace goldenfour::net {
namespace {

constexpr double kEarthRadiusKilometers = 6371.01;
constexpr double kRadians = std::numbers::pi / 180;

using Corners = std::array<double, 4>;

std::optional<geo::Position> place(QueryReader& query, const geo::RawPosition& raw,
                                   std::string_view name) {
  const auto position = geo::to_wgs84(raw);
  if (position) return *position;
  query.fail(position.error(), name);
  return std::nullopt;
}

std::optional<geo::Rectangle> rectangle(QueryReader& query, const Corners& box, geo::Datum datum) {
  std::optional<geo::Rectangle> result;
  const auto south_west = place(query, {box[1], box[0], datum}, "bbox");
  const auto north_east = place(query, {box[3], box[2], datum}, "bbox");
  if (south_west && north_east) result = geo::Rectangle::between(*south_west, *north_east);
  if (!result) query.fail(ErrorCode::kInvalidField, "bbox", "west,south,east,north");
  return result;
}

}  // namespace

AedArea read_area(QueryReader& query, const RadiusLimits& radius) {
  AedArea area;
  std::array<double, 2> near{};
  Corners box{};
  const bool by_place = query.decimals("near", near);
  const bool by_box = query.decimals("bbox", box);
  if (by_place == by_box) {
    query.fail(by_place ? ErrorCode::kInvalidField : ErrorCode::kMissingField, "near",
               "either near=lat,lng or bbox=west,south,east,north");
  }
  const geo::Datum datum = query.datum();
  if (by_place) {
    area.radius = query.decimal("radius", 1, radius.most, radius.usual);
    area.near = place(query, {near[0], near[1], datum}, "near");
  } else if (by_box) {
    area.box = rectangle(query, box, datum);
  }
  return area;
}

std::optional<geo::Rectangle> read_box(QueryReader& query) {
  Corners box{};
  if (!query.decimals("bbox", box)) return std::nullopt;
  return rectangle(query, box, query.datum());
}

double square_kilometers(const geo::Rectangle& box) {
  double width = box.east() - box.west();
  if (width < 0) width += 360;
  const double height = std::sin(box.north() * kRadians) - std::sin(box.south() * kRadians);
  return kEarthRadiusKilometers * kEarthRadiusKilometers * height * width * kRadians;
}

}  // namespace goldenfour::net
