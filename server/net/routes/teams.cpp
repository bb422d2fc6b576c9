#include "server/net/routes/records.h"

namespace goldenfour::net {
namespace {

struct Teams {
  using Record = registry::Team;
  using Id = registry::TeamId;
  using Message = v1::Team;
  using List = v1::TeamList;
  using Put = dispatch::PutTeam;
  using Delete = dispatch::DeleteTeam;
  static constexpr const char* kUnknown = "no such team";

  static const auto& all(const registry::Directory& directory) { return directory.teams(); }
  static const Record* find(const registry::Directory& directory, const Id& id) {
    return directory.team(id);
  }
  static Record view(const Record& team, dispatch::Audience audience) {
    return dispatch::team_view(team, audience);
  }
  static Message* add(List& list) { return list.add_teams(); }
};

}  // namespace

ReplyMessage list_teams(const ApiContext* api, Exchange exchange) {
  return records::list_records<Teams>(api, std::move(exchange));
}

ReplyMessage get_team(const ApiContext* api, Exchange exchange) {
  return records::get_record<Teams>(api, std::move(exchange));
}

ReplyMessage put_team(const ApiContext* api, Exchange exchange) {
  return records::put_record<Teams>(api, std::move(exchange));
}

ReplyMessage delete_team(const ApiContext* api, Exchange exchange) {
  return records::delete_record<Teams>(api, std::move(exchange));
}

}  // namespace goldenfour::net
