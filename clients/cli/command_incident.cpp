#include <iostream>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/aed_names.h"
#include "clients/cli/commands.h"
#include "clients/cli/explain_text.h"
#include "clients/cli/incident_text.h"
#include "clients/cli/parse.h"
#include "clients/cli/words.h"
#include "goldenfour/v1/incident.pb.h"

namespace goldenfour::cli {
namespace {

struct IncidentOptions {
  std::string id;
  std::string status = "open";
  std::string reason = "dispatcher";
  unsigned alarm = 0;
  unsigned casualties = 0;
  std::string rally;
  std::string datum = "WGS84";
  int limit = 50;
  bool all = false;
};

std::string path_of(const IncidentOptions& o, std::string_view rest) {
  return "/v1/incidents/" + client::url_encode(o.id) + std::string(rest);
}

// Learns the AEDs that are spoken of; one that cannot be read is called by its id.
void learn_aeds(Session& session, const std::set<std::string>& ids, AedNames* names) {
  for (const std::string& id : ids) {
    if (id.empty() || names->knows(id)) continue;
    const auto answer =
        session.call({.method = "GET", .path = "/v1/aeds/" + client::url_encode(id)});
    v1::Aed aed;
    if (!answer || !client::from_json(answer->body, aed)) aed = v1::Aed();
    aed.set_id(id);
    names->learn(aed);
  }
}

Page make_page(Session& session, const AedNames* names, std::optional<geo::Position> patient) {
  return Page{std::cout, session.t(), session.colour(), client::now(),
              [names, patient, &session](const std::string& id) {
                return names->text(id, patient, session.t());
              }};
}

int list(Session& session, const IncidentOptions& o) {
  std::string path = fmt::format("/v1/incidents?pageSize={}", o.limit);
  if (!o.all) {
    v1::IncidentStatus status{};
    if (!client::parse_word<v1::IncidentStatus>(o.status, "", v1::IncidentStatus_Parse, &status)) {
      return session.fail(client::usage_failure("--status: open, held, closed, cancelled").value());
    }
    path += "&status=" + v1::IncidentStatus_Name(status);
  }
  const auto incidents = session.get<v1::IncidentList>(path);
  if (!incidents) return session.fail(incidents.error());
  if (session.printed_json()) return 0;
  const AedNames names;
  print_list(*incidents, make_page(session, &names, std::nullopt));
  if (!incidents->next_page_token().empty()) {
    std::cout << session.t()("There are more; raise --limit.", "还有更多，可加大 --limit。")
              << '\n';
  }
  return 0;
}

int show(Session& session, const IncidentOptions& o) {
  const auto incident = session.get<v1::Incident>(path_of(o, ""));
  if (!incident) return session.fail(incident.error());
  if (session.printed_json()) return 0;
  AedNames names;
  std::set<std::string> ids;
  for (const auto& offer : incident->offers()) ids.insert(offer.aed());
  for (const auto& task : incident->tasks()) ids.insert(task.aed());
  learn_aeds(session, ids, &names);
  print_incident(*incident, make_page(session, &names, to_geo(incident->position())));
  return 0;
}

int timeline(Session& session, const IncidentOptions& o) {
  const auto incident = session.get<v1::Incident>(path_of(o, ""));
  if (!incident) return session.fail(incident.error());
  const auto events = session.get<v1::Timeline>(path_of(o, "/timeline"));
  if (!events) return session.fail(events.error());
  if (session.printed_json()) return 0;
  AedNames names;
  std::set<std::string> ids;
  for (const auto& event : events->events()) ids.insert(event.aed());
  learn_aeds(session, ids, &names);
  print_timeline(*events, *incident, o.all,
                 make_page(session, &names, to_geo(incident->position())));
  return 0;
}

int explain(Session& session, const IncidentOptions& o) {
  const auto explanation = session.get<v1::Explanation>(path_of(o, "/explain"));
  if (!explanation) return session.fail(explanation.error());
  if (session.printed_json()) return 0;
  AedNames names;
  std::set<std::string> ids;
  for (const auto& offer : explanation->offers())
    if (offer.why().aed_name().empty()) ids.insert(offer.aed());
  learn_aeds(session, ids, &names);
  print_explanation(*explanation, make_page(session, &names, std::nullopt));
  return 0;
}

int change(Session& session, const IncidentOptions& o, std::string_view method, std::string body) {
  return change_incident(session, o.id, method, std::move(body));
}

int close(Session& session, const IncidentOptions& o) {
  v1::CloseRequest request;
  v1::CloseReason reason{};
  if (!client::parse_word<v1::CloseReason>(o.reason, "", v1::CloseReason_Parse, &reason)) {
    return session.fail(
        client::usage_failure("--reason: handed_over, not_an_arrest, false_alarm, dispatcher")
            .value());
  }
  request.set_reason(reason);
  return change(session, o, ":close", client::to_json(request));
}

int acknowledge(Session& session, const IncidentOptions& o) {
  v1::AcknowledgeAlarmRequest request;
  request.set_number(o.alarm);
  return change(session, o, ":acknowledgeAlarm", client::to_json(request));
}

int declare_major(Session& session, const IncidentOptions& o) {
  v1::DeclareMajorRequest request;
  request.set_casualties(o.casualties);
  if (!o.rally.empty()) {
    const auto place = parse_lat_lng(o.rally);
    const auto datum = parse_datum(o.datum);
    if (!place || !datum) {
      const Texts& t = session.t();
      return session.fail(
          client::usage_failure(
              t.str("--rally LATITUDE,LONGITUDE and --datum WGS84, CGCS2000, GCJ02 or BD09",
                    "--rally 纬度,经度，及 --datum WGS84、CGCS2000、GCJ02 或 BD09"))
              .value());
    }
    *request.mutable_rally() = make_position(*place, *datum);
  }
  return change(session, o, ":declareMajor", client::to_json(request));
}

using Run = std::function<int(Session&, const IncidentOptions&)>;

CLI::App* add_one(CLI::App* group, Program& program, std::shared_ptr<IncidentOptions> o,
                  const char* name, std::string help, Run run) {
  CLI::App* command = group->add_subcommand(name, std::move(help));
  if (std::string_view(name) != "list") add_incident_id(*command, program.t, o->id);
  command->callback([o, run, &program] {
    program.action = [o, run](Session& session) { return run(session, *o); };
  });
  return command;
}

Run simple(std::string method) {
  return [method](Session& session, const IncidentOptions& o) {
    return change(session, o, method, "{}");
  };
}

}  // namespace

void add_incident_id(CLI::App& command, const Texts& texts, std::string& id) {
  command
      .add_option("id", id,
                  texts.str("the incident, e.g. ljubljana-1-4", "事件编号，如 jinhua-1-4"))
      ->required();
}

int change_incident(Session& session, const std::string& id, std::string_view method,
                    std::string body) {
  const auto reply = session.read<v1::IncidentReply>(
      session.call({.method = "POST",
                    .path = "/v1/incidents/" + client::url_encode(id) + std::string(method),
                    .body = std::move(body)}));
  if (!reply) return session.fail(reply.error());
  if (session.printed_json()) return 0;
  std::cout << fmt::format("{}  {} {}\n", reply->incident(),
                           session.t()("done, version", "完成，版本"), reply->version());
  return 0;
}

void add_incident(CLI::App& app, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<IncidentOptions>();
  CLI::App* group =
      app.add_subcommand("incident", t.str("look at incidents and change them", "查看与处置事件"));
  group->require_subcommand(1);
  CLI::App* listing = add_one(group, program, o, "list", t.str("list incidents", "列出事件"), list);
  listing
      ->add_option("--status", o->status,
                   t.str("open, held, closed, cancelled",
                         "open 进行中、held 暂停、closed 已结束、cancelled 已取消"))
      ->capture_default_str();
  listing->add_flag("--all", o->all, t.str("whatever their status", "不限状态"));
  listing->add_option("--limit", o->limit, t.str("at most so many", "最多条数"))
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add_one(group, program, o, "show", t.str("all about one", "显示详情"), show);
  CLI::App* history = add_one(group, program, o, "timeline",
                              t.str("what happened, in order", "按时间显示经过"), timeline);
  history->add_flag("--all", o->all, t.str("with every delivery step", "包括每个发送步骤"));
  add_one(group, program, o, "explain",
          t.str("why people were asked, and others were not", "说明为何询问这些人而非他人"),
          explain);
  add_one(&app, program, o, "explain", t.str("the same as incident explain", "同 incident explain"),
          explain);
  add_one(group, program, o, "cancel",
          t.str("cancel: everybody is stood down", "取消：通知所有人返回"), simple(":cancel"));
  CLI::App* closing = add_one(group, program, o, "close", t.str("close", "结束"), close);
  closing
      ->add_option("--reason", o->reason,
                   t.str("handed_over, not_an_arrest, false_alarm, dispatcher",
                         "handed_over 已移交、not_an_arrest 并非骤停、false_alarm 误报、dispatcher "
                         "调度员结束"))
      ->capture_default_str();
  add_one(group, program, o, "hold", t.str("ask nobody until resumed", "暂停询问"),
          simple(":hold"));
  add_one(group, program, o, "resume", t.str("release a held one", "恢复询问"), simple(":resume"));
  add_one(group, program, o, "ems-on-scene",
          t.str("the ambulance crew has arrived", "急救人员已到现场"), simple(":emsOnScene"));
  CLI::App* major = add_one(group, program, o, "declare-major",
                            t.str("many casualties: call more people, and rescue teams",
                                  "宣布重大事件：召集更多人员和救援队"),
                            declare_major);
  major->add_option("--casualties", o->casualties, t.str("as far as known", "已知伤员人数"));
  major->add_option("--rally", o->rally,
                    t.str("where teams gather: LATITUDE,LONGITUDE", "集结点：纬度,经度"));
  major->add_option("--datum", o->datum, t.str("of these coordinates", "坐标系"))
      ->capture_default_str();
  CLI::App* alarm = add_one(group, program, o, "ack-alarm",
                            t.str("acknowledge an alarm", "确认警示"), acknowledge);
  alarm->add_option("number", o->alarm, t.str("the alarm's number", "警示编号"))->required();
  add_incident_acts(*group, program);
}

}  // namespace goldenfour::cli
