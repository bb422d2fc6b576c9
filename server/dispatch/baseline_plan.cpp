#include "server/dispatch/baseline_plan.h"

#include <algorithm>
#include <array>

namespace goldenfour::dispatch {
namespace {

/// An AED that costs so little time is taken along by who is shown it on the app's map; assumed,
/// in favour of the rules that send nobody for one.
constexpr Duration kOnTheWay{60'000};
constexpr std::array<std::uint32_t, 3> kSlotSizes{2, 1, 1};  // CPR, AED, GUIDE

class BaselinePlanner {
 public:
  BaselinePlanner(const PublishedRule& rule, const PlanInput& input, const Incident& incident,
                  const std::vector<Candidate>& candidates, const Policy& policy)
      : rule_(rule), input_(input), incident_(incident), candidates_(candidates), policy_(policy) {
    for (const auto& [number, offer] : incident.offers)
      if (offer.outstanding()) ++busy_[static_cast<std::size_t>(offer.role)];
    for (const auto& [number, task] : incident.tasks)
      if (task.active()) ++busy_[static_cast<std::size_t>(task.role)];
  }

  Plan run() {
    Plan plan;
    for (std::size_t i : in_order()) {
      if (!has_room(plan)) break;
      const auto role = next_role(candidates_[i], plan.offers.size());
      if (!role) continue;
      ++busy_[static_cast<std::size_t>(*role)];
      PlannedOffer offer;
      offer.candidate = i;
      offer.role = *role;
      plan.offers.push_back(offer);
    }
    return plan;
  }

 private:
  bool has_room(const Plan& plan) const {
    const std::size_t asked = incident_.offers.size() + plan.offers.size();
    return asked < rule_.most_asked && busy_[0] + busy_[1] + busy_[2] < rule_.kept_busy &&
           plan.offers.size() < input_.max_offers;
  }

  geo::Meters radius() const {
    const bool elsewhere = rule_.elsewhere_is_home
                               ? incident_.scene && !incident_.scene->public_place
                               : policy_.strategy.rural;
    return elsewhere ? rule_.radius_elsewhere : rule_.radius;
  }

  std::vector<std::size_t> in_order() const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (candidates_[i].distance <= radius()) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const Candidate& first = candidates_[a];
      const Candidate& second = candidates_[b];
      if (rule_.by_arrival && first.direct.median() != second.direct.median())
        return first.direct.median() < second.direct.median();
      if (!rule_.by_arrival && first.distance != second.distance)
        return first.distance < second.distance;
      return a < b;
    });
    return order;
  }

  /// Nothing when no role of the rule is open to this person.
  std::optional<Role> next_role(const Candidate& candidate, std::size_t planned) const {
    const bool can_fetch = !candidate.legs.empty();
    switch (rule_.roles) {
      case RoleRule::kDirect:
        return can_fetch && candidate.legs.front().arrival.median() <=
                                candidate.direct.median() + kOnTheWay
                   ? Role::kAed
                   : Role::kCpr;
      case RoleRule::kOneInThree: {
        const bool fetches = (incident_.offers.size() + planned) % 3 != 0 && can_fetch;
        const bool wanted =
            input_.room[static_cast<std::size_t>(fetches ? Role::kAed : Role::kCpr)] > 0;
        return wanted ? std::optional(fetches ? Role::kAed : Role::kCpr) : std::nullopt;
      }
      case RoleRule::kFirstFetch:
        return can_fetch ? Role::kAed : Role::kCpr;
      case RoleRule::kSlots:
        return open_slot(can_fetch);
    }
    return {};
  }

  std::optional<Role> open_slot(bool can_fetch) const {
    for (Role role : {Role::kCpr, Role::kAed, Role::kGuide}) {
      const auto slot = static_cast<std::size_t>(role);
      if (busy_[slot] < kSlotSizes[slot] && (role != Role::kAed || can_fetch)) return role;
    }
    return {};
  }

  const PublishedRule& rule_;
  const PlanInput& input_;
  const Incident& incident_;
  const std::vector<Candidate>& candidates_;
  const Policy& policy_;
  std::array<std::uint32_t, 3> busy_{};  // asked or on their way, by role
};

}  // namespace

Plan baseline_plan(const PublishedRule& rule, const PlanInput& input, const Incident& incident,
                   const std::vector<Candidate>& candidates, const Policy& policy) {
  return BaselinePlanner(rule, input, incident, candidates, policy).run();
}

bool has_enough_fetchers(const Policy& policy, const Incident& incident) {
  const auto rule = published_rule(policy.strategy.strategy);
  if (!rule || rule->roles != RoleRule::kFirstFetch) return false;
  const auto fetching = std::count_if(
      incident.tasks.begin(), incident.tasks.end(),
      [](const auto& entry) { return entry.second.active() && entry.second.role == Role::kAed; });
  return fetching >= static_cast<std::ptrdiff_t>(rule->fetchers);
}

}  // namespace goldenfour::dispatch
