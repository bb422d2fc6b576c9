#include "server/dispatch/plan_input.h"

#include <algorithm>
#include <cmath>

#include "server/dispatch/arrival_model.h"
#include "server/dispatch/caps.h"
#include "server/dispatch/limits.h"
#include "server/dispatch/locate.h"
#include "server/dispatch/replan.h"

namespace goldenfour::dispatch {
namespace {

constexpr double kUnknownSigma = 0.4;  ///< of an arrival stored without its band

std::size_t index(Role role) {
  return static_cast<std::size_t>(role);
}

/// The arrival that an offer was made with, from its stored figures.
ArrivalTime planned_arrival(const Why& why, Role role) {
  const double early = static_cast<double>(why.arrival_early.count());
  const double late = static_cast<double>(why.arrival_late.count());
  const double sigma =
      early > 0 && late > early ? std::log(late / early) / (2 * kTenthQuantile) : kUnknownSigma;
  const bool by_aed = role == Role::kAed && why.via_aed_arrival;
  return ArrivalTime::around(by_aed ? *why.via_aed_arrival : why.direct_arrival, sigma);
}

bool presses(Role role) {
  return role == Role::kCpr || role == Role::kAed;
}

class Reader {
 public:
  Reader(Draft& draft, const IncidentId& id)
      : draft_(draft),
        incident_(draft.incident(id)),
        policy_(draft.policy(id)),
        caps_(caps_of(policy_, incident_)),
        model_(policy_, draft.utc(), {incident_.scene->floor, kTown}),
        elapsed_(std::max(draft.utc() - incident_.opened_at, Duration(0))) {}

  PlanInput read() {
    input_.curve = curve();
    input_.elapsed = std::min(elapsed_, policy_.plan.max_elapsed);
    input_.crew = model_.crew(crew_due(incident_));
    input_.crew_waited = elapsed_;
    input_.crew_gate = crew_gate(incident_, policy_);
    for (const auto& [number, offer] : incident_.offers)
      if (offer.outstanding() && presses(offer.role)) add(offer);
    for (const auto& [number, task] : incident_.tasks)
      if (task.counts()) add(task);
    set_room();
    input_.guide_saving = guide_saving();
    return std::move(input_);
  }

 private:
  SurvivalCurve curve() const {
    if (caps_.is_arrest) return survival_curve(policy_.plan.survival_model);
    const Urgency& urgency = caps_.urgency;
    return {SurvivalCurve::Form::kLinear, urgency.at_once, urgency.per_minute_first,
            urgency.per_minute_fetched, urgency.per_minute_crew};
  }

  static constexpr double kTown = 1e9;  ///< density does not matter to those under way

  void add(const Offer& offer) {
    Standing standing;
    standing.arrival = planned_arrival(offer.why, offer.role);
    standing.waited = draft_.utc() - offer.at;
    standing.probability = offer.why.acceptance;
    if (offer.role == Role::kAed) {
      standing.usability = offer.why.usability;
      standing.aed = offer.aed;
    }
    input_.standing.push_back(standing);
  }

  void add(const Task& task) {
    if (!presses(task.role)) return;
    if (task.on_scene_at) return is_there(task);
    const Offer& offer = incident_.offers.at(task.offer);
    const Duration way = expected_arrival(incident_, task) - offer.at;
    Standing standing;
    standing.arrival = planned_arrival(offer.why, task.role);
    if (task.left_at) standing.arrival.sigma = std::max(policy_.arrival.travel_spread / 2, 0.01);
    standing.arrival.log_seconds = ArrivalTime::around(way, standing.arrival.sigma).log_seconds;
    standing.waited = draft_.utc() - offer.at;
    standing.probability = policy_.acceptance.arrives;
    if (task.role == Role::kAed)
      standing.usability = task.aed_collected_at ? 1.0 : offer.why.usability;
    input_.standing.push_back(standing);
  }

  void is_there(const Task& task) {
    // The clock of survival runs no further than max_elapsed; what began before counts as at once.
    const Duration since = std::max(
        *task.on_scene_at - incident_.opened_at - (elapsed_ - input_.elapsed), Duration(0));
    const auto earlier = [&](std::optional<Duration>& began) {
      if (!began || since < *began) began = since;
    };
    earlier(input_.cpr_since);
    if (task.role == Role::kAed) earlier(input_.shock_since);
  }

  void set_room() {
    std::array<std::uint32_t, kRoleCount> active{};
    for (const auto& [number, task] : incident_.tasks)
      if (task.counts() && !is_of_team(task.role)) ++active[index(task.role)];
    std::uint32_t asked = 0;
    bool guide_asked = false;
    for (const auto& [number, offer] : incident_.offers) {
      if (!offer.outstanding() || is_of_team(offer.role)) continue;
      ++asked;
      guide_asked = guide_asked || offer.role == Role::kGuide;
    }
    const auto left = static_cast<std::uint32_t>(kOffersPerIncident - incident_.offers.size());
    const std::uint32_t more =
        asked >= policy_.max_outstanding ? 0 : policy_.max_outstanding - asked;
    input_.max_offers = std::min({policy_.max_wave, more, left});
    const auto room = [&](Role role, std::uint32_t cap, std::uint32_t most) {
      input_.room[index(role)] = active[index(role)] < cap ? most : 0;
    };
    room(Role::kCpr, caps_.cap(Role::kCpr), input_.max_offers);
    room(Role::kAed, caps_.cap(Role::kAed), input_.max_offers);
    room(Role::kGuide, guide_asked ? 0 : caps_.cap(Role::kGuide), 1);
    const bool nobody = asked == 0 && active == std::array<std::uint32_t, kRoleCount>{};
    input_.min_offers = nobody ? policy_.plan.min_wave : 0;
  }

  /// The longest of what makes the way in hard to find.
  Duration guide_saving() const {
    Duration saving = policy_.plan.guide_saving;
    if (is_tower()) saving = std::max(saving, policy_.plan.guide_saving_tower);
    if (incident_.scene->large_site) saving = std::max(saving, policy_.plan.guide_saving_site);
    return saving;
  }

  bool is_tower() const {
    const auto floor = floor_number(incident_.scene->floor);
    return floor && *floor >= static_cast<int>(policy_.plan.tower_floor);
  }

  Draft& draft_;
  const Incident& incident_;
  const Policy& policy_;
  KindPolicy caps_;
  ArrivalModel model_;
  Duration elapsed_;
  PlanInput input_;
};

}  // namespace

PlanInput plan_input(Draft& draft, const IncidentId& id) {
  return Reader(draft, id).read();
}

}  // namespace goldenfour::dispatch
