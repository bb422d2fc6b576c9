#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "geo/datum.h"
#include "tests/support/random.h"

namespace goldenfour::geo {
namespace {

constexpr double kToleranceDegrees = 1e-5;
constexpr char kFolder[] = "tests/support/coordinates/";

std::vector<std::vector<std::string>> rows_of(const std::string& name) {
  std::ifstream file(kFolder + name);
  EXPECT_TRUE(file) << "run from the top of the repository";
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);  // header
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string field;
    for (rows.emplace_back(); std::getline(fields, field, ',');) rows.back().push_back(field);
  }
  return rows;
}

Position at(double latitude, double longitude) {
  return Position::from_degrees(latitude, longitude).value();
}

void expect_near(const RawPosition& actual, double latitude, double longitude,
                 const std::string& place) {
  EXPECT_NEAR(actual.latitude, latitude, kToleranceDegrees) << place;
  EXPECT_NEAR(actual.longitude, longitude, kToleranceDegrees) << place;
}

void expect_both_ways(const Position& wgs, double latitude, double longitude, Datum datum,
                      const std::string& place) {
  expect_near(from_wgs84(wgs, datum), latitude, longitude, place);
  const auto back = to_wgs84({latitude, longitude, datum});
  ASSERT_TRUE(back) << place;
  EXPECT_NEAR(back->latitude_degrees(), wgs.latitude_degrees(), kToleranceDegrees) << place;
  EXPECT_NEAR(back->longitude_degrees(), wgs.longitude_degrees(), kToleranceDegrees) << place;
}

TEST(Datum, AgreesWithGcoordInChineseCities) {
  const auto rows = rows_of("china_cities_a.csv");
  ASSERT_EQ(rows.size(), 172u);
  for (const auto& row : rows) {
    const auto number = [&row](std::size_t column) { return std::stod(row.at(column)); };
    const Position wgs = at(number(4), number(3));
    expect_both_ways(wgs, number(6), number(5), Datum::kGcj02, row[1] + row[2]);
    expect_both_ways(wgs, number(8), number(7), Datum::kBd09, row[1] + row[2]);
  }
}

TEST(Datum, AgreesWithEviltransform) {
  const auto rows = rows_of("eviltransform_vectors.csv");
  ASSERT_EQ(rows.size(), 6u);
  for (const auto& row : rows) {
    const Position wgs = at(std::stod(row.at(1)), std::stod(row.at(2)));
    expect_both_ways(wgs, std::stod(row.at(3)), std::stod(row.at(4)), Datum::kGcj02, row[0]);
  }
}

TEST(Datum, ShiftsJinhuaByTheKnownAmounts) {
  const Position jinhua = at(29.0820414, 119.6427465);
  const auto shift = [&](Datum datum) {
    const RawPosition raw = from_wgs84(jinhua, datum);
    return distance(jinhua, at(raw.latitude, raw.longitude)).value();
  };
  EXPECT_NEAR(shift(Datum::kGcj02), 564.0, 5.0);
  EXPECT_NEAR(shift(Datum::kBd09), 1150.0, 20.0);
  EXPECT_EQ(shift(Datum::kCgcs2000), 0.0);
}

TEST(Datum, RoundTripsFarBelowAMetre) {
  support::Random random(3);
  for (int round = 0; round < 20000; ++round) {
    const Position wgs = at(random.uniform(0.9, 55.7), random.uniform(72.1, 137.7));
    for (const Datum datum : {Datum::kGcj02, Datum::kBd09}) {
      const auto back = to_wgs84(from_wgs84(wgs, datum));
      ASSERT_TRUE(back);
      ASSERT_LT(distance(wgs, *back), Meters{0.001})
          << wgs.latitude_degrees() << ' ' << wgs.longitude_degrees();
    }
  }
}

TEST(Datum, IsTheIdentityOutsideTheBox) {
  support::Random random(4);
  for (int round = 0; round < 20000; ++round) {
    const Position wgs = at(random.uniform(-90.0, 90.0), random.uniform(-180.0, 180.0));
    if (in_shifted_box(wgs.latitude_degrees(), wgs.longitude_degrees())) continue;
    for (const Datum datum : {Datum::kWgs84, Datum::kCgcs2000, Datum::kGcj02, Datum::kBd09}) {
      const RawPosition raw = from_wgs84(wgs, datum);
      ASSERT_EQ(raw.latitude, wgs.latitude_degrees());
      ASSERT_EQ(raw.longitude, wgs.longitude_degrees());
      ASSERT_EQ(raw.datum, datum);
      ASSERT_EQ(to_wgs84(raw), wgs);
    }
  }
}

TEST(Datum, RefusesBadCoordinatesInEveryDatum) {
  for (const Datum datum : {Datum::kWgs84, Datum::kCgcs2000, Datum::kGcj02, Datum::kBd09}) {
    EXPECT_EQ(to_wgs84({91.0, 120.0, datum}).error(), PositionError::kLatitudeOutOfRange);
    EXPECT_EQ(to_wgs84({30.0, -180.5, datum}).error(), PositionError::kLongitudeOutOfRange);
    EXPECT_EQ(to_wgs84({30.0, std::nan(""), datum}).error(), PositionError::kNotFinite);
  }
}

}  // namespace
}  // namespace goldenfour::geo
