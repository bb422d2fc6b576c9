#pragma once

#include <tl/expected.hpp>

#include "geo/position.h"

namespace goldenfour::geo {

// The datums in which positions reach the server. Phones report WGS-84; maps sold in China use
// GCJ-02 (AutoNavi, Tencent) or BD-09 (Baidu), which lie 0.1 to 1.3 km off.
enum class Datum {
  kWgs84,
  kCgcs2000,  // China Geodetic Coordinate System 2000: equal to WGS-84 within centimetres
  kGcj02,
  kBd09,
};

// Coordinates as somebody wrote them, unchecked. Lives at the edge and is converted once.
struct RawPosition {
  double latitude;   // degrees
  double longitude;  // degrees
  Datum datum;
};

// True inside the box 0.8293..55.8271 N, 72.004..137.8347 E, where GCJ-02 and BD-09 are shifted;
// outside of it both are the identity here. The box is the one of the published implementations
// (eviltransform and its relatives): wider than China, it holds all of Korea and western Japan.
bool in_shifted_box(double latitude, double longitude);

// Converts to WGS-84. GCJ-02 and BD-09 are inverted by iteration, to 1e-11 degrees; there is no
// official definition, so truth is the published formula, which agrees with other sources to 1e-5
// degrees (1 m). Whether a position lies in the box is decided by the coordinates given, in their
// own datum: within 1.5 km of the box's edge a round trip may therefore be off by the shift.
// Errors: those of Position::from_degrees, for the coordinates as given. Pure.
tl::expected<Position, PositionError> to_wgs84(const RawPosition& raw);

// Converts from WGS-84 into `datum`, for display on maps that need it. Pure.
RawPosition from_wgs84(const Position& position, Datum datum);

}  // namespace goldenfour::geo
