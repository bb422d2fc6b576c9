#include "server/app/config.h"
#include "server/registry/ids.h"

// The rows of competing incidents, of neighbours, and of emergencies with many casualties.
namespace goldenfour::app {
namespace {

using dispatch::MutualAidPolicy;
using dispatch::Policy;

bool read_aid(MutualAidPolicy& aid, const std::vector<std::string>& names) {
  MutualAidPolicy read;
  read.everybody = names.size() == 1 && names.front() == "*";
  for (const std::string& name : names) {
    if (read.everybody) break;
    if (!registry::is_valid_id(name)) return false;
    read.neighbours.insert(registry::JurisdictionId(name));
  }
  aid = std::move(read);
  return true;
}

std::vector<std::string> written(const MutualAidPolicy& aid) {
  if (aid.everybody) return {"*"};
  std::vector<std::string> names;
  for (const auto& neighbour : aid.neighbours) names.push_back(neighbour.value());
  return names;
}

Setting<Policy> mutual_aid() {
  return {.key = "mutual_aid",
          .help = "Neighbours whose people, AEDs and teams are called; each by their own rules.",
          .allowed = "a list of jurisdictions, or [\"*\"] for all",
          .set =
              [](Policy& policy, const Value& value) {
                const auto* given = std::get_if<std::vector<std::string>>(&value);
                return given != nullptr && read_aid(policy.mutual_aid, *given);
              },
          .get = [](const Policy& policy) -> Value { return written(policy.mutual_aid); }};
}

}  // namespace

const Settings<Policy>& major_settings() {
  static const Settings<Policy> all{
      mutual_aid(),
      number<Policy>("contest_gain_factor",
                     "A greater gain by this factor takes over somebody asked by another incident.",
                     1, 100, [](auto& p) -> auto& { return p.contest.gain_factor; }),
      integer<Policy>("major_casualties_from", "So many make a major event; 0: never by itself.", 0,
                      100'000, [](auto& p) -> auto& { return p.major.casualties_from; }),
      integer<Policy>("major_cap_factor", "Times as many of each role in a major event.", 1, 20,
                      [](auto& p) -> auto& { return p.major.cap_factor; }),
      integer<Policy>("major_max_teams", "Rescue teams called at the same time.", 0, 100,
                      [](auto& p) -> auto& { return p.major.max_teams; }),
      quantity<Policy>("merge_within_meters",
                       "Two calls so near, beside what is uncertain, may be one emergency.", 0,
                       5000, [](auto& p) -> auto& { return p.merge.within; }),
      quantity<Policy>("merge_at_most_meters", "Whatever is uncertain.", 0, 20'000,
                       [](auto& p) -> auto& { return p.merge.at_most; }),
      seconds<Policy>("merge_window_seconds", "Between the two calls; 0: never proposed.", 0,
                      86'400, [](auto& p) -> auto& { return p.merge.window; }),
      seconds<Policy>("captain_deadline_seconds", "For a captain; then the deputy is asked.", 10,
                      600, [](auto& p) -> auto& { return p.major.captain_deadline; }),
      seconds<Policy>("member_deadline_seconds", "For a member; then they count as silent.", 10,
                      3600, [](auto& p) -> auto& { return p.major.member_deadline; }),
  };
  return all;
}

}  // namespace goldenfour::app
