#pragma once

#include <cstddef>
#include <vector>

#include "geo/position.h"
#include "server/sim/random.h"

namespace goldenfour::sim::lab {

/// A place with people: how many, and how far they spread around it (standard deviation of a normal
/// distribution, to the east and to the north; 0: exactly there).
struct Place {
  geo::Position center;
  double weight = 0;
  double spread_meters = 0;
  bool town = true;  ///< false: country, where published rules reach farther
};

/// Where something happens: places drawn by their weights.
class Ground {
 public:
  Ground() = default;
  /// At least one place with a positive weight.
  explicit Ground(std::vector<Place> places);

  struct Drawn {
    geo::Position position;
    bool town = true;
  };
  /// O(log places).
  Drawn draw(Random& random) const;

  bool empty() const { return places_.empty(); }
  const std::vector<Place>& places() const { return places_; }

 private:
  std::vector<Place> places_;
  std::vector<double> sums_;
};

}  // namespace goldenfour::sim::lab
