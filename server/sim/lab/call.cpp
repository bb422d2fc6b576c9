#include "server/sim/lab/call.h"

#include <algorithm>
#include <cmath>

#include "server/sim/city.h"
#include "server/sim/lab/draws.h"

namespace goldenfour::sim::lab {
namespace {

using registry::TravelMode;

constexpr geo::Meters kAround{3500};
constexpr std::size_t kMostAround = 4000;
constexpr std::int64_t kHour = 3600'000;
constexpr std::int64_t kMonday =
    1'773'014'400'000;  // 2026-03-09 00:00; the lab's local time is UTC
constexpr Duration kAlways{1000LL * 24 * kHour};
const registry::JurisdictionId kJurisdiction("lab");

Duration from_seconds(double seconds) {
  return Duration{std::llround(seconds * 1000)};
}

double speed_of(TravelMode mode) {
  switch (mode) {
    case TravelMode::kFoot:
      return 2.0;
    case TravelMode::kBicycle:
      return 5.0;
    case TravelMode::kCar:
      return 6.0;
  }
  return 2.0;
}

Trip draw_trip(const Person& person, geo::Position known, const Behaviour& behaviour,
               const Call& call, std::size_t index) {
  Random random = stream(Purpose::kTrip, call.seed, call.number, index);
  Trip trip;
  const double accepts = random.uniform();
  const double declines = random.uniform();
  trip.answer =
      from_seconds(behaviour.answer_median * draw_lognormal(behaviour.answer_sigma, random));
  const double median = call.night ? behaviour.turnout_night : behaviour.turnout_day;
  trip.turnout = from_seconds(median * behaviour.turnout_factor * person.turnout_factor *
                              draw_lognormal(behaviour.turnout_sigma, random));
  trip.detour = std::max(1.05, behaviour.detour * draw_lognormal(behaviour.detour_sigma, random));
  trip.speed = speed_of(person.mode) * draw_lognormal(behaviour.speed_sigma, random);
  trip.arrives = random.chance(behaviour.arrives);
  trip.message_lost = random.chance(behaviour.message_lost);
  const bool moved = random.chance(behaviour.moved_share);
  const double east = behaviour.moved_meters * random.normal();
  const double north = behaviour.moved_meters * random.normal();
  trip.place = moved ? offset(known, east, north) : known;
  const bool near = geo::distance(trip.place, call.position).value() <= behaviour.goes_no_farther;
  trip.accepts = near && accepts < person.acceptance * behaviour.acceptance_factor;
  trip.declines = !trip.accepts && declines < behaviour.declines;
  return trip;
}

void add_person(Occasion& occasion, const Person& person, std::size_t index,
                const Behaviour& behaviour) {
  const Call& call = occasion.call;
  const geo::Position known = !call.night && person.away_by_day ? person.work : person.home;
  registry::Responder record;
  record.id = person.id;
  record.jurisdiction = kJurisdiction;
  record.particulars = registry::Particulars{{}, {}, person.home};
  record.certified_until = call.at + kAlways;
  record.usual_mode = person.mode;
  record.duty.on_duty = true;
  occasion.directory.put(record);
  occasion.directory.heard_from(person.id, registry::Instant{kAlways});
  if (person.shares_position) {
    registry::Presence presence;
    presence.position = known;
    presence.accuracy = geo::Meters{20};
    presence.at = call.at - behaviour.position_age;
    presence.mode = person.mode;
    occasion.directory.set_presence(person.id, presence);
  }
  occasion.trips.emplace(person.id, draw_trip(person, known, behaviour, call, index));
}

void add_cabinet(Occasion& occasion, const Cabinet& cabinet, std::size_t index) {
  const Call& call = occasion.call;
  Random random = stream(Purpose::kCabinetTonight, call.seed, call.number, index);
  registry::Aed record = cabinet.aed;
  record.jurisdiction = kJurisdiction;
  Errand errand;
  errand.place = record.position;
  const bool there = random.chance(0.97);
  errand.works = random.chance(0.97);
  errand.can_be_taken = there && cabinet.open_at(call.at);
  const bool at_hand = record.access == registry::AedAccess::kPublic;
  errand.pickup = from_seconds((at_hand ? 30 : 90) * draw_lognormal(0.4, random));
  occasion.directory.put(record);
  occasion.aeds.emplace(record.id, errand);
}

}  // namespace

Call draw_call(const World& world, std::uint64_t seed, std::uint64_t number) {
  Random random = stream(Purpose::kCall, seed, number);
  Call call;
  call.seed = seed;
  call.number = number;
  const Ground::Drawn place = world.calls.draw(random);
  call.position = place.position;
  call.town = place.town;
  call.night = random.chance(1.0 / 3);
  call.public_place = random.chance(call.night ? world.public_place / 2 : world.public_place);
  call.tower = !call.public_place && random.chance(world.towers);
  const auto day = static_cast<std::int64_t>(random.below(7));
  const double hour = call.night ? random.uniform(22, 30) : random.uniform(6, 22);
  call.at = registry::WallTime{
      Duration{kMonday + (day * 24) * kHour + std::llround(hour * static_cast<double>(kHour))}};
  const double crew = (call.town ? 540 : 720) * draw_lognormal(0.35, random);
  call.crew = from_seconds(std::clamp(crew, 180.0, 2400.0));
  const double said = draw_lognormal(0.15, random);
  if (random.chance(0.5))
    call.crew_said = from_seconds(static_cast<double>(call.crew.count()) / 1000 * said);
  const double door = 20 * draw_lognormal(0.4, random);
  const double lift = random.uniform(20, 90);
  call.vertical = call.tower ? door + lift : door;
  return call;
}

Occasion prepare(const World& world, const Settlement& settlement, const Behaviour& behaviour,
                 std::uint64_t seed, std::uint64_t number) {
  Occasion occasion;
  occasion.call = draw_call(world, seed, number);
  const Call& call = occasion.call;
  // By day somebody who shares no position is looked for at home, wherever that person is.
  std::vector<std::uint64_t> around;
  for (const geo::GridIndex* index : {&settlement.by_day, &settlement.by_night})
    for (const geo::Hit& hit :
         index->nearest(call.position, {.max_results = kMostAround, .max_distance = kAround}))
      around.push_back(hit.id);
  std::sort(around.begin(), around.end());
  around.erase(std::unique(around.begin(), around.end()), around.end());
  for (std::uint64_t i : around)
    add_person(occasion, settlement.people[i], static_cast<std::size_t>(i), behaviour);
  for (const geo::Hit& hit : settlement.cabinet_places.nearest(
           call.position, {.max_results = 500, .max_distance = kAround}))
    add_cabinet(occasion, settlement.cabinets[hit.id], static_cast<std::size_t>(hit.id));
  return occasion;
}

}  // namespace goldenfour::sim::lab
