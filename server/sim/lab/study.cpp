#include "server/sim/lab/study.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "server/sim/lab/calibration.h"

namespace goldenfour::sim::lab {
namespace {

using dispatch::Policy;
using dispatch::Strategy;

/// Outcomes by seed, then by incident.
using Sample = std::vector<std::vector<Outcome>>;

template <class Field>
std::vector<double> seed_means(const Sample& sample, Field field) {
  std::vector<double> means;
  for (const auto& seed : sample) {
    std::vector<double> values;
    for (const Outcome& outcome : seed) values.push_back(static_cast<double>(field(outcome)));
    means.push_back(mean_of(values));
  }
  return means;
}

template <class Field>
std::vector<double> all_values(const Sample& sample, Field field) {
  std::vector<double> values;
  for (const auto& seed : sample)
    for (const Outcome& outcome : seed) values.push_back(static_cast<double>(field(outcome)));
  return values;
}

template <class Field>
Interval paired(const Sample& ours, const Sample& theirs, Field field) {
  const std::vector<double> first = seed_means(ours, field);
  const std::vector<double> second = seed_means(theirs, field);
  std::vector<double> differences;
  for (std::size_t i = 0; i < first.size(); ++i) differences.push_back(first[i] - second[i]);
  return interval_of(differences);
}

double cpr_minutes(const Outcome& outcome) {
  return outcome.to_cpr / 60;
}
double shock_minutes(const Outcome& outcome) {
  return outcome.to_shock / 60;
}
double larsen_of(const Outcome& outcome) {
  return outcome.larsen;
}
double valenzuela_of(const Outcome& outcome) {
  return outcome.valenzuela;
}
double alerts_of(const Outcome& outcome) {
  return outcome.alerts;
}

Figures figures_of(const Sample& sample) {
  Figures figures;
  figures.larsen = interval_of(seed_means(sample, larsen_of));
  figures.valenzuela = interval_of(seed_means(sample, valenzuela_of));
  figures.alerts = interval_of(seed_means(sample, alerts_of));
  figures.cpr_mean = interval_of(seed_means(sample, cpr_minutes));
  figures.shock_mean = interval_of(seed_means(sample, shock_minutes));
  figures.cpr_median = quantile(all_values(sample, cpr_minutes), 0.5);
  figures.cpr_90 = quantile(all_values(sample, cpr_minutes), 0.9);
  figures.shock_median = quantile(all_values(sample, shock_minutes), 0.5);
  figures.shock_90 = quantile(all_values(sample, shock_minutes), 0.9);
  figures.alerts_median = quantile(all_values(sample, alerts_of), 0.5);
  figures.alerts_90 = quantile(all_values(sample, alerts_of), 0.9);
  const auto mean = [&](auto field) { return mean_of(all_values(sample, field)); };
  figures.accepted = mean([](const Outcome& outcome) { return outcome.accepted; });
  figures.arrivals = mean([](const Outcome& outcome) { return outcome.arrivals; });
  figures.redundant = mean([](const Outcome& outcome) { return outcome.redundant; });
  figures.in_vain = mean([](const Outcome& outcome) { return outcome.in_vain; });
  return figures;
}

Comparison compare(const Setting& setting, Strategy baseline, double lambda, const Sample& theirs,
                   const Sample& ours) {
  Comparison result;
  result.world = setting.world->name;
  result.responders_per_km2 = setting.responders_per_km2;
  result.behaviour = setting.behaviour.name;
  result.baseline = baseline;
  result.lambda = lambda;
  for (const auto& seed : ours) result.incidents += seed.size();
  result.theirs = figures_of(theirs);
  result.ours = figures_of(ours);
  result.larsen_gain = paired(ours, theirs, larsen_of);
  result.valenzuela_gain = paired(ours, theirs, valenzuela_of);
  result.alerts_more = paired(ours, theirs, alerts_of);
  return result;
}

}  // namespace

Policy baseline_policy(const Policy& ours, Strategy strategy, bool town) {
  Policy policy = ours;
  policy.strategy.strategy = strategy;
  policy.strategy.rural = !town;
  return dispatch::with_strategy(policy);
}

std::vector<Comparison> run_setting(const Setting& setting, const StudyOptions& options,
                                    const std::vector<double>& lambdas, const Ticker& ticker) {
  const std::size_t count = options.baselines.size();
  std::vector<Sample> theirs(count);
  std::vector<Sample> ours(count);
  for (std::uint64_t seed : options.seeds) {
    const Settlement settlement =
        settle(*setting.world, setting.responders_per_km2, setting.behaviour, seed);
    for (std::size_t b = 0; b < count; ++b) {
      theirs[b].emplace_back();
      ours[b].emplace_back();
    }
    for (std::uint32_t i = 0; i < options.incidents; ++i) {
      Occasion occasion = prepare(*setting.world, settlement, setting.behaviour, seed, i);
      std::map<double, Outcome> by_lambda;
      for (std::size_t b = 0; b < count; ++b) {
        const Policy rule =
            baseline_policy(options.policy, options.baselines[b], occasion.call.town);
        theirs[b].back().push_back(Rehearsal(occasion, rule).run());
        const auto [found, is_new] = by_lambda.try_emplace(lambdas[b]);
        if (is_new) found->second = Rehearsal(occasion, with_lambda(options, lambdas[b])).run();
        ours[b].back().push_back(found->second);
      }
      ticker();
    }
  }
  std::vector<Comparison> results;
  for (std::size_t b = 0; b < count; ++b)
    results.push_back(compare(setting, options.baselines[b], lambdas[b], theirs[b], ours[b]));
  return results;
}

}  // namespace goldenfour::sim::lab
