#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/common/failure.h"
#include "clients/load/calls.h"
#include "clients/load/fleet.h"
#include "clients/load/population.h"

namespace goldenfour::load {

/// The command line.
struct Settings {
  std::string server = "http://127.0.0.1:7400";
  std::string admin_socket = "/run/goldenfour/admin.sock";
  std::string ca_file, registrar_token, state_file, status_file, calls_file;
  std::vector<std::string> centers;
  PopulationOptions population;
  FleetOptions fleet;
  CallOptions calls;
  std::size_t aeds = 400;
  double warm_up = 15;  // real seconds before the first call
  double run_for = 0;   // real seconds; 0: until a signal
  bool quiet = false;
  bool replay = false;
};

/// The settings of these arguments; nothing, and what to return, when the program ends here: after
/// --help or a mistake, which have been printed.
tl::expected<Settings, int> parse_arguments(int argc, const char* const* argv);

/// Checks and completes what depends on the calls: without centres, people live where calls came
/// from.
client::Expected<void> complete(Settings* settings, const std::vector<Call>& calls);

}  // namespace goldenfour::load
