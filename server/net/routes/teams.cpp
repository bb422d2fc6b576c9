#include <utility>
#include <vector>

#include "server/net/codec/encode.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"

namespace goldenfour::net {
namespace {

using registry::Team;
using registry::TeamId;

struct Page {
  std::vector<Team> teams;
  std::string next;
};

struct ListRequest {
  registry::JurisdictionId jurisdiction;
  std::size_t size = 0;
  TeamId after;
  dispatch::Audience audience = dispatch::Audience::kOperator;
};

Page list(const ListRequest& wanted, const registry::Directory& directory) {
  Page page;
  const auto& all = directory.teams();
  for (auto at = all.upper_bound(wanted.after); at != all.end(); ++at) {
    if (at->second.jurisdiction != wanted.jurisdiction) continue;
    if (page.teams.size() == wanted.size) {
      page.next = page.teams.back().id.value();
      break;
    }
    page.teams.push_back(dispatch::team_view(at->second, wanted.audience));
  }
  return page;
}

Result<ListRequest> read_list(const ApiContext& api, const Exchange& exchange) {
  QueryReader query(exchange.request);
  ListRequest wanted;
  wanted.audience = audience_of(*exchange.caller);
  const auto jurisdiction = jurisdiction_for(api, *exchange.caller, query.text("jurisdiction"));
  wanted.size = query.number("pageSize", 1, api.options.max_page_size, api.options.page_size);
  const std::string token = query.text("pageToken");
  if (!token.empty() && !registry::is_valid_id(token)) {
    query.fail(ErrorCode::kInvalidField, "pageToken");
  }
  wanted.after = TeamId(token);
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  if (!jurisdiction) return tl::make_unexpected(jurisdiction.error());
  wanted.jurisdiction = *jurisdiction;
  return wanted;
}

Result<TeamId> id_of(const Exchange& exchange) {
  if (!registry::is_valid_id(exchange.parameters.at(0))) {
    return refuse(ErrorCode::kNotFound, "no such team", "id");
  }
  return TeamId(exchange.parameters.at(0));
}

boost::asio::awaitable<Result<Team>> find_team(const ApiContext* api, TeamId id,
                                               Tickets::Holder caller) {
  auto found = co_await look_at<std::optional<Team>>(
      &api->engine,
      [id, caller](const dispatch::State&, const registry::Directory& directory,
                   dispatch::Now) -> std::optional<Team> {
        const Team* team = directory.team(id);
        if (team == nullptr) return std::nullopt;
        return dispatch::team_view(*team, audience_of(*caller));
      });
  if (!found) co_return tl::make_unexpected(found.error());
  if (!*found) co_return refuse(ErrorCode::kNotFound, "no such team", "id");
  const auto allowed = check_jurisdiction(*caller, (*found)->jurisdiction, "id");
  if (!allowed) co_return tl::make_unexpected(allowed.error());
  co_return std::move(**found);
}

HttpResponse show(const Exchange& exchange, int status, const Team& team) {
  HttpResponse response = respond(exchange, status, codec::encode(team));
  add_etag(response, team.version);
  return response;
}

}  // namespace

ReplyMessage list_teams(const ApiContext* api, Exchange exchange) {
  const auto wanted = read_list(*api, exchange);
  if (!wanted) co_return problem_response(wanted.error());
  const auto page = co_await look_at<Page>(
      &api->engine, [wanted = *wanted](const dispatch::State&, const registry::Directory& directory,
                                       dispatch::Now) { return list(wanted, directory); });
  if (!page) co_return problem_response(page.error());
  v1::TeamList message;
  for (const auto& each : page->teams) *message.add_teams() = codec::encode(each);
  message.set_next_page_token(page->next);
  co_return respond(exchange, 200, message);
}

ReplyMessage get_team(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto team = co_await find_team(api, *id, exchange.caller);
  if (!team) co_return problem_response(team.error());
  co_return show(exchange, 200, *team);
}

ReplyMessage put_team(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id)
    co_return problem_response({ErrorCode::kInvalidField, "letters, digits, '-', '_', '.'", "id"});
  v1::Team message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  auto team = codec::decode(message, api->options.texts);
  if (!team) co_return problem_response(team.error());
  if (!team->id.empty() && team->id != *id) {
    co_return problem_response({ErrorCode::kInvalidField, "another id than the path's", "id"});
  }
  const auto where = jurisdiction_for(*api, *exchange.caller, team->jurisdiction.value());
  if (!where) co_return problem_response(where.error());
  team->id = *id;
  team->jurisdiction = *where;
  const auto version = if_match(exchange.request.headers);
  if (!version) co_return problem_response(version.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine,
      command_of(*exchange.caller, *where, dispatch::PutTeam{std::move(*team), *version}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  const auto stored = co_await find_team(api, *id, exchange.caller);
  if (!stored) co_return problem_response(stored.error());
  co_return show(exchange, reply.created ? 201 : 200, *stored);
}

ReplyMessage delete_team(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto known = co_await find_team(api, *id, exchange.caller);
  if (!known) co_return problem_response(known.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine, command_of(*exchange.caller, known->jurisdiction, dispatch::DeleteTeam{*id}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  HttpResponse response;
  response.status = 204;
  co_return response;
}

}  // namespace goldenfour::net
