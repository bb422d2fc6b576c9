#include "server/sim/city.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "server/registry/check.h"

namespace goldenfour::sim {
namespace {

using registry::Aed;
using registry::AedAccess;
using registry::JurisdictionId;
using registry::Responder;
using registry::TravelMode;
using registry::WallTime;

constexpr double kLatitude = 29.1;
constexpr double kBorder = 119.65;
constexpr double kMetersPerDegree = 6371010.0 * std::numbers::pi / 180.0;
constexpr std::int64_t kYearMs = 365LL * 24 * 3600'000;

geo::Position place(double latitude, double longitude) {
  const auto position = geo::Position::from_degrees(latitude, longitude);
  registry::check(position.has_value(), "a generated place is on the earth");
  return *position;
}

geo::Position scatter(geo::Position center, double deviation, Random& random) {
  const double east = deviation * random.normal();
  return offset(center, east, deviation * random.normal());
}

TravelMode draw_mode(Random& random) {
  const double drawn = random.uniform();
  if (drawn < 0.6) return TravelMode::kFoot;
  return drawn < 0.85 ? TravelMode::kBicycle : TravelMode::kCar;
}

Responder draw_responder(int number, const City& city, WallTime now, Random& random) {
  Responder responder;
  responder.id = registry::ResponderId("r" + std::to_string(number));
  registry::Particulars particulars;
  particulars.name = "Name " + std::to_string(number);
  particulars.phone = "+86100" + std::to_string(100000 + number);
  const geo::Position home = city.draw_place(random);
  if (!random.chance(0.05)) particulars.home = home;
  responder.particulars = particulars;
  responder.jurisdiction = city.jurisdiction_at(home);
  const bool lapsed = random.chance(0.03);
  responder.certified_until = now + registry::Duration{lapsed ? -kYearMs : kYearMs};
  responder.usual_mode = draw_mode(random);
  responder.enrolled_for_drills = random.chance(0.4);
  if (random.chance(0.5)) responder.skills.insert(registry::Skill::kBleedingControl);
  if (random.chance(0.3)) responder.skills.insert(registry::Skill::kAnaphylaxis);
  if (random.chance(0.2)) responder.skills.insert(registry::Skill::kWaterRescue);
  responder.duty = {random.chance(0.9), now};
  return responder;
}

Aed draw_aed(int number, const City& city, Random& random) {
  Aed aed;
  aed.id = registry::AedId("aed" + std::to_string(number));
  aed.position = city.draw_place(random);
  aed.jurisdiction = city.jurisdiction_at(aed.position);
  aed.name = "Cabinet " + std::to_string(number);
  aed.source = "registry";
  const double access = random.uniform();
  aed.access = access < 0.7    ? AedAccess::kPublic
               : access < 0.85 ? AedAccess::kUnknown
                               : AedAccess::kRestricted;
  if (random.chance(0.5)) aed.opening_hours = "24/7";
  if (random.chance(0.3)) aed.equipment.insert(registry::Equipment::kBleedingKit);
  if (random.chance(0.2)) aed.equipment.insert(registry::Equipment::kAutoInjector);
  if (random.chance(0.1)) aed.door_code = "1234";
  return aed;
}

/// A team of people who live in one jurisdiction: a captain, a deputy, members.
registry::Team draw_team(const JurisdictionId& jurisdiction, const City& city, Random& random) {
  registry::Team team;
  team.id = registry::TeamId("team-" + jurisdiction.value());
  team.jurisdiction = jurisdiction;
  team.name = "Team of " + jurisdiction.value();
  std::vector<registry::ResponderId> people;
  for (const Responder& responder : city.responders)
    if (responder.jurisdiction == jurisdiction && random.chance(0.3))
      people.push_back(responder.id);
  constexpr std::size_t kMost = 12;
  if (people.size() > kMost) people.resize(kMost);
  if (people.empty()) people.emplace_back("nobody");
  team.captain = people.front();
  if (people.size() > 1) team.deputies.push_back(people[1]);
  for (std::size_t i = 2; i < people.size(); ++i) team.members.push_back(people[i]);
  return team;
}

}  // namespace

geo::Position offset(geo::Position from, double east, double north) {
  const double latitude = from.latitude_degrees() + north / kMetersPerDegree;
  const double shrink = std::cos(from.latitude_degrees() * std::numbers::pi / 180.0);
  return place(latitude, from.longitude_degrees() + east / (kMetersPerDegree * shrink));
}

geo::Position draw_near(geo::Position from, double most, Random& random) {
  const double east = random.uniform(-most, most);
  const double north = random.uniform(-most, most);
  return offset(from, east, north);
}

geo::Position City::draw_place(Random& random) const {
  const geo::Position& town = towns[static_cast<std::size_t>(random.below(towns.size()))];
  return scatter(town, random.chance(0.85) ? 700.0 : 1800.0, random);
}

const registry::JurisdictionId& City::jurisdiction_at(geo::Position where) const {
  return jurisdictions[where.longitude_degrees() < border_longitude ? 0 : 1];
}

City make_city(const CityOptions& options, WallTime now, Random& random) {
  City city;
  city.jurisdictions = {JurisdictionId("west"), JurisdictionId("east")};
  city.border_longitude = kBorder;
  city.policy = dispatch::default_policy();
  // In some cities retention ends within the hour, so that forgetting is simulated too.
  if (random.chance(0.3))
    city.policy.remembered = registry::Duration{random.between(12, 20) * 60'000};
  const geo::Position border_town = place(kLatitude, kBorder);
  city.towns = {border_town, offset(border_town, -4500, 500), offset(border_town, -2500, -2500),
                offset(border_town, 4500, -500), offset(border_town, 2500, 2500)};
  for (int i = 1; i <= options.responders; ++i)
    city.responders.push_back(draw_responder(i, city, now, random));
  for (int i = 1; i <= options.aeds; ++i) city.aeds.push_back(draw_aed(i, city, random));
  for (const JurisdictionId& jurisdiction : city.jurisdictions)
    city.teams.push_back(draw_team(jurisdiction, city, random));
  return city;
}

}  // namespace goldenfour::sim
