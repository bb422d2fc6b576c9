#include "server/dispatch/survival.h"

#include <algorithm>

namespace goldenfour::dispatch {

using registry::Duration;

Duration expected_first(std::span<Arrival> arrivals, Duration latest) {
  std::sort(arrivals.begin(), arrivals.end(), [](const Arrival& a, const Arrival& b) {
    return a.after != b.after ? a.after < b.after : a.probability < b.probability;
  });
  double expected = 0;
  double nobody_yet = 1;
  for (const Arrival& arrival : arrivals) {
    if (arrival.after >= latest) break;
    expected += nobody_yet * arrival.probability * static_cast<double>(arrival.after.count());
    nobody_yet *= 1 - arrival.probability;
  }
  expected += nobody_yet * static_cast<double>(latest.count());
  return Duration(static_cast<Duration::rep>(expected));
}

double larsen_survival(Duration to_cpr, Duration to_shock, Duration to_advanced_care) {
  const auto minutes = [](Duration time) { return static_cast<double>(time.count()) / 60'000; };
  return 0.67 - 0.023 * minutes(to_cpr) - 0.011 * minutes(to_shock) -
         0.021 * minutes(to_advanced_care);
}

}  // namespace goldenfour::dispatch
