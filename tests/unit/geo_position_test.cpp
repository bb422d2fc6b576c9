#include <gtest/gtest.h>
#include <s2/s2earth.h>
#include <s2/s2latlng.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include "geo/position.h"
#include "tests/support/random.h"

namespace goldenfour::geo {
namespace {

Position at(double latitude, double longitude) {
  return Position::from_degrees(latitude, longitude).value();
}

Position anywhere(support::Random& random) {
  return at(random.uniform(-90.0, 90.0), random.uniform(-180.0, 180.0));
}

TEST(Position, KeepsItsDegrees) {
  const Position jinhua = at(29.079, 119.647);
  EXPECT_EQ(jinhua.latitude_degrees(), 29.079);
  EXPECT_EQ(jinhua.longitude_degrees(), 119.647);
  EXPECT_EQ(jinhua, at(29.079, 119.647));
  EXPECT_NE(jinhua, at(29.079, 119.648));
  EXPECT_EQ(Position{}, at(0.0, 0.0));
}

TEST(Position, AcceptsTheEdgesOfTheEarth) {
  EXPECT_TRUE(Position::from_degrees(90.0, 180.0));
  EXPECT_TRUE(Position::from_degrees(-90.0, -180.0));
}

TEST(Position, RefusesWhatIsNoPlace) {
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  const auto error = [](double latitude, double longitude) {
    return Position::from_degrees(latitude, longitude).error();
  };
  EXPECT_EQ(error(nan, 0.0), PositionError::kNotFinite);
  EXPECT_EQ(error(0.0, -infinity), PositionError::kNotFinite);
  EXPECT_EQ(error(91.0, infinity), PositionError::kNotFinite);
  EXPECT_EQ(error(91.0, 200.0), PositionError::kLatitudeOutOfRange);
  EXPECT_EQ(error(std::nextafter(-90.0, -91.0), 0.0), PositionError::kLatitudeOutOfRange);
  EXPECT_EQ(error(0.0, std::nextafter(180.0, 181.0)), PositionError::kLongitudeOutOfRange);
  EXPECT_EQ(to_string(PositionError::kNotFinite), "coordinate not finite");
}

TEST(Position, HasOneZero) {
  const Position origin = at(-0.0, -0.0);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(origin.latitude_degrees()), 0u);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(origin.longitude_degrees()), 0u);
}

TEST(Distance, OfKnownPairs) {
  EXPECT_EQ(distance(at(1.0, 2.0), at(1.0, 2.0)), 0_m);
  EXPECT_NEAR(distance(at(0.0, 0.0), at(0.0, 1.0)).value(), 111195.1, 0.1);
  EXPECT_NEAR(distance(at(90.0, 0.0), at(-90.0, 0.0)).value(), 20015118.0, 1.0);
  EXPECT_NEAR(distance(at(10.0, 180.0), at(10.0, -180.0)).value(), 0.0, 1e-8);
  EXPECT_NEAR(distance(at(90.0, 10.0), at(90.0, -120.0)).value(), 0.0, 1e-8);
}

TEST(Distance, AgreesWithS2AndIsSymmetric) {
  support::Random random(1);
  for (int round = 0; round < 20000; ++round) {
    const Position a = anywhere(random);
    const Position b = anywhere(random);
    const double expected = S2Earth::ToMeters(
        S2LatLng::FromDegrees(a.latitude_degrees(), a.longitude_degrees())
            .GetDistance(S2LatLng::FromDegrees(b.latitude_degrees(), b.longitude_degrees())));
    ASSERT_NEAR(distance(a, b).value(), expected, 0.2);
    ASSERT_EQ(distance(a, b), distance(b, a));
  }
}

TEST(Distance, IsExactNearby) {
  support::Random random(2);
  for (int round = 0; round < 20000; ++round) {
    const Position a = at(random.uniform(-80.0, 80.0), random.uniform(-179.0, 179.0));
    const double step = std::pow(10.0, random.uniform(-8.0, -1.0));
    const Position north = at(a.latitude_degrees() + step, a.longitude_degrees());
    const double degrees = north.latitude_degrees() - a.latitude_degrees();
    const double radians = degrees * std::numbers::pi / 180.0;
    ASSERT_NEAR(distance(a, north).value(), radians * 6371010.0, 1e-8);
  }
}

}  // namespace
}  // namespace goldenfour::geo
