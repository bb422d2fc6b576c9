#include "clients/cli/incident_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "clients/cli/terminal.h"
#include "clients/cli/words.h"
#include "clients/common/wire.h"

namespace goldenfour::cli {
namespace {

std::string place_text(const v1::Incident& incident) {
  if (!incident.address().empty()) return harmless(incident.address());
  if (!incident.has_position()) return incident.cell();
  return fmt::format("{:.5f},{:.5f}", incident.position().latitude(),
                     incident.position().longitude());
}

std::string time_or_dash(bool has, const google::protobuf::Timestamp& stamp, const Page& page) {
  return has ? clock_text(client::to_time(stamp), page.today) : std::string("-");
}

void field(const Page& page, std::string_view name, const std::string& value) {
  if (!value.empty()) page.out << "  " << name << ": " << harmless(value) << '\n';
}

std::string aed_cell(const std::string& aed, const Page& page) {
  return aed.empty() ? std::string("-") : page.aed_name(aed);
}

void print_offers(const v1::Incident& incident, const Page& page) {
  const Texts& t = page.t;
  Table table({t.str("OFFER", "询问"), t.str("WAVE", "批次"), t.str("WHO", "对象"),
               t.str("ROLE", "角色"), "AED", t.str("THERE IN", "预计到达"),
               t.str("ASKED", "询问时间"), t.str("RESULT", "结果")});
  for (const auto& offer : incident.offers()) {
    const std::string result = !offer.end().empty()       ? offer_end_text(offer.end(), t)
                               : offer.delivery().empty() ? t.str("waiting", "等待")
                                                          : delivery_text(offer.delivery(), t);
    table.add({offer.id().substr(offer.id().rfind('-') + 1), std::to_string(offer.wave()),
               harmless(offer.responder()), v1::Role_Name(offer.role()),
               aed_cell(offer.aed(), page),
               arrival_text(offer.arrival_seconds_from(), offer.arrival_seconds_to(), t),
               time_or_dash(offer.has_made_at(), offer.made_at(), page), result});
  }
  if (!table.empty()) {
    page.out << '\n';
    table.print(page.out, page.colour);
  }
}

// What holds the eye: an end, lost contact, else the furthest step.
std::string task_state(const v1::Task& task, const Texts& t) {
  if (!task.end().empty()) return task_end_text(task.end(), t);
  const bool counted_on = task.contact().empty() || task.contact() == "GOOD";
  return counted_on ? step_text(task.step(), t) : contact_text(task.contact(), t);
}

void print_tasks(const v1::Incident& incident, const Page& page) {
  const Texts& t = page.t;
  Table table({t.str("TASK", "任务"), t.str("WHO", "执行者"), t.str("ROLE", "角色"), "AED",
               t.str("ACCEPTED", "接受"), t.str("LEFT", "出发"), t.str("AED TAKEN", "取到AED"),
               t.str("EXPECTED", "预计到达"), t.str("ON SCENE", "到场"), t.str("STATE", "状态")});
  for (const auto& task : incident.tasks()) {
    std::string who =
        harmless(task.responder_name().empty() ? task.responder() : task.responder_name());
    table.add(
        {task.id().substr(task.id().rfind('-') + 1), std::move(who), v1::Role_Name(task.role()),
         aed_cell(task.aed(), page), time_or_dash(task.has_started_at(), task.started_at(), page),
         time_or_dash(task.has_left_at(), task.left_at(), page),
         time_or_dash(task.has_aed_collected_at(), task.aed_collected_at(), page),
         time_or_dash(task.has_expected_at(), task.expected_at(), page),
         time_or_dash(task.has_on_scene_at(), task.on_scene_at(), page), task_state(task, t)});
  }
  if (!table.empty()) {
    page.out << '\n';
    table.print(page.out, page.colour);
  }
}

void print_teams(const v1::Incident& incident, const Page& page) {
  const Texts& t = page.t;
  if (incident.major())
    page.out << tinted(incident.casualties() > 0
                           ? fmt::format("{}: {} {}", t("MAJOR EVENT", "重大事件"),
                                         t("casualties about", "伤员约"), incident.casualties())
                           : t.str("MAJOR EVENT", "重大事件"),
                       Tone::kAlarm, page.colour)
             << '\n';
  Table table({t.str("TEAM", "队伍"), t.str("LEADER", "带队"), t.str("CONFIRMED", "已确认"),
               t.str("ASKED", "询问中"), t.str("DECLINED", "已拒绝"), t.str("SILENT", "未答"),
               t.str("ON SCENE", "到场")});
  for (const auto& team : incident.teams()) {
    table.add({harmless(team.team()), team.leader().empty() ? "-" : harmless(team.leader()),
               std::to_string(team.confirmed()), std::to_string(team.asked()),
               std::to_string(team.declined()), std::to_string(team.silent()),
               std::to_string(team.on_scene())});
  }
  if (!table.empty()) {
    page.out << '\n';
    table.print(page.out, page.colour);
  }
}

void print_alarms(const v1::Incident& incident, const Page& page) {
  const Texts& t = page.t;
  for (const auto& alarm : incident.alarms()) {
    const bool seen = alarm.has_acknowledged_at();
    page.out << tinted(fmt::format("{} {}: {} {}{}{}", t("ALARM", "警示"), alarm.number(),
                                   clock_text(client::to_time(alarm.raised_at()), page.today),
                                   alarm_text(alarm.kind(), t),
                                   seen ? t.str(", acknowledged", "，已确认") : "",
                                   by_text(alarm.acknowledged_by(), t)),
                       seen ? Tone::kDim : Tone::kAlarm, page.colour)
             << '\n';
  }
}

}  // namespace

void print_list(const v1::IncidentList& list, const Page& page) {
  const Texts& t = page.t;
  Table table({t.str("INCIDENT", "事件"), t.str("STATUS", "状态"), t.str("KIND", "类型"),
               t.str("OPENED", "开始"), t.str("WHERE", "地点"), t.str("ASKED", "询问"),
               t.str("ENGAGED", "执行"), t.str("ALARMS", "警示")});
  for (const auto& incident : list.incidents()) {
    const auto asked = std::ranges::count_if(incident.offers(),
                                             [](const v1::Offer& o) { return o.end().empty(); });
    const auto engaged =
        std::ranges::count_if(incident.tasks(), [](const v1::Task& k) { return k.end().empty(); });
    const auto alarms = std::ranges::count_if(
        incident.alarms(), [](const v1::Alarm& a) { return !a.has_acknowledged_at(); });
    std::string kind = kind_text(incident.kind(), t);
    if (const auto drill = drill_text(incident.alert_status(), t); !drill.empty())
      kind += " (" + drill + ")";
    table.add({incident.id(), status_text(incident.status(), t), std::move(kind),
               clock_text(client::to_time(incident.opened_at()), page.today), place_text(incident),
               std::to_string(asked), std::to_string(engaged),
               alarms > 0 ? std::to_string(alarms) : "-"});
  }
  if (table.empty()) {
    page.out << t("No incidents.", "没有事件。") << '\n';
    return;
  }
  table.print(page.out, page.colour);
}

void print_incident(const v1::Incident& incident, const Page& page) {
  const Texts& t = page.t;
  const Sentence summary = summarize(incident, page.today, t);
  page.out << tinted(incident.id(), Tone::kStrong, page.colour) << "  "
           << tinted(summary.text, summary.tone, page.colour) << "\n";
  if (incident.close_reason() != 0)
    field(page, t("closed", "结束原因"), close_reason_text(incident.close_reason(), t));
  field(page, t("goes on as", "已并入"), incident.merged_into());
  if (incident.merged_into().empty())
    field(page, t("may be", "疑似重复"), incident.possible_twin());
  std::string merged;
  for (const std::string& other : incident.merged()) merged += (merged.empty() ? "" : ", ") + other;
  field(page, t("joined by", "并入的事件"), merged);
  if (incident.has_position()) {
    field(page, t("place", "位置"),
          fmt::format("{:.6f},{:.6f} WGS84 ±{:.0f} m", incident.position().latitude(),
                      incident.position().longitude(), incident.uncertainty_meters()));
  } else {
    field(page, t("cell", "网格"), incident.cell());
  }
  field(page, t("address", "地址"), incident.address());
  field(page, t("floor", "楼层"), incident.floor());
  field(page, t("entrance", "入口"), incident.entrance());
  if (incident.large_site())
    field(page, t("site", "场所"), t.str("large: somebody guides the crew", "大型场所，需引导"));
  field(page, t("patient", "患者"), incident.patient());
  field(page, t("note", "备注"), incident.note());
  std::string hazards;
  for (const int hazard : incident.hazards())
    hazards += (hazards.empty() ? "" : ", ") + hazard_text(static_cast<v1::Hazard>(hazard), t);
  field(page, t("hazards", "危险"), hazards);
  if (!incident.external_id().empty())
    field(page, t("source", "来源"), incident.source() + " " + incident.external_id());
  if (incident.has_crew_due())
    field(page, t("crew due", "急救车预计"),
          clock_text(client::to_time(incident.crew_due()), page.today));
  if (incident.has_crew_arrived_at()) {
    field(page, t("crew on scene", "急救人员到场"),
          clock_text(client::to_time(incident.crew_arrived_at()), page.today));
  }
  if (incident.has_rally())
    field(page, t("rally point", "集结点"),
          fmt::format("{:.6f},{:.6f} WGS84", incident.rally().latitude(),
                      incident.rally().longitude()));
  print_offers(incident, page);
  print_tasks(incident, page);
  print_teams(incident, page);
  print_alarms(incident, page);
}

void print_timeline(const v1::Timeline& timeline, const v1::Incident& incident, bool everything,
                    const Page& page) {
  const EventContext context{&incident, page.aed_name, page.today};
  for (const auto& event : timeline.events()) {
    const Sentence sentence = describe(event, context, page.t);
    if (sentence.routine && !everything) continue;
    page.out << clock_text(client::to_time(event.at()), page.today) << "  "
             << tinted(sentence.text, sentence.tone, page.colour) << '\n';
  }
}

}  // namespace goldenfour::cli
