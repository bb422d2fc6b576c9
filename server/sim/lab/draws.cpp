#include "server/sim/lab/draws.h"

#include <cmath>

namespace goldenfour::sim::lab {
namespace {

double draw_gamma(double shape, Random& random) {
  if (shape < 1) {
    const double boosted = draw_gamma(shape + 1, random);
    return boosted * std::pow(1 - random.uniform(), 1 / shape);
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = random.normal();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(1 - random.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace

double draw_lognormal(double sigma, Random& random) {
  return std::exp(sigma * random.normal());
}

double draw_beta(double a, double b, Random& random) {
  const double first = draw_gamma(a, random);
  const double second = draw_gamma(b, random);
  return first / (first + second);
}

}  // namespace goldenfour::sim::lab
