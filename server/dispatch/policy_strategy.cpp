#include "server/dispatch/policy_strategy.h"

#include <algorithm>

#include "server/dispatch/limits.h"
#include "server/dispatch/policy.h"

namespace goldenfour::dispatch {
namespace {

using registry::Duration;

constexpr std::uint32_t kUnlimited = kOffersPerIncident;
constexpr Duration kUntilTheCrewComes{15 * 60'000};

// GoodSAM: London's ambulance service alerts the three nearest (its announcement of 2015), and a
// decline passes the alert on (East Midlands', 2017, which took five within 800 m). 500 m in the
// city, 1 km in the country and 30 s for an answer: assumed. Effect: Smith et al. 2022.
constexpr PublishedRule kGoodSam{.roles = RoleRule::kDirect,
                                 .radius = geo::Meters{500},
                                 .radius_elsewhere = geo::Meters{1000},
                                 .most_asked = kUnlimited,
                                 .kept_busy = 3,
                                 .enough_direct = 3,
                                 .enough_fetch = 3,
                                 .aed_radius = geo::Meters{1000},
                                 .deadline = Duration{30'000}};

// PulsePoint, North America: everybody within a quarter of a mile in public; agencies that alert
// for homes take half a mile (Pittsburgh 2024, abstract at the AHA's Resuscitation Science
// Symposium 2025). Nobody is replaced: assumed.
constexpr PublishedRule kPulsePoint{.roles = RoleRule::kDirect,
                                    .radius = geo::Meters{400},
                                    .radius_elsewhere = geo::Meters{800},
                                    .elsewhere_is_home = true,
                                    .most_asked = kUnlimited,
                                    .kept_busy = kUnlimited,
                                    .enough_direct = kUnlimited,
                                    .enough_fetch = kUnlimited,
                                    .aed_radius = geo::Meters{800},
                                    .deadline = kUntilTheCrewComes};

// HartslagNu, Netherlands: the 30 nearest, a third direct, two thirds by way of an AED, 500 m (its
// FAQ); within 1 km (Stieglis et al., Resuscitation 2020). That it stops when enough accepted, and
// that three of each are enough: assumed. From 2020 on it alerts up to 100.
constexpr PublishedRule kHartslagNu{.roles = RoleRule::kOneInThree,
                                    .radius = geo::Meters{1000},
                                    .radius_elsewhere = geo::Meters{1000},
                                    .most_asked = 30,
                                    .kept_busy = 30,
                                    .enough_direct = 3,
                                    .enough_fetch = 3,
                                    .aed_radius = geo::Meters{500},
                                    .deadline = kUntilTheCrewComes};

// Denmark's Heartrunner: people within 1.8 km (Andelius et al., JACC 2020). The 20 nearest, and of
// those who accept the first four for AEDs, later ones direct: as described, not checked.
constexpr PublishedRule kDenmark{.roles = RoleRule::kFirstFetch,
                                 .radius = geo::Meters{1800},
                                 .radius_elsewhere = geo::Meters{1800},
                                 .most_asked = 20,
                                 .kept_busy = 20,
                                 .fetchers = 4,
                                 .enough_direct = kUnlimited,
                                 .enough_fetch = kUnlimited,
                                 .aed_radius = geo::Meters{1800},
                                 .deadline = kUntilTheCrewComes};

// Region der Lebensretter, Germany: by estimated arrival, two direct, a third fetches an AED, a
// fourth guides the crew, nobody after the crew (Klinikum Amberg's description, 2024). It first
// asks who is free and then chooses; here the best are asked, and 30 s later the next: assumed. It
// searches by arrival; 5 km bound it here.
constexpr PublishedRule kRegionDerLebensretter{.roles = RoleRule::kSlots,
                                               .radius = geo::Meters{5000},
                                               .radius_elsewhere = geo::Meters{5000},
                                               .by_arrival = true,
                                               .crew_gate = true,
                                               .most_asked = kUnlimited,
                                               .kept_busy = 4,
                                               .enough_direct = 2,
                                               .enough_fetch = 1,
                                               .aed_radius = geo::Meters{1500},
                                               .deadline = Duration{30'000}};

}  // namespace

std::string_view text_of(Strategy strategy) {
  return kStrategyNames[static_cast<std::size_t>(strategy)];
}

std::optional<Strategy> strategy_of(std::string_view text) {
  for (std::size_t i = 0; i < kStrategyNames.size(); ++i)
    if (kStrategyNames[i] == text) return static_cast<Strategy>(i);
  return {};
}

std::optional<PublishedRule> published_rule(Strategy strategy) {
  switch (strategy) {
    case Strategy::kExpectedSurvival:
      return {};
    case Strategy::kGoodSam:
      return kGoodSam;
    case Strategy::kPulsePoint:
      return kPulsePoint;
    case Strategy::kHartslagNu:
      return kHartslagNu;
    case Strategy::kDenmark:
      return kDenmark;
    case Strategy::kRegionDerLebensretter:
      return kRegionDerLebensretter;
  }
  return {};
}

bool has_crew_gate(const Policy& policy) {
  const auto rule = published_rule(policy.strategy.strategy);
  return !rule || rule->crew_gate;
}

Policy with_strategy(Policy policy) {
  const auto rule = published_rule(policy.strategy.strategy);
  if (!rule) return policy;
  for (KindPolicy& kind : policy.kinds) {
    if (!kind.is_arrest || kind.max_aed == 0) continue;
    kind.max_cpr = rule->enough_direct;
    kind.max_aed = rule->enough_fetch;
    kind.max_guide = rule->roles == RoleRule::kSlots ? 1 : 0;
  }
  policy.search_radius = std::max(rule->radius, rule->radius_elsewhere);
  policy.aed_radius = rule->aed_radius;
  policy.max_wave = rule->kept_busy;
  policy.max_outstanding = rule->kept_busy;
  policy.offer_deadline = rule->deadline;
  // Those who stop asking stop for all; the others never do.
  policy.keep_offers_within = geo::Meters{0};
  return policy;
}

}  // namespace goldenfour::dispatch
