#include "server/sim/lab/settlement.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>

#include "server/registry/hours_evaluator.h"
#include "server/sim/lab/draws.h"

namespace goldenfour::sim::lab {
namespace {

using registry::Aed;
using registry::AedAccess;
using registry::TravelMode;

constexpr std::size_t kMostPeople = 400'000;
constexpr std::size_t kMostAeds = 100'000;

std::string numbered(const char* prefix, std::size_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "%s%06zu", prefix, number);
  return text;
}

TravelMode draw_mode(const World& world, Random& random) {
  const double drawn = random.uniform();
  if (drawn < world.car_share) return TravelMode::kCar;
  return drawn < world.car_share + world.bicycle_share ? TravelMode::kBicycle : TravelMode::kFoot;
}

Person draw_person(const World& world, const Behaviour& behaviour, std::uint64_t seed,
                   std::size_t number) {
  Random random = stream(Purpose::kPeople, seed, number);
  Person person;
  person.id = registry::ResponderId(numbered("p", number));
  person.home = world.homes.draw(random).position;
  person.work = world.jobs.draw(random).position;
  person.mode = draw_mode(world, random);
  person.away_by_day = random.chance(0.6);
  person.shares_position = random.chance(behaviour.shares_position);
  person.turnout_factor = draw_lognormal(behaviour.turnout_sigma_person, random);
  person.acceptance = draw_beta(behaviour.acceptance_a, behaviour.acceptance_b, random);
  return person;
}

/// A generated cabinet: three in ten outside and always open, three by stated hours, the rest of
/// unknown hours, which end in the evening; seven of ten are shut at night (Hansen 2013: half of
/// the coverage is lost).
Cabinet draw_cabinet(const World& world, std::uint64_t seed, std::size_t number) {
  Random random = stream(Purpose::kCabinets, seed, number);
  Cabinet cabinet;
  Aed& aed = cabinet.aed;
  aed.id = registry::AedId(numbered("a", number));
  aed.position = (random.chance(0.7) ? world.jobs : world.homes).draw(random).position;
  aed.source = "generated";
  aed.access = AedAccess::kPublic;
  const double kind = random.uniform();
  if (kind < 0.3) {
    aed.opening_hours = "24/7";
  } else if (kind < 0.6) {
    aed.opening_hours = "Mo-Su 08:00-20:00";
    cabinet.open_from = 8;
    cabinet.open_to = 20;
  } else {
    cabinet.open_from = 7;
    cabinet.open_to = 19;
    if (kind > 0.85) aed.access = AedAccess::kUnknown;
  }
  return cabinet;
}

/// The truth of a real record: what it says, one in twenty wrongly, and where it says nothing,
/// drawn.
Cabinet known_cabinet(const Aed& aed, std::uint64_t seed, std::size_t number) {
  Random random = stream(Purpose::kCabinets, seed, number);
  Cabinet cabinet{aed, 0, 24};
  const bool outside = !aed.opening_hours.stated() && aed.indoor == false;
  const double always = outside ? 0.8 : 0.35;
  cabinet.keeps_stated_hours = random.chance(0.95);
  if (!random.chance(always)) {
    cabinet.open_from = 7;
    cabinet.open_to = 19;
  }
  return cabinet;
}

}  // namespace

bool Cabinet::open_at(registry::WallTime at) const {
  const registry::LocalTimeRule utc;
  if (const auto* rules = aed.opening_hours.rules(); rules && keeps_stated_hours) {
    const registry::Calendar none;
    const auto answer =
        registry::hours::evaluate_point(*rules, utc.to_local(at), {none, utc, aed.position});
    if (answer.state != registry::hours::State::kUnknown)
      return answer.state == registry::hours::State::kOpen;
  }
  constexpr std::int64_t kHour = 3600'000;
  const auto hour = static_cast<int>((at.since_epoch.count() / kHour) % 24);
  return hour >= open_from && hour < open_to;
}

double count_for_density(const Ground& calls, const Ground& homes, double per_km2) {
  constexpr int kCalls = 300;
  constexpr int kHomes = 600;
  constexpr double kRadius = 1000;
  Random random = stream(Purpose::kSize, 1);
  std::vector<geo::Position> places;
  for (int i = 0; i < kHomes; ++i) places.push_back(homes.draw(random).position);
  int within = 0;
  for (int i = 0; i < kCalls; ++i) {
    const geo::Position call = calls.draw(random).position;
    for (const geo::Position& place : places)
      if (geo::distance(call, place).value() <= kRadius) ++within;
  }
  const double share = std::max(1, within) / static_cast<double>(kCalls * kHomes);
  return per_km2 * std::numbers::pi / share;
}

Settlement settle(const World& world, double responders_per_km2, const Behaviour& behaviour,
                  std::uint64_t seed) {
  Settlement settlement;
  const double wanted = count_for_density(world.calls, world.homes, responders_per_km2);
  const auto people = std::min(kMostPeople, static_cast<std::size_t>(std::llround(wanted)));
  for (std::size_t i = 0; i < people; ++i) {
    settlement.people.push_back(draw_person(world, behaviour, seed, i));
    const Person& person = settlement.people.back();
    settlement.by_night.upsert(i, person.home);
    settlement.by_day.upsert(i, person.away_by_day ? person.work : person.home);
  }
  for (const Aed& aed : world.aeds)
    settlement.cabinets.push_back(known_cabinet(aed, seed, settlement.cabinets.size()));
  if (world.aeds.empty()) {
    const double aeds = count_for_density(world.calls, world.jobs, world.aeds_per_km2);
    const auto count = std::min(kMostAeds, static_cast<std::size_t>(std::llround(aeds)));
    for (std::size_t i = 0; i < count; ++i)
      settlement.cabinets.push_back(draw_cabinet(world, seed, i));
  }
  for (std::size_t i = 0; i < settlement.cabinets.size(); ++i)
    settlement.cabinet_places.upsert(i, settlement.cabinets[i].aed.position);
  return settlement;
}

}  // namespace goldenfour::sim::lab
