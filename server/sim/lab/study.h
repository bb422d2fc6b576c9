#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "server/dispatch/policy_strategy.h"
#include "server/sim/lab/rehearsal.h"
#include "server/sim/lab/statistics.h"

namespace goldenfour::sim::lab {

/// One field of the study: a world, how dense its responders are, how they behave.
struct Setting {
  const World* world = nullptr;
  double responders_per_km2 = 10;
  Behaviour behaviour;
};

struct StudyOptions {
  std::vector<std::uint64_t> seeds;           ///< results come from these
  std::vector<std::uint64_t> training_seeds;  ///< lambda comes from these; none of `seeds`
  std::uint32_t incidents = 30;               ///< per seed
  std::uint32_t training_incidents = 20;
  std::vector<dispatch::Strategy> baselines;
  dispatch::Policy policy;  ///< ours; the baselines change what their rule names
};

/// Figures of one policy over all seeds and incidents; intervals are over seeds.
struct Figures {
  Interval larsen;
  Interval valenzuela;
  Interval alerts;
  Interval cpr_mean;  ///< minutes
  Interval shock_mean;
  double cpr_median = 0;
  double cpr_90 = 0;
  double shock_median = 0;
  double shock_90 = 0;
  double alerts_median = 0;
  double alerts_90 = 0;
  double accepted = 0;
  double arrivals = 0;
  double redundant = 0;
  double in_vain = 0;
  auto tie() const {
    return std::tie(larsen, valenzuela, alerts, cpr_mean, shock_mean, cpr_median, cpr_90,
                    shock_median, shock_90, alerts_median, alerts_90, accepted, arrivals, redundant,
                    in_vain);
  }
};

/// Ours beside one baseline, lambda chosen so that on the training seeds ours wakes no more.
struct Comparison {
  std::string world;
  double responders_per_km2 = 0;
  std::string behaviour;
  dispatch::Strategy baseline = dispatch::Strategy::kGoodSam;
  double lambda = 0;
  std::uint64_t incidents = 0;
  Figures theirs;
  Figures ours;
  Interval larsen_gain;  ///< ours minus theirs, paired by incident, over seeds
  Interval valenzuela_gain;
  Interval alerts_more;

  /// Survival higher under both models with the paired intervals above 0.
  bool is_better() const { return larsen_gain.low > 0 && valenzuela_gain.low > 0; }
  /// Not more people woken, but for what the draw of the seeds explains.
  bool is_as_quiet() const { return alerts_more.low <= 0; }
  auto tie() const {
    return std::tie(world, responders_per_km2, behaviour, baseline, lambda, incidents, theirs, ours,
                    larsen_gain, valenzuela_gain, alerts_more);
  }
};

/// Told of each incident that was tried under every policy in question.
using Ticker = std::function<void()>;

/// Compares on the seeds, ours with `lambdas`, one per baseline, as calibrate() found them. Pure:
/// the same arguments give the same result. O(seeds * incidents * baselines).
std::vector<Comparison> run_setting(const Setting& setting, const StudyOptions& options,
                                    const std::vector<double>& lambdas, const Ticker& ticker);

/// The policy of one baseline, on this call's kind of land.
dispatch::Policy baseline_policy(const dispatch::Policy& ours, dispatch::Strategy strategy,
                                 bool town);

}  // namespace goldenfour::sim::lab
