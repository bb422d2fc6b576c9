// A plan as the product makes it beside the dull version, which counts the expected survival anew
// for every option; on the same worlds. Both choose greedily by the same figures, and the product's
// plan, which swaps too, must not be worth less: else the program ends with exit code 1.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "server/dispatch/expected_survival.h"
#include "server/dispatch/plan.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/plan_world.h"

namespace goldenfour {
namespace {

using dispatch::Candidate;
using dispatch::PlannedOffer;
using dispatch::Role;
using support::PlanWorld;

constexpr std::uint64_t kSeed = 1;

// Greedy over every option, each valued by the whole sum.
class DullPlan {
 public:
  explicit DullPlan(PlanWorld& world) : world_(world) {}

  std::vector<PlannedOffer> run() {
    std::vector<PlannedOffer> chosen;
    double total = value(chosen);
    while (chosen.size() < world_.input().max_offers) {
      std::optional<PlannedOffer> best;
      for (std::size_t i = 0; i < people().size(); ++i) consider(chosen, i, total, best);
      if (!best) break;
      chosen.push_back(*best);
    }
    return chosen;
  }

  double value(const std::vector<PlannedOffer>& offers) {
    return dispatch::plan_value(world_.input(), people(), world_.plan_policy(), offers);
  }

 private:
  const std::vector<Candidate>& people() const { return world_.few_ways(); }

  void consider(const std::vector<PlannedOffer>& chosen, std::size_t person, double& total,
                std::optional<PlannedOffer>& best) {
    std::map<Role, std::uint32_t> asked;
    for (const PlannedOffer& offer : chosen) {
      if (offer.candidate == person) return;
      ++asked[offer.role];
    }
    const auto attempt = [&](Role role, std::size_t leg) {
      if (asked[role] == world_.input().room[static_cast<std::size_t>(role)]) return;
      std::vector<PlannedOffer> with = chosen;
      with.push_back({person, role, leg, 0});
      const double worth = value(with);
      if (worth <= total + 1e-9) return;
      total = worth;
      best = with.back();
    };
    if (people()[person].direct.median() <= latest_) attempt(Role::kCpr, 0);
    for (std::size_t leg = 0; leg < people()[person].legs.size(); ++leg)
      if (people()[person].legs[leg].arrival.median() <= latest_) attempt(Role::kAed, leg);
  }

  PlanWorld& world_;
  dispatch::Duration latest_ =
      dispatch::remaining_quantile(world_.input().crew, world_.input().crew_waited, 0.5);
};

void print(const char* name, std::vector<double> samples, const char* goal) {
  const bench::Spread spread = bench::spread(std::move(samples));
  std::printf("  %-34s %10.0f %10.0f %10.0f   %s\n", name, spread.mean, spread.median, spread.p99,
              goal);
}

void check(bool fine, const char* what) {
  if (fine) return;
  std::printf("WRONG: %s\n", what);
  std::exit(1);
}

void measure(std::size_t people, std::size_t aeds, const char* goal, int rounds, int dull_rounds) {
  std::vector<double> ways;
  std::vector<double> plans;
  std::vector<double> dull;
  double offers = 0;
  for (int round = 0; round < rounds; ++round) {
    std::optional<PlanWorld> world;
    ways.push_back(bench::microseconds([&] {
      world.emplace(kSeed + static_cast<std::uint64_t>(round), people, aeds, PlanWorld::Ways::kFew);
    }));
    world->input().max_offers = 7;
    world->input().room = {7, 7, 1};
    dispatch::Plan plan;
    plans.push_back(bench::microseconds([&] {
      plan = dispatch::make_plan(world->input(), world->few_ways(), world->plan_policy());
    }));
    offers += static_cast<double>(plan.offers.size());
    if (round >= dull_rounds) continue;
    DullPlan twin(*world);
    std::vector<PlannedOffer> chosen;
    dull.push_back(bench::microseconds([&] { chosen = twin.run(); }));
    check(twin.value(plan.offers) >= twin.value(chosen) - 1e-9, "a plan worth less than greedy's");
  }
  std::printf("%zu people x %zu AEDs, %.1f offers\n", people, aeds, offers / rounds);
  print("dull: every option from scratch", dull, "");
  print("make_plan", plans, goal);
  print("world, arrivals and ways by AEDs", ways, "");
}

}  // namespace
}  // namespace goldenfour

int main() {
  std::printf("plan: seed %llu\n  %-34s %10s %10s %10s   %s\n",
              static_cast<unsigned long long>(goldenfour::kSeed), "microseconds", "mean", "median",
              "p99", "goal");
  goldenfour::measure(30, 10, "< 300", 300, 5);
  goldenfour::measure(300, 60, "< 2000", 100, 1);
}
