#pragma once

#include <cstddef>
#include <cstdint>

namespace goldenfour::dispatch {

/// Bounds of the tables in State. They shape what `apply` keeps, so every node of a jurisdiction
/// must run with the same ones.
inline constexpr std::size_t kMailboxFrames = 64;     ///< per responder; older: reset
inline constexpr std::size_t kTopicEvents = 8192;     ///< per jurisdiction; older: reset
inline constexpr std::size_t kTimelineEvents = 4096;  ///< per incident
inline constexpr std::size_t kIdempotencyKeys = 100'000;
inline constexpr std::size_t kIncidents = 20'000;  ///< in memory; the oldest final one is archived
inline constexpr std::uint32_t kOffersPerIncident = 500;
inline constexpr std::size_t kMergedIncidents = 32;  ///< into one
inline constexpr std::size_t kHabits =
    1'000'000;  ///< people with a history; further ones have none

}  // namespace goldenfour::dispatch
