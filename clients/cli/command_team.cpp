#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "goldenfour/v1/team.pb.h"

namespace goldenfour::cli {
namespace {

struct TeamOptions {
  std::string id;
  std::string name, jurisdiction, captain;
  std::vector<std::string> deputies, members;
  int limit = 100;
};

std::string path_of(const std::string& id) {
  return "/v1/teams/" + client::url_encode(id);
}

std::string joined(const google::protobuf::RepeatedPtrField<std::string>& people) {
  std::string all;
  for (const std::string& one : people) all += (all.empty() ? "" : " ") + harmless(one);
  return all.empty() ? "-" : all;
}

void print(const std::vector<v1::Team>& teams, const Session& session) {
  const Texts& t = session.t();
  Table table({t.str("TEAM", "队伍"), t.str("NAME", "名称"), t.str("CAPTAIN", "队长"),
               t.str("DEPUTIES", "副队长"), t.str("MEMBERS", "队员")});
  for (const auto& team : teams) {
    table.add({harmless(team.id()), team.name().empty() ? "-" : harmless(team.name()),
               harmless(team.captain()), joined(team.deputies()), joined(team.members())});
  }
  if (table.empty()) {
    std::cout << t("No teams.", "没有队伍。") << '\n';
    return;
  }
  table.print(std::cout, session.colour());
}

int show(Session& session, const TeamOptions& o) {
  const auto team = session.get<v1::Team>(path_of(o.id));
  if (!team) return session.fail(team.error());
  if (!session.printed_json()) print({*team}, session);
  return 0;
}

int list(Session& session, const TeamOptions& o) {
  const auto teams = session.get<v1::TeamList>(fmt::format("/v1/teams?pageSize={}", o.limit));
  if (!teams) return session.fail(teams.error());
  if (!session.printed_json()) print({teams->teams().begin(), teams->teams().end()}, session);
  return 0;
}

int put(Session& session, const TeamOptions& o) {
  v1::Team team;
  team.set_jurisdiction(o.jurisdiction);
  team.set_name(o.name);
  team.set_captain(o.captain);
  for (const std::string& deputy : o.deputies) team.add_deputies(deputy);
  for (const std::string& member : o.members) team.add_members(member);
  const auto stored = session.read<v1::Team>(session.call(
      {.method = "PUT", .path = path_of(o.id), .body = client::to_json(team), .repeatable = true},
      3));
  if (!stored) return session.fail(stored.error());
  if (!session.printed_json()) print({*stored}, session);
  return 0;
}

int remove(Session& session, const TeamOptions& o) {
  const auto answer = session.call({.method = "DELETE", .path = path_of(o.id)});
  if (!answer) return session.fail(answer.error());
  std::cout << fmt::format("{}  {}\n", o.id, session.t()("struck off", "已注销"));
  return 0;
}

using Run = int (*)(Session&, const TeamOptions&);

CLI::App* add_one(CLI::App* group, Program& program, const std::shared_ptr<TeamOptions>& o,
                  const char* name, std::string help, Run run) {
  CLI::App* command = group->add_subcommand(name, std::move(help));
  if (run != list) command->add_option("id", o->id, program.t.str("its id", "编号"))->required();
  command->callback([o, run, &program] {
    program.action = [o, run](Session& session) { return run(session, *o); };
  });
  return command;
}

}  // namespace

void add_team(CLI::App& app, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<TeamOptions>();
  CLI::App* group = app.add_subcommand(
      "team", t.str("rescue teams, called for many casualties", "救援队，重大事件时整队召集"));
  group->require_subcommand(1);
  CLI::App* all = add_one(group, program, o, "list", t.str("list them", "列出"), list);
  all->add_option("--limit", o->limit, t.str("at most so many", "最多条数"))
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add_one(group, program, o, "show", t.str("one team", "显示一队"), show);
  CLI::App* entry =
      add_one(group, program, o, "put", t.str("enter or replace a team", "登记或更新队伍"), put);
  entry->add_option("--name", o->name, t.str("for people", "名称"));
  entry->add_option("--jurisdiction", o->jurisdiction,
                    t.str("only if the token serves several", "令牌可用于多个辖区时指定"));
  entry->add_option("--captain", o->captain, t.str("the responder who is called", "队长编号"))
      ->required();
  entry
      ->add_option("--deputies", o->deputies,
                   t.str("called in this order when the captain cannot", "副队长编号，按顺序"))
      ->delimiter(',');
  entry->add_option("--members", o->members, t.str("responders", "队员编号"))->delimiter(',');
  add_one(group, program, o, "delete", t.str("strike a team off", "注销队伍"), remove);
}

}  // namespace goldenfour::cli
