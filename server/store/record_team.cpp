#include "server/store/record_facts.h"

namespace goldenfour::store {

using namespace dispatch;  // the facts: this file speaks of little else

void put(const MajorDeclared& fact, stored::MajorDeclared& to) {
  put(fact.incident, *to.mutable_incident());
  to.set_version(fact.version);
  to.set_casualties(fact.casualties);
  to.set_at_ms(ms(fact.at));
}

MajorDeclared get(const stored::MajorDeclared& from, Reader& in) {
  MajorDeclared fact;
  fact.incident = in.id(from.incident());
  fact.version = from.version();
  fact.casualties = from.casualties();
  fact.at = wall_time(from.at_ms());
  return fact;
}

void put(const TeamPut& fact, stored::TeamPut& to) {
  const registry::Team& team = fact.team;
  to.set_team(team.id.value());
  to.set_jurisdiction(team.jurisdiction.value());
  to.set_version(team.version);
  to.set_has_name(team.name.has_value());
  to.set_captain(team.captain.value());
  for (const ResponderId& deputy : team.deputies) to.add_deputies(deputy.value());
  for (const ResponderId& member : team.members) to.add_members(member.value());
}

TeamPut get(const stored::TeamPut& from, Reader& in) {
  registry::Team team;
  team.id = TeamId(from.team());
  team.jurisdiction = JurisdictionId(from.jurisdiction());
  team.version = from.version();
  if (from.has_name()) team.name = in.team_name(team.id);
  team.captain = ResponderId(from.captain());
  for (const std::string& deputy : from.deputies()) team.deputies.emplace_back(deputy);
  for (const std::string& member : from.members()) team.members.emplace_back(member);
  return {std::move(team)};
}

void put(const TeamDeleted& fact, stored::TeamDeleted& to) {
  to.set_team(fact.team.value());
  to.set_jurisdiction(fact.jurisdiction.value());
}

TeamDeleted get(const stored::TeamDeleted& from, Reader&) {
  return {TeamId(from.team()), JurisdictionId(from.jurisdiction())};
}

}  // namespace goldenfour::store
