#pragma once

#include <string>
#include <vector>

#include "geo/position.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"

/// Towns drawn as maps: one letter every 50 m, one line every 50 m.
///
///   P        the patient
///   a b c    public AEDs, always open
///   r s t..  responders on duty, on foot, their phones connected
///   R S T..  the same people, but their phones are not connected
///   D        a door, to make the map readable
///   Q        another place: of a second patient, or where the patient may turn out to be
namespace goldenfour::sim {

inline const registry::JurisdictionId kTown{"town"};
inline constexpr registry::WallTime kMorning{
    registry::Duration{1'790'000'000'000}};  // 21 September 2026, 14:13 UTC

struct Letter {
  char letter = '.';
  geo::Position where;
};

/// The map's letters from its upper left; dots and spaces too.
std::vector<Letter> letters_of(const std::string& map);

/// 'r' for 'r' and 'R'; 0 when the letter is nobody.
char person_of(char letter);
bool is_cabinet(char letter);

registry::ResponderId id_of(char who);
registry::Aed cabinet_at(const Letter& place);
registry::Responder person_at(const Letter& place);
/// Where that person's phone says that it is.
registry::Presence presence_at(const registry::Responder& person, geo::Position where,
                               registry::WallTime at);

}  // namespace goldenfour::sim
