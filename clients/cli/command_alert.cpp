#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "goldenfour/v1/alert.pb.h"

namespace goldenfour::cli {
namespace {

struct AlertOptions {
  std::string kind;
  std::string at;
  std::string datum = "WGS84";
  std::string jurisdiction, external_id, address, floor, entrance, patient, phone, note;
  std::string crew_in, crew_at;
  std::string key;
  std::vector<std::string> hazards;
  double uncertainty = 0;
  unsigned casualties = 0;
  bool exercise = false;
  bool test = false;
  bool public_place = false;
  bool large_site = false;
};

/// When the crew is expected, by the server's clock: under a drill clock, or where this machine's
/// clock is off, "in nine minutes" would else be another moment there.
client::Expected<client::WallTime> crew_due(Session& session, const AlertOptions& o) {
  const Texts& t = session.t();
  if (!o.crew_at.empty()) {
    google::protobuf::Timestamp stamp;
    if (google::protobuf::util::TimeUtil::FromString(o.crew_at, &stamp))
      return client::to_time(stamp);
    return client::usage_failure(
        fmt::format("--crew-at {}: {}", o.crew_at,
                    t("expected 2026-11-23T03:09:00Z", "应为 2026-11-23T03:09:00Z")));
  }
  const auto delay = parse_duration(o.crew_in);
  if (!delay)
    return client::usage_failure(
        fmt::format("--crew-in {}: {}", o.crew_in, t("expected 9m or 540s", "应为 9m 或 540s")));
  return session.server_time() + *delay;
}

client::Expected<v1::Alert> build(Session& session, const AlertOptions& o) {
  const Texts& t = session.t();
  v1::Alert alert;
  v1::IncidentKind kind{};
  if (!client::parse_word<v1::IncidentKind>(o.kind, "", v1::IncidentKind_Parse, &kind)) {
    return client::usage_failure(fmt::format(
        "--kind {}: {}", o.kind, t("unknown; see alert --help", "未知；见 alert --help")));
  }
  const auto place = parse_lat_lng(o.at);
  if (!place) {
    return client::usage_failure(fmt::format(
        "--at {}: {}", o.at, t("expected LATITUDE,LONGITUDE in degrees", "应为 纬度,经度（度）")));
  }
  const auto datum = parse_datum(o.datum);
  if (!datum) {
    return client::usage_failure(fmt::format("--datum {}: WGS84, CGCS2000, GCJ02, BD09", o.datum));
  }
  for (const std::string& word : o.hazards) {
    v1::Hazard hazard{};
    if (!client::parse_word<v1::Hazard>(word, "", v1::Hazard_Parse, &hazard)) {
      return client::usage_failure(fmt::format(
          "--hazard {}: {}", word, t("unknown; see alert --help", "未知；见 alert --help")));
    }
    alert.add_hazards(hazard);
  }
  if (!o.crew_in.empty() || !o.crew_at.empty()) {
    const auto due = crew_due(session, o);
    if (!due) return tl::make_unexpected(due.error());
    *alert.mutable_crew_due() = client::to_stamp(*due);
  }
  alert.set_kind(kind);
  *alert.mutable_position() = make_position(*place, *datum);
  alert.set_jurisdiction(o.jurisdiction);
  alert.set_external_id(o.external_id);
  alert.set_uncertainty_meters(o.uncertainty);
  alert.set_status(o.test ? v1::TEST : o.exercise ? v1::EXERCISE : v1::ACTUAL);
  alert.set_address(o.address);
  alert.set_floor(o.floor);
  alert.set_entrance(o.entrance);
  alert.set_patient(o.patient);
  alert.set_caller_phone(o.phone);
  alert.set_note(o.note);
  alert.set_public_place(o.public_place);
  alert.set_large_site(o.large_site);
  alert.set_casualties(o.casualties);
  return alert;
}

int raise(Session& session, const AlertOptions& o) {
  constexpr int kAttempts = 12;  // about half a minute
  const Texts& t = session.t();
  const auto alert = build(session, o);
  if (!alert) return session.fail(alert.error());
  const std::string key = o.key.empty() ? random_key() : o.key;
  const auto reply =
      session.read<v1::AlertReply>(session.call({.method = "POST",
                                                 .path = "/v1/alerts",
                                                 .body = client::to_json(*alert),
                                                 .headers = {{"Idempotency-Key", key}},
                                                 .repeatable = true},
                                                kAttempts));
  if (!reply) {
    if (reply.error().kind == client::Failure::Kind::kUnreachable) {
      std::cerr
          << fmt::format(
                 fmt::runtime(t(
                     "The alert may or may not have arrived. Repeat it with: --idempotency-key {}",
                     "警报是否送达未知。请用同一键重发：--idempotency-key {}")),
                 key)
          << std::endl;
    }
    return session.fail(reply.error());
  }
  if (session.printed_json()) return 0;
  const bool replicated = reply->durability() == v1::REPLICATED;
  std::cout << fmt::format(
                   "{}  {}  {}\n", tinted(reply->incident(), Tone::kStrong, session.colour()),
                   reply->created() ? t("new incident", "新事件")
                                    : t("known already, brought up to date", "已有事件，已更新"),
                   replicated ? t("stored on two nodes", "已存于两个节点")
                              : t("stored on this node's disk", "已存于本节点磁盘"))
            << fmt::format("{}: goldenfour incident show {}\n", t("Next", "下一步"),
                           reply->incident());
  return 0;
}

}  // namespace

void add_alert(CLI::App& app, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<AlertOptions>();
  CLI::App* alert = app.add_subcommand("alert", t.str("raise an alert", "发出警报"));
  alert
      ->add_option(
          "--kind", o->kind,
          t.str("cardiac_arrest, unconscious, choking, drowning, severe_bleeding, anaphylaxis, "
                "electric_shock, heat_stroke, trauma, other",
                "cardiac_arrest 心脏骤停、unconscious 意识丧失、choking 气道梗阻、drowning 溺水、"
                "severe_bleeding 大出血、anaphylaxis 严重过敏、electric_shock 触电、heat_stroke "
                "中暑、"
                "trauma 创伤、other 其他"))
      ->required();
  alert
      ->add_option("--at", o->at,
                   t.str("where: LATITUDE,LONGITUDE in degrees", "地点：纬度,经度（度）"))
      ->required();
  alert
      ->add_option("--datum", o->datum,
                   t.str("of these coordinates: WGS84 (GPS, the default), CGCS2000, GCJ02, BD09",
                         "坐标系：WGS84（GPS，默认）、CGCS2000、GCJ02、BD09"))
      ->capture_default_str();
  alert->add_option("--uncertainty", o->uncertainty,
                    t.str("of the place, in metres; 0: unknown", "位置误差（米），0 表示未知"));
  alert->add_option("--jurisdiction", o->jurisdiction,
                    t.str("only if the token serves several", "令牌可用于多个辖区时指定"));
  alert->add_option("--external-id", o->external_id,
                    t.str("your own number of this emergency", "贵方的案件编号"));
  alert->add_option("--address", o->address, t.str("for those who accepted", "地址，仅接受者可见"));
  alert->add_option("--floor", o->floor, t.str("floor", "楼层"));
  alert->add_option("--entrance", o->entrance, t.str("entrance", "入口"));
  alert->add_option("--patient", o->patient, t.str("minimum about the patient", "患者的必要信息"));
  alert->add_option("--phone", o->phone, t.str("the caller's telephone", "来电号码"));
  alert->add_option("--casualties", o->casualties,
                    t.str("how many, if several; many make it a major event",
                          "伤员人数（多人时）；人数多则视为重大事件"));
  alert->add_option("--note", o->note, t.str("note", "备注"));
  alert
      ->add_option("--hazard", o->hazards,
                   t.str("fire, violence, traffic, electricity, infectious; holds responders back",
                         "fire 火灾、violence 暴力、traffic 交通、electricity 带电、infectious "
                         "传染；将暂缓派人"))
      ->delimiter(',');
  alert->add_option("--crew-in", o->crew_in,
                    t.str("the ambulance arrives in, e.g. 9m", "急救车多久后到，如 9m"));
  alert
      ->add_option("--crew-at", o->crew_at,
                   t.str("or at: 2026-11-23T03:09:00Z; so an alert can be repeated word for word",
                         "或到达时刻：2026-11-23T03:09:00Z，便于原样重发"))
      ->excludes("--crew-in");
  alert->add_flag("--exercise", o->exercise,
                  t.str("a drill: only enrolled devices ring", "演练：只呼叫参加演练的设备"));
  alert->add_flag(
      "--test", o->test,
      t.str("a technical test, otherwise as --exercise", "技术测试，其余同 --exercise"));
  alert->add_flag(
      "--public-place", o->public_place,
      t.str("the exact place may be shown before acceptance", "公共场所：接受前即可显示准确位置"));
  alert->add_flag("--large-site", o->large_site,
                  t.str("a station, works, a campus: somebody is to guide the crew",
                        "车站、厂区、校园等大型场所：需有人引导急救人员"));
  alert->add_option("--idempotency-key", o->key,
                    t.str("repeat an alert that may have arrived; default: a new one",
                          "重发同一警报所用的键；默认新建"));
  alert->callback(
      [o, &program] { program.action = [o](Session& session) { return raise(session, *o); }; });
}

}  // namespace goldenfour::cli
