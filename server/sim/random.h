#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <utility>

namespace goldenfour::sim {

// The seeded generator of the simulator, tests, load and benchmarks: xoshiro256** (Blackman and
// Vigna 2018) seeded by SplitMix64. The same seed gives the same numbers with every compiler and
// standard library, which std's distributions do not promise. Not for secrets. One owner, no
// locking.
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = split_mix(seed);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  // 0 <= result < bound, for bound > 0; without bias (Lemire 2019).
  std::uint64_t below(std::uint64_t bound) {
    assert(bound > 0);
    const std::uint64_t threshold = (0 - bound) % bound;
    for (;;) {
      const auto product = static_cast<unsigned __int128>(next()) * bound;
      if (static_cast<std::uint64_t>(product) >= threshold) {
        return static_cast<std::uint64_t>(product >> 64);
      }
    }
  }

  // first <= result <= last.
  std::int64_t between(std::int64_t first, std::int64_t last) {
    assert(first <= last);
    const auto span = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
    const std::uint64_t offset = span + 1 == 0 ? next() : below(span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + offset);
  }

  // 0 <= result < 1, all 53 bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  bool chance(double probability) { return uniform() < probability; }

  // Box and Muller; mean 0, deviation 1.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

  // An element of a non-empty sequence.
  template <class Sequence>
  auto& pick(Sequence& sequence) {
    return sequence[static_cast<std::size_t>(below(sequence.size()))];
  }

  template <class Sequence>
  void shuffle(Sequence& sequence) {
    for (std::size_t left = sequence.size(); left > 1; --left) {
      using std::swap;
      swap(sequence[left - 1], sequence[static_cast<std::size_t>(below(left))]);
    }
  }

  // An independent generator, so that a part may draw more without changing what the others draw.
  Random fork() { return Random(next()); }

 private:
  static std::uint64_t rotate(std::uint64_t word, int bits) {
    return (word << bits) | (word >> (64 - bits));
  }

  static std::uint64_t split_mix(std::uint64_t& seed) {
    seed += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = seed;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  std::uint64_t state_[4];
};

}  // namespace goldenfour::sim
