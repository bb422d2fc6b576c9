#include "server/dispatch/expected_survival.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "server/registry/check.h"

namespace goldenfour::dispatch {
namespace {

constexpr std::size_t kTimes = kCells + 1;  ///< the last one: not within the grid
constexpr double kLeak = 0.001;             ///< slope left below 0, as a share
constexpr double kCellMinutes = kCellSeconds / 60;

using Row = std::array<double, kTimes>;

double minutes(registry::Duration time) {
  return static_cast<double>(time.count()) / 60'000;
}

/// Where the row of cell a starts, rounded down to whole fours: what lies before the diagonal is 0.
constexpr std::size_t first_column(std::size_t a) {
  return a / 4 * 4;
}

/// Scales the row of cell a, takes it off the columns and returns its sum. Four at a time, each
/// with a running sum of its own: fast, and the same everywhere.
double scaled(std::size_t a, double* line, double not_pressed, const Cells& shock, Cells& columns) {
  std::array<double, 4> sum{};
  for (std::size_t b = first_column(a); b < kCells; b += sum.size()) {
    std::array<double, 4> four;
    for (std::size_t i = 0; i < four.size(); ++i)
      four[i] = line[b + i] * (not_pressed - shock[b + i]);
    for (std::size_t i = 0; i < four.size(); ++i) line[b + i] = four[i];
    for (std::size_t i = 0; i < four.size(); ++i) sum[i] += four[i];
    for (std::size_t i = 0; i < four.size(); ++i) columns[b + i] -= four[i];
  }
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

double not_below_zero(double survival) {
  return survival > 0 ? survival : kLeak * survival;
}

/// V(a, b): survival expected over the crew's arrival when the first presses in cell a and the
/// first shock is in cell b. Rows are made in order of a.
class Outcomes {
 public:
  explicit Outcomes(const Emergency& emergency) : curve_(emergency.curve) {
    for (std::size_t k = 0; k < kTimes; ++k) {
      middle_[k] = minutes(emergency.elapsed) + (static_cast<double>(k) + 0.5) * kCellMinutes;
      cpr_[k] = emergency.cpr_since ? minutes(*emergency.cpr_since) : middle_[k];
      shock_[k] = emergency.shock_since ? minutes(*emergency.shock_since) : middle_[k];
      if (is_logistic()) {
        odds_cpr_[k] = std::exp(curve_.per_minute_cpr * cpr_[k] - curve_.at_once);
        odds_shock_[k] = std::exp(curve_.per_minute_shock * shock_[k]);
      }
      const double by_now = k < kCells ? emergency.crew[k] : 1;
      crew_[k] = by_now - (k > 0 ? emergency.crew[k - 1] : 0);
      crew_by_[k] = by_now;
      crew_minutes_by_[k] = crew_[k] * middle_[k] + (k > 0 ? crew_minutes_by_[k - 1] : 0);
    }
  }

  /// V(a, b) for b = a..kCells; `a` one more than in the call before. O(kCells).
  void row(std::size_t a, Row& out) {
    crew_first_ += crew_[a] * at(a, a, a);
    double crew_shocks = 0;
    for (std::size_t b = a; b < kTimes; ++b) {
      if (b > a) crew_shocks += crew_[b] * at(a, b, b);
      out[b] = crew_first_ + crew_shocks + crew_later(a, b);
    }
  }

 private:
  bool is_logistic() const { return curve_.form == SurvivalCurve::Form::kLogistic; }

  /// Survival when pressing starts, the AED and the crew come in these cells.
  double at(std::size_t cpr, std::size_t shock, std::size_t crew) const {
    if (is_logistic()) return logistic(cpr, shock);
    return not_below_zero(early(cpr, shock) - curve_.per_minute_advanced * middle_[crew]);
  }

  double early(std::size_t cpr, std::size_t shock) const {
    return curve_.at_once - curve_.per_minute_cpr * cpr_[cpr] -
           curve_.per_minute_shock * shock_[shock];
  }

  double logistic(std::size_t cpr, std::size_t shock) const {
    return 1 / (1 + odds_cpr_[cpr] * odds_shock_[shock]);
  }

  /// Sum over crews later than b. A linear curve in closed form: full slope to the cell where it
  /// meets 0, the leak beyond.
  double crew_later(std::size_t a, std::size_t b) const {
    const double later = 1 - crew_by_[b];
    if (later <= 0) return 0;
    if (is_logistic()) return later * logistic(a, b);
    const double score = early(a, b);
    const double slope = curve_.per_minute_advanced;
    const double all = score * later - slope * (crew_minutes_by_[kCells] - crew_minutes_by_[b]);
    const std::size_t last = last_above_zero(score);
    if (last <= b) return kLeak * all;
    const double above = score * (crew_by_[last] - crew_by_[b]) -
                         slope * (crew_minutes_by_[last] - crew_minutes_by_[b]);
    return (1 - kLeak) * above + kLeak * all;
  }

  /// The last cell in which a crew still leaves more than 0; 0 when there is none.
  std::size_t last_above_zero(double score) const {
    if (score <= 0) return 0;
    const double slope = curve_.per_minute_advanced;
    if (slope * middle_[kCells] < score) return kCells;
    const double cell = (score / slope - middle_[0]) / kCellMinutes;
    return cell > 0 ? static_cast<std::size_t>(cell) : 0;
  }

  SurvivalCurve curve_;
  Row middle_{};  ///< of each cell, minutes from the start
  Row cpr_{};     ///< when pressing began if somebody arrives in this cell
  Row shock_{};
  Row odds_cpr_{};  ///< of death, when logistic: the product of two factors
  Row odds_shock_{};
  Row crew_{};     ///< probability that the crew comes in this cell
  Row crew_by_{};  ///< the same, by its end
  Row crew_minutes_by_{};
  double crew_first_ = 0;  ///< sum over crews not later than a
};

}  // namespace

ExpectedSurvival::ExpectedSurvival(const Emergency& emergency) : weighted_(kTimes * kCells, 0.0) {
  registry::check(emergency.elapsed.count() >= 0, "an emergency starts before now");
  Outcomes outcomes(emergency);
  Row row{};
  Row next{};
  outcomes.row(0, row);
  nobody_needed_ = row[0];
  for (std::size_t b = 0; b < kCells; ++b) weighted_[b] = row[b + 1] - row[b];
  for (std::size_t a = 0; a < kCells; ++a) {
    outcomes.row(a + 1, next);
    double* line = &weighted_[(a + 1) * kCells];
    line[a] = next[a + 1] - row[a + 1];
    for (std::size_t b = a + 1; b < kCells; ++b)
      line[b] = next[b + 1] - next[b] - row[b + 1] + row[b];
    std::swap(row, next);
  }
  add({});
}

void ExpectedSurvival::add(const Help& help) {
  const Cells shock = help.shock;  // local, so that the compiler knows that nothing overlaps
  Cells worth;
  for (std::size_t b = 0; b < kCells; ++b) {
    weighted_[b] *= 1 - shock[b];
    worth[b] = -weighted_[b];
  }
  for (std::size_t a = 0; a < kCells; ++a)
    press_worth_[a] = -scaled(a, &weighted_[(a + 1) * kCells], 1 - help.press[a], shock, worth);
  double value = nobody_needed_;
  for (std::size_t b = 0; b < kCells; ++b) value -= worth[b];
  shock_worth_ = worth;
  value_ = value;
}

double ExpectedSurvival::gain(const Help& help) const {
  return dot(help.press, press_worth_) + dot(help.shock, shock_worth_);
}

double dot(const Cells& a, const Cells& b) {
  static_assert(kCells % 4 == 0);
  double sum0 = 0;
  double sum1 = 0;
  double sum2 = 0;
  double sum3 = 0;
  for (std::size_t k = 0; k < kCells; k += 4) {
    sum0 += a[k] * b[k];
    sum1 += a[k + 1] * b[k + 1];
    sum2 += a[k + 2] * b[k + 2];
    sum3 += a[k + 3] * b[k + 3];
  }
  return (sum0 + sum2) + (sum1 + sum3);
}

}  // namespace goldenfour::dispatch
