#pragma once

#include <cstdint>

#include "server/sim/random.h"

namespace goldenfour::sim::lab {

/// What a stream of random numbers is for. Streams are independent, so that who is asked by a
/// policy changes nobody else's luck (common random numbers).
enum class Purpose : std::uint64_t { kPeople = 1, kCabinets, kCall, kTrip, kCabinetTonight, kSize };

/// The stream of (seed, incident, subject); the same on every machine and for every policy.
inline Random stream(Purpose purpose, std::uint64_t seed, std::uint64_t incident = 0,
                     std::uint64_t subject = 0) {
  Random mixed(seed * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(purpose));
  const std::uint64_t first = mixed.next() ^ (incident + 1) * 0xbf58476d1ce4e5b9ULL;
  Random again(first);
  return Random(again.next() ^ (subject + 1) * 0x94d049bb133111ebULL);
}

/// exp(sigma * normal) with median 1.
double draw_lognormal(double sigma, Random& random);
/// Marsaglia and Tsang 2000, by two gamma variates.
double draw_beta(double a, double b, Random& random);

}  // namespace goldenfour::sim::lab
