#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string_view>
#include <vector>

#include "geo/position.h"
#include "tests/support/random.h"

namespace goldenfour::worlds {

// The shapes of worlds on which the index is tried: where indexes of places tend to be wrong.
enum class Shape {
  kUniform,       // over the whole sphere
  kClustered,     // towns of very different sizes
  kCollinear,     // on a meridian, a parallel or an oblique line
  kFaceEdges,     // near the edges and corners of S2's cube
  kPoles,         // near a pole
  kAntimeridian,  // on both sides of longitude 180
  kDuplicates,    // few places, many points on each
  kLattice,       // equal spacing, which makes exact ties
};

inline constexpr std::array kShapes = {Shape::kUniform,    Shape::kClustered, Shape::kCollinear,
                                       Shape::kFaceEdges,  Shape::kPoles,     Shape::kAntimeridian,
                                       Shape::kDuplicates, Shape::kLattice};

inline std::string_view to_string(Shape shape) {
  switch (shape) {
    case Shape::kUniform:
      return "uniform";
    case Shape::kClustered:
      return "clustered";
    case Shape::kCollinear:
      return "collinear";
    case Shape::kFaceEdges:
      return "face edges";
    case Shape::kPoles:
      return "poles";
    case Shape::kAntimeridian:
      return "antimeridian";
    case Shape::kDuplicates:
      return "duplicates";
    case Shape::kLattice:
      return "lattice";
  }
  return "?";
}

// A position from any two finite numbers: the latitude is clamped, the longitude wrapped.
inline geo::Position place(double latitude, double longitude) {
  const double wrapped = std::remainder(longitude, 360.0);
  return geo::Position::from_degrees(std::clamp(latitude, -90.0, 90.0), wrapped).value();
}

inline geo::Position anywhere(support::Random& random) {
  const double latitude = std::asin(random.uniform(-1.0, 1.0)) * 180.0 / std::numbers::pi;
  return place(latitude, random.uniform(-180.0, 180.0));
}

// A place on one of the cube's edges, where two of |x|, |y|, |z| are equal and greatest.
inline geo::Position on_face_edge(support::Random& random) {
  std::array<double, 3> corner = {1.0, 1.0, random.chance(0.2) ? 1.0 : random.uniform(-1.0, 1.0)};
  for (double& coordinate : corner) coordinate *= random.chance(0.5) ? 1.0 : -1.0;
  random.shuffle(corner);
  const auto [x, y, z] = corner;
  const double degrees = 180.0 / std::numbers::pi;
  return place(std::atan2(z, std::hypot(x, y)) * degrees, std::atan2(y, x) * degrees);
}

inline geo::Position moved(support::Random& random, const geo::Position& from, double degrees) {
  const double stretch = std::max(0.02, std::cos(from.latitude_degrees() * std::numbers::pi / 180));
  return place(from.latitude_degrees() + degrees * random.normal(),
               from.longitude_degrees() + degrees * random.normal() / stretch);
}

// Draws the places of one world: what is fixed for the whole world is drawn by the constructor.
class World {
 public:
  World(support::Random& random, Shape shape) : shape_(shape) {
    for (std::size_t count = 1 + random.below(8); count > 0; --count) {
      towns_.push_back({anywhere(random), std::pow(10.0, random.uniform(-5.0, 0.5))});
    }
    spread_ = std::pow(10.0, random.uniform(-6.0, 1.0));
    slope_latitude_ = random.chance(0.3) ? 0.0 : random.uniform(-1.0, 1.0);
    slope_longitude_ = random.chance(0.3) ? 0.0 : random.uniform(-1.0, 1.0);
    pole_ = random.chance(0.5) ? 90.0 : -90.0;
  }

  // A place of a point, or of a query that is to meet points.
  geo::Position draw(support::Random& random) const {
    const Town& town = towns_[random.below(towns_.size())];
    const Town& first = towns_.front();
    switch (shape_) {
      case Shape::kUniform:
        return anywhere(random);
      case Shape::kClustered:
        return moved(random, town.middle, town.radius);
      case Shape::kCollinear:
        return along(first.middle, random.uniform(-1.0, 1.0) * 100 * spread_);
      case Shape::kFaceEdges:
        return moved(random, on_face_edge(random), spread_ * 1e-3);
      case Shape::kPoles:
        return place(pole_ - pole_ / 90 * std::abs(random.normal()) * spread_,
                     random.uniform(-180.0, 180.0));
      case Shape::kAntimeridian:
        return place(first.middle.latitude_degrees() + random.normal(),
                     180.0 + random.normal() * spread_);
      case Shape::kDuplicates:
        return town.middle;
      case Shape::kLattice:
        return lattice(random, first.middle);
    }
    return anywhere(random);
  }

 private:
  struct Town {
    geo::Position middle;
    double radius;  // degrees
  };

  geo::Position along(const geo::Position& from, double step) const {
    return place(from.latitude_degrees() + slope_latitude_ * step,
                 from.longitude_degrees() + slope_longitude_ * step);
  }

  geo::Position lattice(support::Random& random, const geo::Position& corner) const {
    const double step = spread_ * 0.1;
    return place(std::round(corner.latitude_degrees()) + step * double(random.below(20)),
                 std::round(corner.longitude_degrees()) + step * double(random.below(20)));
  }

  Shape shape_;
  std::vector<Town> towns_;
  double spread_;
  double slope_latitude_;
  double slope_longitude_;
  double pole_;
};

}  // namespace goldenfour::worlds
