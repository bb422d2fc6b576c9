#include "server/dispatch/plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "server/dispatch/expected_survival.h"
#include "server/dispatch/situation.h"

namespace goldenfour::dispatch {
namespace {

using planning::AedNumbers;
using planning::emergency_of;
using planning::latest_log_seconds;
using planning::Option;
using planning::Person;
using planning::person_of;
using planning::Situation;

/// People who stay in the search after the first look: many times as many as one plan ever asks.
constexpr std::size_t kShortlist = 64;
constexpr int kMaxRounds = 16;          ///< of swapping; two or three are the rule
constexpr std::size_t kBeginnings = 3;  ///< beside the greedy one
constexpr double kLeastGain = 1e-9;

struct Choice {
  Option option;
  double net = 0;  ///< gain less cost
};

std::size_t index(Role role) {
  return static_cast<std::size_t>(role);
}

class Planner {
 public:
  Planner(const PlanInput& input, const std::vector<Candidate>& candidates,
          const PlanPolicy& policy)
      : input_(input),
        candidates_(candidates),
        policy_(policy),
        emergency_(emergency_of(input)),
        base_(emergency_),
        latest_log_seconds_(latest_log_seconds(input)) {
    for (const Standing& standing : input.standing)
      base_.add_standing(standing, aeds_.number_of(standing.aed));
  }

  Plan run() {
    shortlist();
    search();
    make_room_for_guide();
    return made();
  }

  double value(const std::vector<PlannedOffer>& offers) {
    double cost = 0;
    for (const PlannedOffer& offer : offers) {
      people_.push_back(person(offer.candidate));
      cost += people_.back().cost;
      if (offer.role != Role::kGuide)
        chosen_.push_back({people_.size() - 1, offer.role, offer.leg});
    }
    return situation(chosen_).value() - cost;
  }

 private:
  Person person(std::size_t number) {
    return person_of(candidates_[number], number, policy_, latest_log_seconds_, aeds_);
  }

  /// The people worth most on their own, in the order of the candidates.
  void shortlist() {
    std::vector<std::pair<double, std::size_t>> ranks;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      people_.push_back(person(i));
      if (const auto choice = best_of(base_, people_.size() - 1, {})) {
        ranks.emplace_back(-choice->net, i);
      }
    }
    if (ranks.size() > kShortlist) {
      std::nth_element(ranks.begin(), ranks.begin() + kShortlist, ranks.end());
      ranks.resize(kShortlist);
    }
    std::vector<std::size_t> kept;
    for (const auto& rank : ranks) kept.push_back(rank.second);
    std::sort(kept.begin(), kept.end());
    std::vector<Person> people;
    for (std::size_t i : kept) people.push_back(std::move(people_[i]));
    people_ = std::move(people);
  }

  using Counts = std::array<std::uint32_t, kRoleCount>;

  Counts counts(const std::vector<Option>& chosen) const {
    Counts counts{};
    for (const Option& option : chosen) ++counts[index(option.role)];
    return counts;
  }

  /// The best task for this person, if there is any in time and in room.
  std::optional<Choice> best_of(const Situation& situation, std::size_t number, const Counts& asked,
                                const Option* forbidden = nullptr) const {
    const Person& person = people_[number];
    std::optional<Choice> best;
    const auto consider = [&](Role role, std::size_t leg, double gain) {
      const double net = gain - person.cost;
      if (forbidden && *forbidden == Option{number, role, leg}) return;
      if (!best || net > best->net) best = Choice{{number, role, leg}, net};
    };
    const double direct = situation.gain_direct(person);
    if (person.direct_in_time && asked[index(Role::kCpr)] < input_.room[index(Role::kCpr)])
      consider(Role::kCpr, 0, direct);
    if (asked[index(Role::kAed)] < input_.room[index(Role::kAed)])
      for (std::size_t leg = 0; leg < person.legs.size(); ++leg)
        if (person.legs[leg].in_time)
          consider(Role::kAed, leg, situation.gain(person, person.legs[leg], direct));
    return best;
  }

  /// The best option of those not chosen, but for `forbidden`, which may be null.
  std::optional<Choice> best_beside(const Situation& situation, const std::vector<Option>& chosen,
                                    const Option* forbidden) const {
    std::vector<bool> taken(people_.size(), false);
    for (const Option& option : chosen) taken[option.person] = true;
    const Counts asked = counts(chosen);
    std::optional<Choice> best;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (taken[i]) continue;
      const auto choice = best_of(situation, i, asked, forbidden);
      if (choice && (!best || choice->net > best->net)) best = choice;
    }
    return best;
  }

  void add(Situation& now, const Option& option) const {
    now.add(people_[option.person], option.role, option.leg);
  }

  Situation situation(const std::vector<Option>& chosen) const {
    Situation made = base_;
    for (const Option& option : chosen) add(made, option);
    return made;
  }

  double cost(const std::vector<Option>& chosen) const {
    double sum = 0;
    for (const Option& option : chosen) sum += people_[option.person].cost;
    return sum;
  }

  bool is_worth(const Choice& choice, std::size_t beside) const {
    if (choice.net > kLeastGain) return true;
    return beside < input_.min_offers && choice.net + people_[choice.option.person].cost > 0;
  }

  /// A choice of offers, and what it is worth less its cost.
  struct Set {
    std::vector<Option> options;
    double worth = 0;
  };

  /// Adds the best one while it is worth it; `now` is the situation with those chosen so far.
  Set filled(Situation now, std::vector<Option> chosen, const Option* not_first = nullptr) const {
    while (chosen.size() < input_.max_offers) {
      const auto best = best_beside(now, chosen, not_first);
      if (!best || !is_worth(*best, chosen.size())) break;
      add(now, best->option);
      chosen.push_back(best->option);
      not_first = nullptr;
    }
    return {chosen, now.value() - cost(chosen)};
  }

  /// Takes out each one chosen in turn, puts the best other option in its place and fills up; keeps
  /// what is better. True when something got better.
  bool swap_each(Set& set) const {
    bool improved = false;
    std::size_t i = 0;
    Situation before = base_;  // with those ahead of i
    for (std::size_t left = set.options.size(); left > 0; --left) {
      const Option removed = set.options[i];
      std::vector<Option> others = set.options;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      Situation without = before;
      for (std::size_t k = i; k < others.size(); ++k) add(without, others[k]);
      const Set swapped = filled(std::move(without), others, &removed);
      const bool enough =
          swapped.options.size() >= std::min<std::size_t>(input_.min_offers, set.options.size());
      if (swapped.worth > set.worth + kLeastGain && enough) {
        set = swapped;
        improved = true;
        if (i >= set.options.size()) break;
      } else {
        add(before, removed);
        ++i;
      }
    }
    return improved;
  }

  /// From several beginnings: the greedy one, and the best other first offers.
  void search() {
    Set best = filled(base_, {});
    for (const Option& first : other_beginnings(best)) {
      Situation now = base_;
      add(now, first);
      Set set = filled(std::move(now), {first});
      if (set.worth > best.worth + kLeastGain) best = std::move(set);
    }
    for (int round = 0; round < kMaxRounds && swap_each(best); ++round) {
    }
    chosen_ = std::move(best.options);
  }

  std::vector<Option> other_beginnings(const Set& greedy) const {
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < people_.size(); ++i)
      if (const auto choice = best_of(base_, i, {})) choices.push_back(*choice);
    std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) {
      return a.net != b.net ? a.net > b.net : a.option.person < b.option.person;
    });
    std::vector<Option> beginnings;
    for (const Choice& choice : choices) {
      if (beginnings.size() == kBeginnings || choice.net <= kLeastGain) break;
      const bool same = !greedy.options.empty() && greedy.options[0].person == choice.option.person;
      if (!same) beginnings.push_back(choice.option);
    }
    return beginnings;
  }

  /// When as many are chosen as may be asked: a guide in the place of the last one, if that is
  /// worth more.
  void make_room_for_guide() {
    const bool full = chosen_.size() == input_.max_offers && chosen_.size() > 1;
    if (!full || input_.room[index(Role::kGuide)] == 0) return;
    const Option last = chosen_.back();
    const double worth = situation(chosen_).value() - people_[last.person].cost;
    chosen_.pop_back();
    const double without = situation(chosen_).value();
    const auto guide = best_guide(without);
    if (!guide || without + guide->gain - cost_of(*guide) <= worth + kLeastGain)
      chosen_.push_back(last);
  }

  double cost_of(const PlannedOffer& offer) const {
    return policy_.lambda * candidates_[offer.candidate].waking_cost;
  }

  Plan made() {
    Plan plan;
    Situation now = base_;
    plan.survival_before = std::max(0.0, now.value());
    for (const Option& option : chosen_) {
      const double before = now.value();
      add(now, option);
      plan.offers.push_back(
          {people_[option.person].candidate, option.role, option.leg, now.value() - before});
    }
    plan.survival_after = std::max(plan.survival_before, now.value());
    if (const auto guide = best_guide(now.value())) {
      plan.offers.push_back(*guide);
      plan.survival_after += guide->gain;
    }
    return plan;
  }

  /// A guide who is there before the crew spares it the search: worth as much as an earlier crew.
  std::optional<PlannedOffer> best_guide(double survival) {
    if (input_.room[index(Role::kGuide)] == 0 || input_.guide_saving.count() <= 0) return {};
    if (chosen_.size() >= input_.max_offers) return {};
    const double worth = with_crew_sooner() - survival;
    std::optional<PlannedOffer> best;
    double best_net = kLeastGain;
    std::vector<bool> taken(people_.size(), false);
    for (const Option& option : chosen_) taken[option.person] = true;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (taken[i]) continue;
      const double gain =
          people_[i].acceptance * sooner(people_[i].direct, emergency_.crew) * worth;
      if (gain - people_[i].cost <= best_net) continue;
      best_net = gain - people_[i].cost;
      best = PlannedOffer{people_[i].candidate, Role::kGuide, 0, gain};
    }
    return best;
  }

  double with_crew_sooner() {
    PlanInput sooner = input_;
    const double seconds =
        std::exp(input_.crew.log_seconds) - static_cast<double>(input_.guide_saving.count()) / 1000;
    sooner.crew.log_seconds = std::log(std::max(seconds, 1.0));
    Situation there(emergency_of(sooner));
    for (const Standing& standing : input_.standing)
      there.add_standing(standing, aeds_.number_of(standing.aed));
    for (const Option& option : chosen_) there.add(people_[option.person], option.role, option.leg);
    return there.value();
  }

  const PlanInput& input_;
  const std::vector<Candidate>& candidates_;
  const PlanPolicy& policy_;
  Emergency emergency_;
  Situation base_;
  double latest_log_seconds_;  ///< nobody is asked whose median arrival is later
  AedNumbers aeds_;
  std::vector<Person> people_;
  std::vector<Option> chosen_;
};

}  // namespace

Plan make_plan(const PlanInput& input, const std::vector<Candidate>& candidates,
               const PlanPolicy& policy) {
  return Planner(input, candidates, policy).run();
}

double plan_value(const PlanInput& input, const std::vector<Candidate>& candidates,
                  const PlanPolicy& policy, const std::vector<PlannedOffer>& offers) {
  return Planner(input, candidates, policy).value(offers);
}

}  // namespace goldenfour::dispatch
