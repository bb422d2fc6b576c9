#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "server/dispatch/aed_legs.h"
#include "server/dispatch/arrival_model.h"
#include "server/dispatch/plan.h"
#include "server/dispatch/policy.h"
#include "tests/support/random.h"

namespace goldenfour::support {

/// A random question to the planner: people and AEDs around a patient, with the product's arrival
/// model; by day or night, in town or country, with or without helpers under way. Each person once
/// with every way by an AED and once with the few that the product considers.
class PlanWorld {
 public:
  enum class Ways : std::uint8_t { kFew, kBoth };

  PlanWorld(std::uint64_t seed, std::size_t people, std::size_t aeds, Ways ways = Ways::kBoth)
      : ways_(ways), random_(seed) {
    add_aeds(aeds);
    const dispatch::ArrivalModel model(policy_, now(), {random_.chance(0.5) ? "5" : "", density()});
    for (std::size_t i = 0; i < people; ++i) add_person(model, i);
    add_circumstances(model);
  }

  const dispatch::PlanInput& input() const { return input_; }
  dispatch::PlanInput& input() { return input_; }
  dispatch::PlanPolicy& plan_policy() { return policy_.plan; }
  /// With every AED as a leg.
  const std::vector<dispatch::Candidate>& all_ways() const { return all_ways_; }
  const std::vector<dispatch::Candidate>& few_ways() const { return few_ways_; }

 private:
  registry::WallTime now() {
    return {registry::Duration(static_cast<std::int64_t>(random_.below(24)) * 3600'000)};
  }
  double density() { return random_.chance(0.5) ? 10 : 0.1; }
  dispatch::FlatPlace somewhere(double reach) {
    return {random_.uniform(-reach, reach), random_.uniform(-reach, reach)};
  }
  static geo::Meters from_patient(dispatch::FlatPlace place) {
    return geo::Meters{std::sqrt(place.east * place.east + place.north * place.north)};
  }

  void add_aeds(std::size_t count) {
    registry_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      registry_[i].id = registry::AedId("aed-" + std::to_string(i));
      const dispatch::FlatPlace place = somewhere(450);
      const double usability = std::vector<double>{0.95, 0.6, 0.4, 0.8}[random_.below(4)];
      usable_.push_back({&registry_[i], place, from_patient(place),
                         registry::Duration(random_.chance(0.7) ? 30'000 : 90'000), usability});
    }
  }

  void add_person(const dispatch::ArrivalModel& model, std::size_t number) {
    const dispatch::FlatPlace place = somewhere(700);
    dispatch::NearbyResponder near;
    near.distance = from_patient(place);
    near.uncertainty = geo::Meters{random_.uniform(5, 100)};
    near.mode = random_.chance(0.7) ? registry::TravelMode::kFoot : registry::TravelMode::kBicycle;
    const auto traveller = model.traveller(near, nullptr);
    dispatch::Candidate candidate;
    candidate.responder = registry::ResponderId("person-" + std::to_string(number));
    candidate.direct = model.arrival(traveller, {near.distance});
    candidate.acceptance = random_.uniform(0.1, 0.8);
    candidate.waking_cost = random_.chance(0.8) ? 1 : 1.5;
    candidate.distance = near.distance;
    candidate.legs = dispatch::best_legs(model, traveller, place, usable_);
    few_ways_.push_back(candidate);
    if (ways_ == Ways::kFew) return;
    candidate.legs.clear();
    for (const dispatch::UsableAed& aed : usable_)
      for (const auto& leg : dispatch::best_legs(model, traveller, place, {aed}))
        candidate.legs.push_back(leg);
    all_ways_.push_back(candidate);
  }

  void add_circumstances(const dispatch::ArrivalModel& model) {
    input_.curve =
        dispatch::survival_curve(random_.chance(0.5) ? dispatch::SurvivalModel::kLarsen
                                                     : dispatch::SurvivalModel::kValenzuela);
    input_.elapsed = registry::Duration(static_cast<int>(random_.below(120'000)));
    input_.crew_waited = input_.elapsed;
    if (random_.chance(0.5)) {
      input_.crew =
          model.crew(registry::Duration(300'000 + static_cast<int>(random_.below(900'000))));
    } else {
      input_.crew = model.crew({});
    }
    input_.max_offers = 1 + static_cast<std::uint32_t>(random_.below(4));
    input_.room = {1 + static_cast<std::uint32_t>(random_.below(3)),
                   1 + static_cast<std::uint32_t>(random_.below(3)), 0};
    const std::size_t standing = random_.below(3);
    for (std::size_t i = 0; i < standing; ++i) {
      dispatch::Standing person;
      person.arrival = dispatch::ArrivalTime::around(
          registry::Duration(150'000 + static_cast<int>(random_.below(400'000))), 0.4);
      person.waited = registry::Duration(static_cast<int>(random_.below(60'000)));
      person.probability = random_.chance(0.5) ? 0.95 : 0.35;
      if (!usable_.empty() && random_.chance(0.5)) {
        const auto& aed = usable_[random_.below(usable_.size())];
        person.usability = aed.usability;
        person.aed = aed.aed->id;
      }
      input_.standing.push_back(person);
    }
    policy_.plan.lambda = std::vector<double>{0, 0.001, 0.002, 0.005, 0.01}[random_.below(5)];
  }

  Ways ways_;
  Random random_;
  dispatch::Policy policy_ = dispatch::default_policy();
  std::vector<registry::Aed> registry_;
  std::vector<dispatch::UsableAed> usable_;
  dispatch::PlanInput input_;
  std::vector<dispatch::Candidate> all_ways_;
  std::vector<dispatch::Candidate> few_ways_;
};

}  // namespace goldenfour::support
