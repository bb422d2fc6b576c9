#include "tests/sim/town_map.h"

#include <cctype>

#include "server/sim/city.h"
#include "server/sim/clock.h"

namespace goldenfour::sim {
namespace {

constexpr double kMetersPerLetter = 50;
const geo::Position kOrigin = *geo::Position::from_degrees(46.05, 14.5);

}  // namespace

std::vector<Letter> letters_of(const std::string& map) {
  std::vector<Letter> letters;
  double north = 0;
  double east = 0;
  for (const char letter : map) {
    if (letter == '\n') {
      north -= kMetersPerLetter;
      east = 0;
      continue;
    }
    letters.push_back({letter, offset(kOrigin, east, north)});
    east += kMetersPerLetter;
  }
  return letters;
}

char person_of(char letter) {
  const char who = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return who >= 'r' && who <= 'z' ? who : '\0';
}

bool is_cabinet(char letter) {
  return letter >= 'a' && letter <= 'c';
}

registry::ResponderId id_of(char who) {
  return registry::ResponderId(std::string(1, who));
}

registry::Aed cabinet_at(const Letter& place) {
  registry::Aed aed;
  aed.id = registry::AedId(std::string(1, place.letter));
  aed.jurisdiction = kTown;
  aed.position = place.where;
  aed.access = registry::AedAccess::kPublic;
  aed.opening_hours = "24/7";
  return aed;
}

registry::Responder person_at(const Letter& place) {
  registry::Responder person;
  person.id = id_of(person_of(place.letter));
  person.jurisdiction = kTown;
  person.particulars = registry::Particulars{"Name", "+000", place.where};
  person.certified_until = kMorning + minutes(60 * 24 * 365);
  person.duty.on_duty = true;
  return person;
}

registry::Presence presence_at(const registry::Responder& person, geo::Position where,
                               registry::WallTime at) {
  registry::Presence presence;
  presence.position = where;
  presence.accuracy = geo::Meters{10};
  presence.mode = person.usual_mode;
  presence.at = at;
  return presence;
}

}  // namespace goldenfour::sim
