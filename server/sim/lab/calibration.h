#pragma once

#include <cstdint>
#include <vector>

#include "server/sim/lab/study.h"

namespace goldenfour::sim::lab {

/// For each baseline the smallest lambda found with which ours wakes, on the training seeds and on
/// average, at most 95 % as many people: a common ladder first, then bisection of its logarithm.
/// The least lambda of the ladder when even that is quieter.
std::vector<double> calibrate(const Setting& setting, const StudyOptions& options,
                              const Ticker& ticker);

/// How often calibrate() calls the ticker.
std::uint64_t calibration_ticks(const StudyOptions& options);

/// Our policy with this exchange rate between survival and people woken.
dispatch::Policy with_lambda(const StudyOptions& options, double lambda);

}  // namespace goldenfour::sim::lab
