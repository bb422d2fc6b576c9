#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "goldenfour/v1/responder.pb.h"

namespace goldenfour::cli {
namespace {

struct ResponderOptions {
  std::string id;
  std::string duty;
  int limit = 100;
};

std::string path_of(const std::string& id) {
  return "/v1/responders/" + client::url_encode(id);
}

void print(const std::vector<v1::Responder>& responders, const Session& session) {
  const Texts& t = session.t();
  const auto today = client::now();
  Table table({t.str("RESPONDER", "救护员"), t.str("NAME", "姓名"), t.str("DUTY", "值守"),
               t.str("CERTIFIED UNTIL", "证书有效至"), t.str("MOVES", "出行"),
               t.str("DRILLS", "演练")});
  for (const auto& responder : responders) {
    table.add({harmless(responder.id()),
               responder.name().empty() ? "-" : harmless(responder.name()),
               responder.on_duty() ? t.str("on", "在岗") : t.str("off", "不在岗"),
               responder.has_certified_until()
                   ? clock_text(client::to_time(responder.certified_until()), today)
                   : "-",
               v1::TravelMode_Name(responder.usual_mode()),
               responder.enrolled_for_drills() ? t.str("yes", "是") : t.str("no", "否")});
  }
  table.print(std::cout, session.colour());
}

int show(Session& session, const ResponderOptions& o) {
  const auto responder = session.get<v1::Responder>(path_of(o.id));
  if (!responder) return session.fail(responder.error());
  if (!session.printed_json()) print({*responder}, session);
  return 0;
}

int list(Session& session, const ResponderOptions& o) {
  const auto responders =
      session.get<v1::ResponderList>(fmt::format("/v1/responders?pageSize={}", o.limit));
  if (!responders) return session.fail(responders.error());
  if (session.printed_json()) return 0;
  print({responders->responders().begin(), responders->responders().end()}, session);
  return 0;
}

int set_duty(Session& session, const ResponderOptions& o) {
  v1::Duty duty;
  duty.set_on_duty(o.duty == "on");
  const auto answer = session.call({.method = "PUT",
                                    .path = path_of(o.id) + "/duty",
                                    .body = client::to_json(duty),
                                    .repeatable = true},
                                   3);
  if (!answer) return session.fail(answer.error());
  std::cout << fmt::format(
      "{}  {}\n", o.id,
      duty.on_duty() ? session.t()("on duty", "已在岗") : session.t()("off duty", "已离岗"));
  return 0;
}

}  // namespace

void add_responder(CLI::App& app, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<ResponderOptions>();
  CLI::App* group = app.add_subcommand(
      "responder", t.str("responders, and acting as one", "救护员，以及以救护员身份操作"));
  group->require_subcommand(1);
  add_responder_run(*group, program);
  add_responder_import(*group, program);
  CLI::App* one = group->add_subcommand("show", t.str("one record", "显示一人"));
  one->add_option("id", o->id, t.str("its id", "编号"))->required();
  one->callback(
      [o, &program] { program.action = [o](Session& session) { return show(session, *o); }; });
  CLI::App* all = group->add_subcommand("list", t.str("list them", "列出"));
  all->add_option("--limit", o->limit, t.str("at most so many", "最多条数"))
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  all->callback(
      [o, &program] { program.action = [o](Session& session) { return list(session, *o); }; });
  CLI::App* duty = group->add_subcommand("duty", t.str("go on or off duty", "上岗或离岗"));
  duty->add_option("id", o->id, t.str("whose", "编号"))->required();
  duty->add_option("state", o->duty, t.str("on or off", "on 上岗，off 离岗"))
      ->required()
      ->check(CLI::IsMember({"on", "off"}));
  duty->callback(
      [o, &program] { program.action = [o](Session& session) { return set_duty(session, *o); }; });
}

}  // namespace goldenfour::cli
