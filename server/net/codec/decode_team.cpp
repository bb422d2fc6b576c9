#include <set>
#include <utility>

#include "server/net/codec/decode.h"

namespace goldenfour::net::codec {
namespace {

using registry::ResponderId;

/// People of one team; nobody may stand in it twice.
class People {
 public:
  explicit People(Checker& check) : check_(check) {}

  ResponderId one(const std::string& text, const std::string& field) {
    ResponderId id(check_.id(text, true, field));
    if (!id.empty() && !seen_.insert(id).second)
      check_.fail(ErrorCode::kInvalidField, field, "stands in the team twice");
    return id;
  }

  template <class Field>
  std::vector<ResponderId> all(const Field& list, std::size_t most, const std::string& name) {
    std::vector<ResponderId> people;
    if (static_cast<std::size_t>(list.size()) > most) {
      check_.fail(ErrorCode::kInvalidField, name, "at most " + std::to_string(most));
      return people;
    }
    for (int i = 0; i < list.size(); ++i)
      people.push_back(one(list.Get(i), name + "[" + std::to_string(i) + "]"));
    return people;
  }

 private:
  Checker& check_;
  std::set<ResponderId> seen_;
};

}  // namespace

Decoded<registry::Team> decode(const v1::Team& team, const TextLimits& limits) {
  Checker check;
  registry::Team result;
  result.id = registry::TeamId(check.id(team.id(), false, "id"));
  result.jurisdiction =
      registry::JurisdictionId(check.id(team.jurisdiction(), false, "jurisdiction"));
  result.name = check.text(team.name(), limits.name, "name");
  People people(check);
  result.captain = people.one(team.captain(), "captain");
  result.deputies = people.all(team.deputies(), registry::kMaxDeputies, "deputies");
  result.members = people.all(team.members(), registry::kMaxTeamMembers, "members");
  return check.result(std::move(result));
}

}  // namespace goldenfour::net::codec
