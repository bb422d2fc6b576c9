#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "clients/cli/lab_worlds.h"
#include "clients/cli/texts.h"
#include "server/sim/lab/study.h"

namespace goldenfour::cli {

/// What `goldenfour simulate` was asked for; texts as on the command line.
struct SimulateOptions {
  LabFiles files;
  std::vector<std::string> worlds{"synthetic"};
  std::vector<double> densities{2, 10};
  std::vector<std::string> behaviours{"all"};
  std::vector<std::string> policies{"all"};
  std::string seeds = "1..20";
  std::string training = "1001..1005";
  std::vector<std::uint32_t> incidents{30};  ///< per seed; one for all densities, or one of each
  std::uint32_t training_incidents = 20;
  double message_lost = 0;
  unsigned jobs = 1;
  std::string csv;
  std::string svg;
  std::string markdown;
  std::string trace;  ///< "SEED:INCIDENT"
};

/// Runs the study and writes what was asked for; progress on standard error when that is a
/// terminal. The exit code: 2 for a wrong argument or file.
int simulate(const SimulateOptions& options, const Texts& t);

/// "1..20", "3,5,9" or both, at most 10,000 seeds; nothing for anything else.
std::optional<std::vector<std::uint64_t>> parse_seeds(const std::string& text);

}  // namespace goldenfour::cli
