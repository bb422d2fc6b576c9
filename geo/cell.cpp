#include "geo/cell.h"

#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>

#include <algorithm>
#include <cassert>

namespace goldenfour::geo {
namespace {

S2CellId cell_at(const Position& position, int level) {
  assert(level >= 0 && level <= kMaxCellLevel);
  const auto point =
      S2LatLng::FromDegrees(position.latitude_degrees(), position.longitude_degrees());
  return S2CellId(point).parent(level);
}

}  // namespace

std::uint64_t cell_id(const Position& position, int level) {
  return cell_at(position, level).id();
}

std::string cell_token(const Position& position, int level) {
  return cell_at(position, level).ToToken();
}

bool is_cell_id(std::uint64_t cell) {
  return S2CellId(cell).is_valid();
}

Position cell_center(std::uint64_t cell) {
  assert(is_cell_id(cell));
  const S2LatLng center = S2CellId(cell).ToLatLng();
  // Radians to degrees may overshoot the pole or the antimeridian by a rounding error.
  const double latitude = std::clamp(center.lat().degrees(), -90.0, 90.0);
  const double longitude = std::clamp(center.lng().degrees(), -180.0, 180.0);
  return Position::from_degrees(latitude, longitude).value();
}

}  // namespace goldenfour::geo
