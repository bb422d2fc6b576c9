#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/sim/lab/world.h"

namespace goldenfour::cli {

/// Where the laboratory's worlds are read from.
struct LabFiles {
  std::string calls = "tests/support/montgomery/calls_2016_2018.csv";
  std::string aeds = "deploy/demo/ljubljana/aeds.csv";
  std::string hexagons;  ///< id,lon,lat,population,schools,jobs,healthcare: r5r's spo_hexgrid.csv
};

/// The names that load_world understands.
const std::vector<std::string>& lab_world_names();

/// One world; the error names file and reason. At most 64 MB and 200,000 rows of a file are read.
tl::expected<sim::lab::World, std::string> load_world(const std::string& name,
                                                      const LabFiles& files);

}  // namespace goldenfour::cli
