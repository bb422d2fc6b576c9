#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "goldenfour/v1/act.pb.h"

// The dispatcher's hand on an incident.
namespace goldenfour::cli {
namespace {

struct ActOptions {
  std::string id;
  std::string responder, aed;
  std::string role = "cpr";
  std::string offer;
  std::string at;
  std::string datum = "WGS84";
  std::string reason;
  std::string into;
  std::optional<std::string> address, floor, entrance;
  unsigned level = 1;
  bool force = false;
};

int assign(Session& session, const ActOptions& o) {
  v1::AssignRequest request;
  v1::Role role{};
  if (!client::parse_word<v1::Role>(o.role, "", v1::Role_Parse, &role))
    return session.fail(client::usage_failure("--role: cpr, aed, guide").value());
  request.set_responder(o.responder);
  request.set_role(role);
  request.set_aed(o.aed);
  request.set_force(o.force);
  return change_incident(session, o.id, ":assign", client::to_json(request));
}

int release(Session& session, const ActOptions& o) {
  v1::ReleaseRequest request;
  const bool whole = o.offer.find('-') != std::string::npos;
  request.set_offer(whole ? o.offer : o.id + "-" + o.offer);
  return change_incident(session, o.id, ":release", client::to_json(request));
}

int relocate(Session& session, const ActOptions& o) {
  const Texts& t = session.t();
  const auto place = parse_lat_lng(o.at);
  const auto datum = parse_datum(o.datum);
  if (!place)
    return session.fail(
        client::usage_failure(
            fmt::format("--at {}: {}", o.at,
                        t("expected LATITUDE,LONGITUDE in degrees", "应为 纬度,经度（度）")))
            .value());
  if (!datum)
    return session.fail(
        client::usage_failure(fmt::format("--datum {}: WGS84, CGCS2000, GCJ02, BD09", o.datum))
            .value());
  v1::RelocateRequest request;
  *request.mutable_position() = make_position(*place, *datum);
  if (o.address) request.set_address(*o.address);
  if (o.floor) request.set_floor(*o.floor);
  if (o.entrance) request.set_entrance(*o.entrance);
  v1::RelocateReason reason{};
  if (!o.reason.empty() &&
      !client::parse_word<v1::RelocateReason>(o.reason, "", v1::RelocateReason_Parse, &reason))
    return session.fail(
        client::usage_failure("--reason: wrong_address, patient_moved, more_precise").value());
  request.set_reason(reason);
  return change_incident(session, o.id, ":relocate", client::to_json(request));
}

int escalate(Session& session, const ActOptions& o) {
  v1::EscalateRequest request;
  request.set_level(o.level);
  return change_incident(session, o.id, ":escalate", client::to_json(request));
}

int merge(Session& session, const ActOptions& o) {
  v1::MergeRequest request;
  request.set_into(o.into);
  return change_incident(session, o.id, ":merge", client::to_json(request));
}

int unmerge(Session& session, const ActOptions& o) {
  return change_incident(session, o.id, ":unmerge", "{}");
}

using Run = int (*)(Session&, const ActOptions&);

CLI::App* add_one(CLI::App& group, Program& program, const std::shared_ptr<ActOptions>& o,
                  const char* name, std::string help, Run run) {
  CLI::App* command = group.add_subcommand(name, std::move(help));
  add_incident_id(*command, program.t, o->id);
  command->callback([o, run, &program] {
    program.action = [o, run](Session& session) { return run(session, *o); };
  });
  return command;
}

void add_assign(CLI::App& group, Program& program, const std::shared_ptr<ActOptions>& o) {
  const Texts t = program.t;
  CLI::App* command = add_one(
      group, program, o, "assign",
      t.str("ask a named person, or give a holder another task", "指派某人，或更改其任务"), assign);
  command->add_option("responder", o->responder, t.str("who", "救护员编号"))->required();
  command->add_option("--role", o->role, t.str("cpr, aed, guide", "cpr、aed、guide"))
      ->capture_default_str();
  command->add_option("--aed", o->aed,
                      t.str("which AED to fetch; else the best", "指定AED；否则自动选择"));
  command->add_flag("--force", o->force,
                    t.str("over fatigue, distance and an earlier no; never over another task",
                          "不顾疲劳、距离和先前的拒绝；但不影响其他任务"));
}

void add_relocate(CLI::App& group, Program& program, const std::shared_ptr<ActOptions>& o) {
  const Texts t = program.t;
  CLI::App* command =
      add_one(group, program, o, "relocate",
              t.str("correct the place: everybody is told", "更正地点并通知所有人"), relocate);
  command
      ->add_option("--at", o->at,
                   t.str("where: LATITUDE,LONGITUDE in degrees", "地点：纬度,经度（度）"))
      ->required();
  command->add_option("--datum", o->datum, "WGS84, CGCS2000, GCJ02, BD09")->capture_default_str();
  command->add_option("--address", o->address, t.str("address", "地址"));
  command->add_option("--floor", o->floor, t.str("floor", "楼层"));
  command->add_option("--entrance", o->entrance, t.str("entrance", "入口"));
  command->add_option(
      "--reason", o->reason,
      t.str("wrong_address, patient_moved, more_precise",
            "wrong_address 地址有误、patient_moved 患者已转移、more_precise 更精确"));
}

}  // namespace

void add_incident_acts(CLI::App& incident, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<ActOptions>();
  add_assign(incident, program, o);
  CLI::App* releasing = add_one(incident, program, o, "release",
                                t.str("let somebody go, with thanks", "放行某人"), release);
  releasing
      ->add_option("offer", o->offer,
                   t.str("number of the offer or task, e.g. 3", "询问或任务的编号，如 3"))
      ->required();
  add_relocate(incident, program, o);
  CLI::App* escalating =
      add_one(incident, program, o, "escalate",
              t.str("ask more people, farther away; level 0 takes it back", "扩大范围；0 级为取消"),
              escalate);
  escalating->add_option("--level", o->level, t.str("how far", "级别"))
      ->check(CLI::Range(0, 10))
      ->capture_default_str();
  CLI::App* merging = add_one(incident, program, o, "merge",
                              t.str("two calls about one emergency: goes on as the other incident",
                                    "同一事件重复报警：并入另一事件"),
                              merge);
  merging->add_option("into", o->into, t.str("the other incident", "并入的事件编号"))->required();
  add_one(incident, program, o, "unmerge",
          t.str("two emergencies after all: on its own again", "撤销合并"), unmerge);
}

}  // namespace goldenfour::cli
