#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "geo/position.h"
#include "goldenfour/v1/aed.pb.h"
#include "goldenfour/v1/responder.pb.h"

namespace goldenfour::load {

struct PopulationOptions {
  std::size_t volunteers = 1000;
  std::vector<geo::Position> centers;  ///< of towns; at least one
  double radius = 4000;                ///< metres: nearly all homes lie within
  double duty_share = 0.8;
  double bicycle_share = 0.25;
  std::string jurisdiction;
  std::string prefix = "load-";  ///< of the ids
  std::uint64_t seed = 1;
};

/// One invented volunteer.
struct Profile {
  std::string id;
  std::string name;   ///< obviously no person's: "Volunteer 00017"
  std::string phone;  ///< in a range that is never assigned
  geo::Position home;
  bool on_duty = true;
  bool bicycle = false;
};

/// The same options give the same people. Homes lie like those of towns: some neighbourhoods
/// around each centre, homes around each neighbourhood.
std::vector<Profile> make_population(const PopulationOptions& options);

/// The record to register: certified for a year from now, enrolled for drills.
v1::Responder to_responder(const Profile& profile, const std::string& jurisdiction);

/// AEDs "generated-1", ... that exist nowhere, near the given places; source "generated".
std::vector<v1::Aed> make_aeds(const std::vector<geo::Position>& near, std::size_t count,
                               const std::string& jurisdiction, std::uint64_t seed);

}  // namespace goldenfour::load
