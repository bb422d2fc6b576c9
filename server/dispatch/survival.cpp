#include "server/dispatch/survival.h"

#include <algorithm>
#include <cmath>

namespace goldenfour::dispatch {

SurvivalCurve survival_curve(SurvivalModel model) {
  switch (model) {
    case SurvivalModel::kLarsen:
      return larsen_curve();
    case SurvivalModel::kValenzuela:
      return valenzuela_curve();
  }
  return larsen_curve();
}

double survival(const SurvivalCurve& curve, const HelpTimes& times) {
  const auto minutes = [](registry::Duration time) {
    return static_cast<double>(time.count()) / 60'000;
  };
  const double score = curve.at_once - curve.per_minute_cpr * minutes(times.cpr) -
                       curve.per_minute_shock * minutes(times.shock) -
                       curve.per_minute_advanced * minutes(times.advanced);
  if (curve.form == SurvivalCurve::Form::kLogistic) return 1 / (1 + std::exp(-score));
  return std::clamp(score, 0.0, 1.0);
}

}  // namespace goldenfour::dispatch
