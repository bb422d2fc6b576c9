#pragma once

#include <optional>
#include <vector>

#include "server/dispatch/arrival_time.h"
#include "server/dispatch/survival.h"

namespace goldenfour::dispatch {

/// What is given before anybody is planned.
struct Emergency {
  SurvivalCurve curve;
  registry::Duration elapsed{0};  ///< from its start to now, >= 0
  Cells crew{};                   ///< the crew's arrival, which presses, shocks and treats
  std::optional<registry::Duration> cpr_since;    ///< somebody presses since then, from the start
  std::optional<registry::Duration> shock_since;  ///< an AED is there since then
};

/// One independent person: per cell the probability that by its end they press but cannot shock,
/// and that they press and shock. The sum is at most 1.
struct Help {
  Cells press{};
  Cells shock{};
};

/// Exact expected survival over the time grid, for any number of independent helpers.
///
/// With A the cell of the first who presses and B >= A that of the first shock (kCells: nobody),
/// H(a, b) = P(A > a, B > b) for b >= a is a product over people of 1 - press(a) - shock(b). With
/// V(a, b) the survival expected over the crew's arrival, summation by parts along both axes gives
///   E = V(0,0) + sum over a = -1..K-1, b = max(a,0)..K-1 of w(a,b) H(a,b),
///   w(-1,b) = V(0,b+1) - V(0,b),   w(a,a) = V(a+1,a+1) - V(a,a+1),
///   w(a,b)  = V(a+1,b+1) - V(a+1,b) - V(a,b+1) + V(a,b) for b > a,
/// with press(-1) = 0, whatever the survival curve. So one more person is worth
///   -(sum of press(a) R(a) + sum of shock(b) C(b)),  R and C the row and column sums of w H:
/// O(K) a question, O(K^2) after a choice.
///
/// A linear curve is not cut at 0 but goes on at a thousandth of its slope, so that of two hopeless
/// plans the better one is still known; `value` is off by less than 0.1 %.
class ExpectedSurvival {
 public:
  explicit ExpectedSurvival(const Emergency& emergency);

  /// Counts with this person too. O(kCells^2).
  void add(const Help& help);
  /// What they would add, `probability` times what is given. O(kCells).
  double gain(const Help& help) const;
  /// The expected survival. O(1).
  double value() const { return value_; }

  /// Minus the row and column sums: what a probability in that cell is worth.
  const Cells& press_worth() const { return press_worth_; }
  const Cells& shock_worth() const { return shock_worth_; }

 private:
  double nobody_needed_ = 0;      ///< V(0,0)
  std::vector<double> weighted_;  ///< w H, row a + 1, column b; 0 below the diagonal
  Cells press_worth_{};
  Cells shock_worth_{};
  double value_ = 0;
};

/// The sum of products over the grid: four running sums, so that it is fast and the same
/// everywhere.
double dot(const Cells& a, const Cells& b);

}  // namespace goldenfour::dispatch
