#pragma once

#include <cstdint>

#include "server/registry/time.h"

namespace goldenfour::dispatch {

enum class SurvivalModel : std::uint8_t { kLarsen, kValenzuela };
inline constexpr int kSurvivalModelCount = 2;

/// How the outcome of an emergency falls with the minutes from its start to the first who presses,
/// to the first shock and to advanced care. Linear: `at_once` less so much a minute, never below 0.
/// Logistic: 1 / (1 + exp(-at_once + so much a minute)).
struct SurvivalCurve {
  enum class Form : std::uint8_t { kLinear, kLogistic };
  Form form = Form::kLinear;
  double at_once = 0;
  double per_minute_cpr = 0;
  double per_minute_shock = 0;
  double per_minute_advanced = 0;  ///< 0 when logistic
};

/// Survival of a witnessed arrest: 67 % less 2.3 %/min to CPR, 1.1 %/min to shock and 2.1 %/min to
/// advanced care. Source: Larsen et al., Annals of Emergency Medicine 1993;22:1652-8.
constexpr SurvivalCurve larsen_curve() {
  return {SurvivalCurve::Form::kLinear, 0.67, 0.023, 0.011, 0.021};
}

/// Survival of a witnessed arrest found in ventricular fibrillation:
/// 1 / (1 + exp(-0.260 + 0.106 min to CPR + 0.139 min to shock)).
/// Source: Valenzuela et al., Circulation 1997;96:3308-13, the simplified model, as used by Erkut
/// et al., Naval Research Logistics 2008;55:42-58.
constexpr SurvivalCurve valenzuela_curve() {
  return {SurvivalCurve::Form::kLogistic, 0.260, 0.106, 0.139, 0};
}

SurvivalCurve survival_curve(SurvivalModel model);

/// When help came, from the start of the emergency.
struct HelpTimes {
  registry::Duration cpr{0};
  registry::Duration shock{0};
  registry::Duration advanced{0};
};

/// The published curve, 0..1.
double survival(const SurvivalCurve& curve, const HelpTimes& times);

}  // namespace goldenfour::dispatch
