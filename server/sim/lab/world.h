#pragma once

#include <string>
#include <vector>

#include "server/registry/aed.h"
#include "server/sim/lab/ground.h"

namespace goldenfour::sim::lab {

/// A region as the laboratory knows it: where calls come from, where people live and work, and its
/// AEDs, real ones or how many to generate.
struct World {
  std::string name;
  std::string about;  ///< one line for the table: what is real and what is generated
  Ground calls;
  Ground homes;
  Ground jobs;
  std::vector<registry::Aed> aeds;  ///< real; empty: generated
  double aeds_per_km2 = 2;          ///< of generated ones, around a call
  double public_place = 0.25;       ///< share of calls that are not in a home
  double towers = 0.1;              ///< share of calls high up in a tower
  double car_share = 0.2;           ///< of people's ways; the rest walks
  double bicycle_share = 0.2;
};

/// A call of a real file.
struct RecordedCall {
  geo::Position position;
  bool cardiac = false;  ///< an arrest, or somebody who does not respond
};

/// A cell of a population grid.
struct PopulationCell {
  geo::Position center;
  double people = 0;
  double jobs = 0;
};

/// Calls happen where the file's happened (cardiac ones count threefold, so that they set the tone
/// without being the only hundred places); homes and work lie around all calls; AEDs are generated.
World montgomery_world(const std::vector<RecordedCall>& calls);

/// Calls and homes by the population of Slovenia's towns, the registry's AEDs as they are.
World slovenia_world(std::vector<registry::Aed> aeds);

/// Population and jobs by cell, `spread_meters` within a cell; AEDs are generated.
World hexagon_world(std::string name, const std::vector<PopulationCell>& cells,
                    double spread_meters);

/// A made-up city of 400,000: a dense centre with towers and jobs, two belts and three suburbs, as
/// a hexagon grid. Always the same.
World synthetic_world();
std::vector<PopulationCell> synthetic_cells();

}  // namespace goldenfour::sim::lab
