#include "clients/load/population.h"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "clients/common/token_admin.h"
#include "clients/common/wire.h"
#include "clients/load/behaviour.h"

namespace goldenfour::load {
namespace {

constexpr std::size_t kHomesPerNeighbourhood = 60;

geo::Position scattered(const geo::Position& around_place, double deviation, sim::Random* random) {
  const double east = deviation * random->normal();
  const double north = deviation * random->normal();
  return offset(around_place, east, north);
}

std::vector<geo::Position> make_neighbourhoods(const PopulationOptions& o, sim::Random* random) {
  const std::size_t count = o.centers.size() * 3 + o.volunteers / kHomesPerNeighbourhood;
  std::vector<geo::Position> places;
  for (std::size_t i = 0; i < count; ++i) {
    places.push_back(scattered(o.centers[i % o.centers.size()], o.radius / 2.5, random));
  }
  return places;
}

v1::Position to_wire(const geo::Position& place) {
  v1::Position position;
  position.set_latitude(place.latitude_degrees());
  position.set_longitude(place.longitude_degrees());
  position.set_datum(v1::DATUM_WGS84);
  return position;
}

}  // namespace

std::vector<Profile> make_population(const PopulationOptions& o) {
  assert(!o.centers.empty());
  sim::Random random(o.seed);
  const auto neighbourhoods = make_neighbourhoods(o, &random);
  std::vector<Profile> people;
  people.reserve(o.volunteers);
  for (std::size_t number = 1; number <= o.volunteers; ++number) {
    sim::Random own = random.fork();
    const auto& neighbourhood = neighbourhoods[own.below(neighbourhoods.size())];
    people.push_back({.id = client::fleet_id(o.prefix, number),
                      .name = fmt::format("Volunteer {:05}", number),
                      .phone = fmt::format("+999000{:05}", number),
                      .home = scattered(neighbourhood, std::max(80.0, o.radius / 15), &own),
                      .on_duty = own.chance(o.duty_share),
                      .bicycle = own.chance(o.bicycle_share)});
  }
  return people;
}

v1::Responder to_responder(const Profile& profile, const std::string& jurisdiction) {
  v1::Responder responder;
  responder.set_id(profile.id);
  responder.set_jurisdiction(jurisdiction);
  responder.set_name(profile.name);
  responder.set_phone(profile.phone);
  *responder.mutable_home() = to_wire(profile.home);
  *responder.mutable_certified_until() = client::to_stamp(client::now() + std::chrono::days(365));
  responder.set_usual_mode(profile.bicycle ? v1::BICYCLE : v1::FOOT);
  responder.set_enrolled_for_drills(true);
  responder.set_on_duty(profile.on_duty);
  return responder;
}

std::vector<v1::Aed> make_aeds(const std::vector<geo::Position>& near, std::size_t count,
                               const std::string& jurisdiction, std::uint64_t seed) {
  assert(!near.empty());
  sim::Random random(seed);
  std::vector<v1::Aed> aeds;
  for (std::size_t number = 1; number <= count; ++number) {
    v1::Aed aed;
    aed.set_id(fmt::format("generated-{}", number));
    aed.set_jurisdiction(jurisdiction);
    aed.set_name(fmt::format("Generated AED {}", number));
    *aed.mutable_position() = to_wire(scattered(near[random.below(near.size())], 250, &random));
    aed.set_access(random.chance(0.8) ? v1::PUBLIC : v1::RESTRICTED);
    aed.set_status(v1::IN_SERVICE);
    aed.set_opening_hours("24/7");
    aed.set_source("generated");
    aeds.push_back(std::move(aed));
  }
  return aeds;
}

}  // namespace goldenfour::load
