#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "server/dispatch/expected_survival.h"
#include "server/dispatch/plan.h"

/// The planner's working types: everybody as probabilities on the time grid.
namespace goldenfour::dispatch::planning {

/// The AEDs of one plan by number.
class AedNumbers {
 public:
  std::size_t number_of(const AedId& aed) {
    return numbers_.try_emplace(aed, numbers_.size()).first->second;
  }

 private:
  std::map<AedId, std::size_t> numbers_;
};

struct Leg {
  Cells cells;
  std::size_t aed;
  double usability;
  bool in_time;
};

/// A candidate with every probability on the grid.
struct Person {
  std::size_t candidate;  ///< index into the candidates
  double acceptance;
  double helps;  ///< the same, times what this person is worth
  double cost;   ///< lambda, grown with recent wakings
  Cells direct;
  bool direct_in_time;
  std::vector<Leg> legs;
};

struct Option {
  std::size_t person = 0;  ///< index into the people of the search
  Role role = Role::kCpr;
  std::size_t leg = 0;
  friend bool operator==(const Option&, const Option&) = default;
};

Emergency emergency_of(const PlanInput& input);

/// Nobody is asked whose median arrival is later: the logarithm of seconds, as ArrivalTime has it.
double latest_log_seconds(const PlanInput& input);

Person person_of(const Candidate& candidate, std::size_t number, const PlanPolicy& policy,
                 double latest_log_seconds, AedNumbers& aeds);

/// Everybody counted so far, and for each AED the probability that none of them gets it first.
class Situation {
 public:
  explicit Situation(const Emergency& emergency) : survival_(emergency) {}

  void add_standing(const Standing& person, std::size_t aed);
  /// Only CPR and AED count.
  void add(const Person& person, Role role, std::size_t leg);

  double gain_direct(const Person& person) const {
    return person.helps * dot(person.direct, survival_.press_worth());
  }
  /// `direct` is what gain_direct says.
  double gain(const Person& person, const Leg& leg, double direct) const;

  double value() const { return survival_.value(); }

 private:
  double free(std::size_t aed) const { return aed < free_.size() ? free_[aed] : 1; }
  void claim(std::size_t aed, double probability);

  ExpectedSurvival survival_;
  std::vector<double> free_;
};

}  // namespace goldenfour::dispatch::planning
