#include "server/sim/lab/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace goldenfour::sim::lab {
namespace {

constexpr std::array kLadder{0.00001, 0.0003, 0.001, 0.002, 0.004, 0.008, 0.016, 0.04, 0.1};
constexpr double kNeverAsk = 1;
constexpr std::uint64_t kBisections = 3;
constexpr double kMargin = 0.95;  // training seeds are a sample, too

/// Where one baseline stands: lambda below `loud` wakes too many, at `quiet` few enough.
struct Bracket {
  double target = 0;
  double loud = 0;
  double quiet = kNeverAsk;
};

class Calibrator {
 public:
  Calibrator(const Setting& setting, const StudyOptions& options, const Ticker& ticker)
      : options_(options), ticker_(ticker) {
    for (std::uint64_t seed : options.training_seeds) {
      const Settlement settlement =
          settle(*setting.world, setting.responders_per_km2, setting.behaviour, seed);
      for (std::uint32_t i = 0; i < options.training_incidents; ++i)
        occasions_.push_back(prepare(*setting.world, settlement, setting.behaviour, seed, i));
    }
  }

  std::vector<double> run() {
    measure({kLadder.begin(), kLadder.end()}, true);
    for (Bracket& bracket : brackets_) narrow(bracket, kLadder);
    for (std::uint64_t step = 0; step < kBisections; ++step) {
      std::vector<double> middles;
      for (const Bracket& bracket : brackets_)
        if (bracket.loud > 0) middles.push_back(std::sqrt(bracket.loud * bracket.quiet));
      measure(middles, false);
      for (Bracket& bracket : brackets_) narrow(bracket, middles);
    }
    std::vector<double> lambdas;
    for (const Bracket& bracket : brackets_) lambdas.push_back(bracket.quiet);
    return lambdas;
  }

 private:
  /// Mean alerts of ours for each lambda, and at the first pass of the baselines.
  void measure(const std::vector<double>& lambdas, bool with_baselines) {
    std::vector<double> ours(lambdas.size(), 0);
    std::vector<double> theirs(options_.baselines.size(), 0);
    for (Occasion& occasion : occasions_) {
      for (std::size_t i = 0; i < lambdas.size(); ++i)
        if (!alerts_.contains(lambdas[i]))
          ours[i] += Rehearsal(occasion, with_lambda(options_, lambdas[i])).run().alerts;
      for (std::size_t b = 0; with_baselines && b < theirs.size(); ++b) {
        const auto rule =
            baseline_policy(options_.policy, options_.baselines[b], occasion.call.town);
        theirs[b] += Rehearsal(occasion, rule).run().alerts;
      }
      ticker_();
    }
    const double count = static_cast<double>(std::max<std::size_t>(1, occasions_.size()));
    for (std::size_t i = 0; i < lambdas.size(); ++i)
      alerts_.try_emplace(lambdas[i], ours[i] / count);
    if (!with_baselines) return;
    for (double sum : theirs) brackets_.push_back({kMargin * sum / count});
  }

  template <class Lambdas>
  void narrow(Bracket& bracket, const Lambdas& tried) const {
    for (double lambda : tried) {
      const bool quiet = alerts_.at(lambda) <= bracket.target;
      if (quiet) bracket.quiet = std::min(bracket.quiet, lambda);
    }
    // Alerts fall with lambda but for the noise of the draw: only what lies below `quiet` counts.
    for (double lambda : tried)
      if (lambda < bracket.quiet) bracket.loud = std::max(bracket.loud, lambda);
  }

  const StudyOptions& options_;
  const Ticker& ticker_;
  std::vector<Occasion> occasions_;
  std::map<double, double> alerts_;  // by lambda
  std::vector<Bracket> brackets_;    // by baseline
};

}  // namespace

std::uint64_t calibration_ticks(const StudyOptions& options) {
  return options.training_seeds.size() * options.training_incidents * (1 + kBisections);
}

dispatch::Policy with_lambda(const StudyOptions& options, double lambda) {
  dispatch::Policy policy = options.policy;
  policy.plan.lambda = lambda;
  policy.plan.min_wave = 0;  // lambda alone decides: a rule that asks nobody is matched
  return policy;
}

std::vector<double> calibrate(const Setting& setting, const StudyOptions& options,
                              const Ticker& ticker) {
  return Calibrator(setting, options, ticker).run();
}

}  // namespace goldenfour::sim::lab
