#pragma once

#include <compare>
#include <limits>

namespace goldenfour::geo {

// A number with a unit, so that a length can never be passed where a duration is meant. A plain
// value of one double: constexpr, default zero, explicit in both directions. The unit is the tag.
// Comparison is that of double: a NaN is unordered with everything.
template <class Tag>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_(value) {}

  static constexpr Quantity infinity() { return Quantity{std::numeric_limits<double>::infinity()}; }

  constexpr double value() const { return value_; }

  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }

  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity{a.value_ + b.value_};
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity{a.value_ - b.value_};
  }
  friend constexpr Quantity operator-(Quantity a) { return Quantity{-a.value_}; }
  friend constexpr Quantity operator*(Quantity a, double factor) {
    return Quantity{a.value_ * factor};
  }
  friend constexpr Quantity operator*(double factor, Quantity a) { return a * factor; }
  friend constexpr Quantity operator/(Quantity a, double divisor) {
    return Quantity{a.value_ / divisor};
  }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  double value_ = 0.0;
};

using Meters = Quantity<struct MetersTag>;
using Seconds = Quantity<struct SecondsTag>;
using MetersPerSecond = Quantity<struct MetersPerSecondTag>;

constexpr Seconds operator/(Meters length, MetersPerSecond speed) {
  return Seconds{length.value() / speed.value()};
}
constexpr MetersPerSecond operator/(Meters length, Seconds time) {
  return MetersPerSecond{length.value() / time.value()};
}
constexpr Meters operator*(MetersPerSecond speed, Seconds time) {
  return Meters{speed.value() * time.value()};
}
constexpr Meters operator*(Seconds time, MetersPerSecond speed) {
  return speed * time;
}

inline namespace literals {
constexpr Meters operator""_m(long double value) {
  return Meters{static_cast<double>(value)};
}
constexpr Meters operator""_m(unsigned long long value) {
  return Meters{static_cast<double>(value)};
}
constexpr Seconds operator""_s(long double value) {
  return Seconds{static_cast<double>(value)};
}
constexpr Seconds operator""_s(unsigned long long value) {
  return Seconds{static_cast<double>(value)};
}
constexpr MetersPerSecond operator""_mps(long double value) {
  return MetersPerSecond{static_cast<double>(value)};
}
}  // namespace literals

}  // namespace goldenfour::geo
