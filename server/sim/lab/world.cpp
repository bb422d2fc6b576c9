#include "server/sim/lab/world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "server/registry/check.h"
#include "server/sim/city.h"

namespace goldenfour::sim::lab {
namespace {

geo::Position at(double latitude, double longitude) {
  const auto position = geo::Position::from_degrees(latitude, longitude);
  registry::check(position.has_value(), "a town lies on the earth");
  return *position;
}

struct Town {
  double latitude;
  double longitude;
  double people;
};

// Towns of Slovenia, large and small: approximate coordinates of their centres and inhabitants.
// Round figures that weigh the draw, copied from no register.
constexpr std::array kSlovenia{
    Town{46.0511, 14.5051, 285'000}, Town{46.5547, 15.6459, 96'000}, Town{46.2389, 14.3556, 37'900},
    Town{46.2361, 15.2675, 37'700},  Town{45.5481, 13.7302, 26'000}, Town{46.3592, 15.1103, 25'300},
    Town{45.8040, 15.1689, 24'200},  Town{46.4203, 15.8700, 17'900}, Town{46.1375, 14.5936, 13'500},
    Town{46.1683, 14.3058, 12'600},  Town{46.2259, 14.6121, 13'900}, Town{46.4369, 14.0525, 12'900},
    Town{46.6581, 16.1610, 11'100},  Town{45.9556, 13.6483, 12'900}, Town{46.3392, 14.2964, 3'800},
    Town{45.5356, 13.6600, 10'500},  Town{46.5100, 15.0800, 7'300},  Town{46.2500, 15.1694, 5'200},
    Town{45.7753, 14.2136, 9'600},   Town{45.9633, 14.2953, 7'500},  Town{46.1839, 14.0000, 1'200},
    Town{45.6406, 14.8600, 8'400},   Town{45.5711, 15.1889, 5'700},  Town{46.3683, 14.1136, 5'200},
    Town{45.5283, 13.5683, 4'200},   Town{46.3894, 15.5700, 6'900},  Town{46.5250, 16.4500, 10'100},
    Town{45.9030, 15.5930, 6'700},   Town{46.1540, 15.0540, 14'000}, Town{46.4280, 14.1100, 8'300}};

constexpr double kTownFrom = 20'000;  // inhabitants

/// About 4,000 people per square kilometre in the middle: the spread grows with the root of people.
double spread_of(const Town& town) {
  return 140 * std::sqrt(town.people / 1000);
}

}  // namespace

World montgomery_world(const std::vector<RecordedCall>& calls) {
  constexpr double kCardiacWeight = 3;
  constexpr double kHomesAround = 600;
  constexpr double kJobsAround = 900;
  std::vector<Place> places;
  std::vector<Place> homes;
  std::vector<Place> jobs;
  for (const RecordedCall& call : calls) {
    places.push_back({call.position, call.cardiac ? kCardiacWeight : 1, 0, false});
    homes.push_back({call.position, 1, kHomesAround, false});
    jobs.push_back({call.position, 1, kJobsAround, false});
  }
  World world;
  world.name = "montgomery";
  world.about = "calls of Montgomery County (PA), real; people and AEDs generated around them";
  world.calls = Ground(std::move(places));
  world.homes = Ground(std::move(homes));
  world.jobs = Ground(std::move(jobs));
  world.aeds_per_km2 = 1;
  world.towers = 0.03;
  world.car_share = 0.6;
  world.bicycle_share = 0.05;
  return world;
}

World slovenia_world(std::vector<registry::Aed> aeds) {
  constexpr double kJobsNearerTheMiddle = 0.6;
  std::vector<Place> homes;
  std::vector<Place> jobs;
  for (const Town& town : kSlovenia) {
    const geo::Position center = at(town.latitude, town.longitude);
    const bool is_town = town.people >= kTownFrom;
    homes.push_back({center, town.people, spread_of(town), is_town});
    jobs.push_back({center, town.people, spread_of(town) * kJobsNearerTheMiddle, is_town});
  }
  World world;
  world.name = "slovenia";
  world.about = "AEDs of OpenStreetMap, real; calls and people drawn by the population of 30 towns";
  world.calls = Ground(homes);
  world.homes = Ground(std::move(homes));
  world.jobs = Ground(std::move(jobs));
  world.aeds = std::move(aeds);
  world.car_share = 0.35;
  return world;
}

World hexagon_world(std::string name, const std::vector<PopulationCell>& cells,
                    double spread_meters) {
  std::vector<Place> homes;
  std::vector<Place> jobs;
  for (const PopulationCell& cell : cells) {
    homes.push_back({cell.center, cell.people, spread_meters, true});
    jobs.push_back({cell.center, cell.jobs, spread_meters, true});
  }
  World world;
  world.name = std::move(name);
  world.about = "calls, homes and work by the grid's population and jobs; AEDs generated";
  world.calls = Ground(homes);
  world.homes = Ground(std::move(homes));
  world.jobs = Ground(std::move(jobs));
  world.towers = 0.3;
  return world;
}

std::vector<PopulationCell> synthetic_cells() {
  constexpr double kStep = 400;
  constexpr int kReach = 20;
  constexpr double kRow = 0.866;  // of hexagons' centres, in steps
  struct Hump {
    double east, north, deviation, people, jobs;
  };
  constexpr std::array kHumps{Hump{0, 0, 1200, 3600, 4000}, Hump{0, 0, 3000, 1200, 500},
                              Hump{5200, 2600, 900, 1500, 500}, Hump{-4800, 3400, 800, 1300, 300},
                              Hump{1500, -5600, 900, 1400, 600}};
  const geo::Position middle = at(29.1, 119.65);
  std::vector<PopulationCell> cells;
  for (int row = -kReach; row <= kReach; ++row) {
    for (int column = -kReach; column <= kReach; ++column) {
      const double east = (column + (row % 2 == 0 ? 0.0 : 0.5)) * kStep;
      const double north = row * kStep * kRow;
      PopulationCell cell{offset(middle, east, north), 0, 0};
      for (const Hump& hump : kHumps) {
        const double away = std::hypot(east - hump.east, north - hump.north) / hump.deviation;
        const double near = std::exp(-away * away / 2);
        cell.people += std::round(hump.people * near);
        cell.jobs += std::round(hump.jobs * near);
      }
      if (cell.people + cell.jobs >= 5) cells.push_back(cell);
    }
  }
  return cells;
}

World synthetic_world() {
  World world = hexagon_world("synthetic", synthetic_cells(), 140);
  world.about = "a made-up city on a hexagon grid: centre with towers, belts, suburbs";
  return world;
}

}  // namespace goldenfour::sim::lab
