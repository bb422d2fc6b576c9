#include "server/dispatch/arrival_model.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace goldenfour::dispatch {
namespace {

double seconds(Duration time) {
  return static_cast<double>(time.count()) / 1000;
}

double square(double value) {
  return value * value;
}

double counted(std::int64_t count) {
  return static_cast<double>(count) / static_cast<double>(HabitCounts::kOne);
}

double vertical_seconds(const ArrivalPolicy& policy, const std::string& floor) {
  const auto number = floor_number(floor);
  if (!number) return seconds(policy.vertical_delay);
  const int floors = std::max(1, std::abs(*number));
  return std::min(floors * seconds(policy.vertical_per_floor), seconds(policy.max_vertical_delay));
}

/// Of straight distance.
double seconds_per_meter(const ArrivalPolicy& policy, const Speeds& speeds,
                         registry::TravelMode mode) {
  switch (mode) {
    case registry::TravelMode::kFoot:
      return policy.detour / speeds.foot.value();
    case registry::TravelMode::kBicycle:
      return policy.detour / speeds.bicycle.value();
    case registry::TravelMode::kCar:
      return policy.detour / speeds.car.value();
  }
  return policy.detour / speeds.foot.value();
}

}  // namespace

bool is_night(const Policy& policy, WallTime utc) {
  const registry::LocalTime local = policy.local_time.to_local(utc);
  const auto of_day = local - std::chrono::floor<std::chrono::days>(local);
  const auto hour = std::chrono::floor<std::chrono::hours>(of_day).count();
  return policy.night_from_hour <= policy.night_to_hour
             ? hour >= policy.night_from_hour && hour < policy.night_to_hour
             : hour >= policy.night_from_hour || hour < policy.night_to_hour;
}

Duration turnout_median(const Policy& policy, WallTime utc) {
  return is_night(policy, utc) ? policy.arrival.turnout_night : policy.arrival.turnout_day;
}

Duration crew_median(const Policy& policy, WallTime utc) {
  return is_night(policy, utc) ? policy.arrival.crew_median_night : policy.arrival.crew_median_day;
}

Duration pickup_time(const Policy& policy, const registry::Aed& aed) {
  return aed.access == registry::AedAccess::kPublic ? policy.arrival.aed_pickup
                                                    : policy.arrival.aed_pickup_locked;
}

std::optional<int> floor_number(const std::string& floor) {
  constexpr std::size_t kDigits = 3;
  const std::size_t first = floor.find_first_of("0123456789");
  if (first == std::string::npos) return {};
  int number = 0;
  for (std::size_t i = first; i < std::min(floor.size(), first + kDigits); ++i) {
    if (floor[i] < '0' || floor[i] > '9') break;
    number = number * 10 + (floor[i] - '0');
  }
  const char before = first > 0 ? floor[first - 1] : ' ';
  return before == '-' || before == 'B' || before == 'b' ? -number : number;
}

ArrivalModel::ArrivalModel(const Policy& policy, WallTime now, const Place& place)
    : policy_(policy),
      now_(now),
      night_(is_night(policy, now)),
      speeds_(place.responders_per_km2 < policy.arrival.country_below_per_km2
                  ? policy.arrival.country
                  : policy.arrival.town),
      vertical_seconds_(vertical_seconds(policy.arrival, place.floor)) {}

ArrivalModel::Traveller ArrivalModel::traveller(const NearbyResponder& person,
                                                const Habit* habit) const {
  const ArrivalPolicy& policy = policy_.arrival;
  double log_median = std::log(seconds(turnout_median(policy_, now_)));
  if (habit) {
    const HabitCounts& own = habit->part(night_);
    const double weight = policy.turnout_prior_weight;
    log_median =
        (weight * log_median + counted(own.log_turnouts)) / (weight + counted(own.turnouts));
  }
  const double sigma = policy.turnout_sigma;
  const double mean_turnout = std::exp(log_median + sigma * sigma / 2);
  Traveller traveller = under_way(person);
  traveller.start_seconds += mean_turnout;
  traveller.start_variance += std::expm1(sigma * sigma) * square(mean_turnout);
  return traveller;
}

ArrivalModel::Traveller ArrivalModel::under_way(const NearbyResponder& person) const {
  Traveller traveller;
  traveller.seconds_per_meter = seconds_per_meter(policy_.arrival, speeds_, person.mode);
  traveller.start_meters = person.uncertainty.value() / 2;
  traveller.start_seconds = vertical_seconds_;
  traveller.start_variance = square(traveller.start_meters * traveller.seconds_per_meter);
  return traveller;
}

geo::Seconds ArrivalModel::mean(const Traveller& traveller, const Way& way) {
  return geo::Seconds{traveller.start_seconds + seconds(way.pickup) +
                      (way.distance.value() + traveller.start_meters) *
                          traveller.seconds_per_meter};
}

ArrivalTime ArrivalModel::arrival(const Traveller& traveller, const Way& way) const {
  const double travel =
      (way.distance.value() + traveller.start_meters) * traveller.seconds_per_meter;
  return ArrivalTime::matched(
      mean(traveller, way),
      traveller.start_variance + square(travel * policy_.arrival.travel_spread));
}

double ArrivalModel::acceptance(const NearbyResponder& person, const Habit* habit,
                                bool reachable) const {
  const AcceptancePolicy& policy = policy_.acceptance;
  double chance = night_ ? policy.night : policy.day;
  if (habit) {
    const HabitCounts& own = habit->part(night_);
    chance = (policy.prior_weight * chance + counted(own.accepted)) /
             (policy.prior_weight + counted(own.asked));
  }
  chance *= std::exp2(-person.distance.value() / policy.half_distance.value());
  if (!reachable) chance *= policy.unreachable;
  const bool stale = person.from_home || person.uncertainty > policy_.max_uncertainty * 0.5;
  if (stale) chance *= policy.stale;
  return std::clamp(chance, 0.01, 0.99);
}

ArrivalTime ArrivalModel::crew(std::optional<Duration> due) const {
  const ArrivalPolicy& policy = policy_.arrival;
  if (due) return ArrivalTime::around(std::max(*due, Duration(60'000)), policy.crew_due_sigma);
  return ArrivalTime::around(crew_median(policy_, now_), policy.crew_sigma);
}

}  // namespace goldenfour::dispatch
