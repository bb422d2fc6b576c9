#include "geo/datum.h"

#include <cmath>
#include <numbers>

namespace goldenfour::geo {
namespace {

constexpr double kPi = std::numbers::pi;

struct Degrees {
  double latitude;
  double longitude;
};

// The GCJ-02 shift as published by eviltransform (BSD-2-Clause) and many others; the polynomial and
// its constants have no further explanation. Krasovsky's eccentricity on the WGS-84 radius.
Degrees wgs84_to_gcj02(Degrees wgs) {
  constexpr double kRadius = 6378137.0;
  constexpr double kEccentricitySquared = 0.00669342162296594323;
  const double x = wgs.longitude - 105.0;
  const double y = wgs.latitude - 35.0;
  const double root = std::sqrt(std::abs(x));
  const double common =
      (20.0 * std::sin(6.0 * kPi * x) + 20.0 * std::sin(2.0 * kPi * x)) * 2.0 / 3.0;
  const double north =
      -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common +
      (20.0 * std::sin(kPi * y) + 40.0 * std::sin(kPi * y / 3.0)) * 2.0 / 3.0 +
      (160.0 * std::sin(kPi * y / 12.0) + 320.0 * std::sin(kPi * y / 30.0)) * 2.0 / 3.0;
  const double east =
      300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common +
      (20.0 * std::sin(kPi * x) + 40.0 * std::sin(kPi * x / 3.0)) * 2.0 / 3.0 +
      (150.0 * std::sin(kPi * x / 12.0) + 300.0 * std::sin(kPi * x / 30.0)) * 2.0 / 3.0;
  const double latitude = wgs.latitude / 180.0 * kPi;
  const double sine = std::sin(latitude);
  const double magic = 1.0 - kEccentricitySquared * sine * sine;
  const double meridian = kRadius * (1.0 - kEccentricitySquared) / (magic * std::sqrt(magic));
  const double parallel = kRadius / std::sqrt(magic) * std::cos(latitude);
  return {wgs.latitude + north * 180.0 / (meridian * kPi),
          wgs.longitude + east * 180.0 / (parallel * kPi)};
}

Degrees gcj02_to_bd09(Degrees gcj) {
  constexpr double kWave = kPi * 3000.0 / 180.0;
  const double radius =
      std::hypot(gcj.longitude, gcj.latitude) + 0.00002 * std::sin(gcj.latitude * kWave);
  const double angle =
      std::atan2(gcj.latitude, gcj.longitude) + 0.000003 * std::cos(gcj.longitude * kWave);
  return {radius * std::sin(angle) + 0.006, radius * std::cos(angle) + 0.0065};
}

Degrees shift(Degrees wgs, Datum datum) {
  const Degrees gcj = wgs84_to_gcj02(wgs);
  return datum == Datum::kBd09 ? gcj02_to_bd09(gcj) : gcj;
}

// Fixed point of w = target - (shift(w) - w). The shift changes by at most 2 % of a move, so each
// round gains nearly two digits; ten reach the last bit with room to spare.
Degrees unshift(Degrees target, Datum datum) {
  constexpr int kMaxRounds = 10;
  constexpr double kEnough = 1e-11;
  Degrees guess = target;
  for (int round = 0; round < kMaxRounds; ++round) {
    const Degrees image = shift(guess, datum);
    const double latitude_error = image.latitude - target.latitude;
    const double longitude_error = image.longitude - target.longitude;
    guess.latitude -= latitude_error;
    guess.longitude -= longitude_error;
    if (std::abs(latitude_error) < kEnough && std::abs(longitude_error) < kEnough) break;
  }
  return guess;
}

bool is_shifted(Datum datum) {
  switch (datum) {
    case Datum::kWgs84:
    case Datum::kCgcs2000:
      return false;
    case Datum::kGcj02:
    case Datum::kBd09:
      return true;
  }
  return false;
}

}  // namespace

bool in_shifted_box(double latitude, double longitude) {
  return latitude >= 0.8293 && latitude <= 55.8271 && longitude >= 72.004 && longitude <= 137.8347;
}

tl::expected<Position, PositionError> to_wgs84(const RawPosition& raw) {
  auto as_given = Position::from_degrees(raw.latitude, raw.longitude);
  if (!as_given || !is_shifted(raw.datum) || !in_shifted_box(raw.latitude, raw.longitude)) {
    return as_given;
  }
  const Degrees wgs = unshift({raw.latitude, raw.longitude}, raw.datum);
  return Position::from_degrees(wgs.latitude, wgs.longitude);
}

RawPosition from_wgs84(const Position& position, Datum datum) {
  const Degrees wgs{position.latitude_degrees(), position.longitude_degrees()};
  if (!is_shifted(datum) || !in_shifted_box(wgs.latitude, wgs.longitude)) {
    return {wgs.latitude, wgs.longitude, datum};
  }
  const Degrees shifted = shift(wgs, datum);
  return {shifted.latitude, shifted.longitude, datum};
}

}  // namespace goldenfour::geo
