#include "server/dispatch/situation.h"

#include <cmath>

namespace goldenfour::dispatch::planning {

Emergency emergency_of(const PlanInput& input) {
  return {input.curve, input.elapsed, remaining_cells(input.crew, input.crew_waited, 1),
          input.cpr_since, input.shock_since};
}

double latest_log_seconds(const PlanInput& input) {
  const Duration latest = remaining_quantile(input.crew, input.crew_waited, input.crew_gate);
  return std::log(0.001 * static_cast<double>(latest.count()));
}

Person person_of(const Candidate& candidate, std::size_t number, const PlanPolicy& policy,
                 double latest_log_seconds, AedNumbers& aeds) {
  const auto in_time = [&](const ArrivalTime& time) {
    return time.log_seconds <= latest_log_seconds;
  };
  Person person{number,
                candidate.acceptance,
                candidate.acceptance * candidate.worth,
                policy.lambda * candidate.waking_cost,
                cells_of(candidate.direct),
                in_time(candidate.direct),
                {}};
  person.legs.reserve(candidate.legs.size());
  for (const AedLeg& leg : candidate.legs)
    person.legs.push_back(
        {cells_of(leg.arrival), aeds.number_of(leg.aed), leg.usability, in_time(leg.arrival)});
  return person;
}

void Situation::add_standing(const Standing& person, std::size_t aed) {
  const Cells cells = remaining_cells(person.arrival, person.waited, person.probability);
  Help help;
  for (std::size_t k = 0; k < kCells; ++k) {
    help.shock[k] = cells[k] * person.usability;
    help.press[k] = cells[k] - help.shock[k];
  }
  survival_.add(help);
  if (!person.aed.empty()) claim(aed, person.probability);
}

void Situation::add(const Person& person, Role role, std::size_t leg_number) {
  Help help;
  if (role == Role::kCpr) {
    for (std::size_t k = 0; k < kCells; ++k) help.press[k] = person.helps * person.direct[k];
  } else {
    const Leg& leg = person.legs[leg_number];
    const double gets_it = person.helps * free(leg.aed);
    const double goes_straight = person.helps - gets_it;
    for (std::size_t k = 0; k < kCells; ++k) {
      help.shock[k] = gets_it * leg.usability * leg.cells[k];
      help.press[k] =
          gets_it * (1 - leg.usability) * leg.cells[k] + goes_straight * person.direct[k];
    }
    claim(leg.aed, person.acceptance);
  }
  survival_.add(help);
}

double Situation::gain(const Person& person, const Leg& leg, double direct) const {
  const double got = (1 - leg.usability) * dot(leg.cells, survival_.press_worth()) +
                     leg.usability * dot(leg.cells, survival_.shock_worth());
  const double free_share = free(leg.aed);
  return free_share * person.helps * got + (1 - free_share) * direct;
}

void Situation::claim(std::size_t aed, double probability) {
  if (aed >= free_.size()) free_.resize(aed + 1, 1.0);
  free_[aed] *= 1 - probability;
}

}  // namespace goldenfour::dispatch::planning
