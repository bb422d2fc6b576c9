#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "geo/units.h"
#include "server/registry/time.h"

namespace goldenfour::dispatch {

struct Policy;

/// By which rule people are chosen: our own, or what a published system does, for comparison and
/// for a jurisdiction that is bound to one of them.
enum class Strategy : std::uint8_t {
  kExpectedSurvival,
  kGoodSam,
  kPulsePoint,
  kHartslagNu,
  kDenmark,
  kRegionDerLebensretter,
};
inline constexpr std::array<std::string_view, 6> kStrategyNames{
    "expected_survival", "goodsam", "pulsepoint",
    "hartslagnu",        "denmark", "region_der_lebensretter"};

std::string_view text_of(Strategy strategy);
std::optional<Strategy> strategy_of(std::string_view text);

/// How a published rule gives out roles.
enum class RoleRule : std::uint8_t {
  kDirect,      ///< straight to the patient; an AED on the way is shown and taken
  kOneInThree,  ///< one third direct, two thirds by way of an AED
  kFirstFetch,  ///< everybody is asked to fetch; the first `fetchers` to accept do
  kSlots,       ///< two direct, the third an AED, the fourth guides
};

/// A published rule as figures. Distances are straight lines to the patient.
struct PublishedRule {
  RoleRule roles = RoleRule::kDirect;
  geo::Meters radius;               ///< in a town, or in public
  geo::Meters radius_elsewhere;     ///< in the country, or in a home
  bool elsewhere_is_home = false;   ///< which of the two `radius_elsewhere` means
  bool by_arrival = false;          ///< chosen by arrival, not by distance
  bool crew_gate = false;           ///< nobody who would come after the crew
  std::uint32_t most_asked = 0;     ///< of one incident, in all
  std::uint32_t kept_busy = 0;      ///< asked or on their way at a time: who declines is replaced
  std::uint32_t fetchers = 0;       ///< with kFirstFetch
  std::uint32_t enough_direct = 0;  ///< acceptors after which nobody else of the role is asked
  std::uint32_t enough_fetch = 0;
  geo::Meters aed_radius;          ///< of AEDs around the patient
  registry::Duration deadline{0};  ///< for an answer
};

/// The part of a policy that names the strategy.
struct StrategyPolicy {
  Strategy strategy = Strategy::kExpectedSurvival;
  bool rural = false;  ///< the jurisdiction's land is country: rules that differ there
};

/// The figures of a published rule; absent for kExpectedSurvival. Sources stand beside them.
std::optional<PublishedRule> published_rule(Strategy strategy);

/// False where a published rule also asks people whom the crew will overtake.
bool has_crew_gate(const Policy& policy);

/// The policy as its strategy wants it: under a published rule deadlines, caps and radii of
/// arrests are that rule's. Unchanged for kExpectedSurvival.
Policy with_strategy(Policy policy);

}  // namespace goldenfour::dispatch
