#include "server/dispatch/plan.h"

#include <optional>
#include <utility>

namespace goldenfour::dispatch {
namespace {

constexpr std::size_t kOffersBeforeGuide = 3;

class Planner {
 public:
  Planner(const PlanInput& input, const std::vector<Candidate>& candidates, const Policy& policy)
      : input_(input),
        candidates_(candidates),
        policy_(policy),
        taken_(candidates.size(), false),
        cpr_(input.cpr),
        shock_(input.shock) {}

  Plan run() {
    Plan plan;
    plan.survival_before = survival(cpr_, shock_);
    plan.survival_after = plan.survival_before;
    while (plan.offers.size() < input_.max_offers) {
      const auto best = best_offer(plan.survival_after);
      if (!best || best->gain <= policy_.lambda) break;
      take(*best);
      plan.survival_after += best->gain;
      plan.offers.push_back(*best);
    }
    if (const auto guide = guide_offer(plan)) plan.offers.push_back(*guide);
    return plan;
  }

 private:
  double survival(std::vector<Arrival> cpr, std::vector<Arrival> shock) const {
    return expected_outcome(input_.urgency, expected_first(cpr, input_.crew),
                            expected_first(shock, input_.crew), input_.crew);
  }

  void add_arrivals(const PlannedOffer& offer, std::vector<Arrival>& cpr,
                    std::vector<Arrival>& shock) const {
    const Candidate& candidate = candidates_[offer.candidate];
    const double helps = policy_.acceptance * candidate.worth;
    if (offer.role == Role::kAed) {
      const Duration after = input_.elapsed + candidate.via_aed->arrival;
      cpr.push_back({after, helps});
      shock.push_back({after, helps * candidate.via_aed->usability});
    } else {
      cpr.push_back({input_.elapsed + candidate.direct_arrival, helps});
    }
  }

  void take(const PlannedOffer& offer) {
    taken_[offer.candidate] = true;
    add_arrivals(offer, cpr_, shock_);
  }

  double gain(const PlannedOffer& offer, double before) const {
    std::vector<Arrival> cpr = cpr_;
    std::vector<Arrival> shock = shock_;
    add_arrivals(offer, cpr, shock);
    return survival(std::move(cpr), std::move(shock)) - before;
  }

  std::optional<PlannedOffer> best_offer(double before) const {
    std::optional<PlannedOffer> best;
    const auto consider = [&](PlannedOffer offer) {
      offer.gain = gain(offer, before);
      if (!best || offer.gain > best->gain) best = offer;
    };
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (taken_[i]) continue;
      if (input_.ask_cpr) consider({i, Role::kCpr, 0});
      if (input_.ask_aed && candidates_[i].via_aed) consider({i, Role::kAed, 0});
    }
    return best;
  }

  std::optional<PlannedOffer> guide_offer(const Plan& plan) const {
    if (!input_.ask_guide || plan.offers.size() < kOffersBeforeGuide) return {};
    if (plan.offers.size() >= input_.max_offers) return {};
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const bool in_time = input_.elapsed + candidates_[i].direct_arrival < input_.crew;
      if (!taken_[i] && in_time) return PlannedOffer{i, Role::kGuide, 0};
    }
    return {};
  }

  const PlanInput& input_;
  const std::vector<Candidate>& candidates_;
  const Policy& policy_;
  std::vector<bool> taken_;
  std::vector<Arrival> cpr_;
  std::vector<Arrival> shock_;
};

}  // namespace

Plan make_plan(const PlanInput& input, const std::vector<Candidate>& candidates,
               const Policy& policy) {
  return Planner(input, candidates, policy).run();
}

}  // namespace goldenfour::dispatch
