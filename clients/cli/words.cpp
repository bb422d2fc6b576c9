#include "clients/cli/words.h"

#include <array>
#include <span>
#include <string_view>

#include <fmt/format.h>

namespace goldenfour::cli {
namespace {

struct Word {
  std::string_view code;
  std::string_view english;
  std::string_view chinese;
};

std::string look_up(std::span<const Word> words, std::string_view code, const Texts& t) {
  for (const Word& word : words) {
    if (word.code == code) return t.str(word.english, word.chinese);
  }
  return harmless(code);
}

constexpr std::array kKinds{
    Word{"CARDIAC_ARREST", "cardiac arrest", "心脏骤停"},
    Word{"UNCONSCIOUS", "unconscious person", "意识丧失"},
    Word{"CHOKING", "choking", "气道梗阻"},
    Word{"DROWNING", "drowning", "溺水"},
    Word{"SEVERE_BLEEDING", "severe bleeding", "大出血"},
    Word{"ANAPHYLAXIS", "anaphylaxis", "严重过敏"},
    Word{"ELECTRIC_SHOCK", "electric shock", "触电"},
    Word{"HEAT_STROKE", "heat stroke", "中暑"},
    Word{"TRAUMA", "trauma", "创伤"},
    Word{"OTHER", "other emergency", "其他急症"},
};
constexpr std::array kStatuses{
    Word{"OPEN", "open", "进行中"},
    Word{"HELD", "held", "暂停"},
    Word{"CLOSED", "closed", "已结束"},
    Word{"CANCELLED", "cancelled", "已取消"},
};
constexpr std::array kCloseReasons{
    Word{"CLOSE_REASON_UNSPECIFIED", "", ""},
    Word{"HANDED_OVER", "handed over to the crew", "已移交急救人员"},
    Word{"NOT_AN_ARREST", "not an arrest", "并非心脏骤停"},
    Word{"FALSE_ALARM", "false alarm", "误报"},
    Word{"DISPATCHER", "closed by the dispatcher", "调度员结束"},
    Word{"ABANDONED", "abandoned: its time ran out", "超时结束"},
    Word{"MERGED", "goes on as another incident", "已并入另一事件"},
};
constexpr std::array kHazards{
    Word{"FIRE", "fire", "火灾"},
    Word{"VIOLENCE", "violence", "暴力"},
    Word{"TRAFFIC", "traffic", "交通危险"},
    Word{"ELECTRICITY", "electricity", "带电"},
    Word{"INFECTIOUS", "infection", "传染"},
};
constexpr std::array kOfferEnds{
    Word{"ACCEPTED", "accepted", "已接受"},
    Word{"DECLINED", "declined", "已拒绝"},
    Word{"EXPIRED", "did not answer in time", "超时未答"},
    Word{"NOT_REACHED", "was not reached", "未能联系上"},
    Word{"STOOD_DOWN", "is no longer needed", "已不需要"},
    Word{"WITHDRAWN", "is not asked any more", "询问已撤回"},
    Word{"CANCELLED", "told: the alert is cancelled", "已告知：警报取消"},
    Word{"CLOSED", "told: the incident is closed", "已告知：事件结束"},
    Word{"KIND_CHANGED", "is not needed: it is another emergency", "已不需要：急症类型更正"},
    Word{"RELEASED", "was let go by the dispatcher, with thanks", "调度员已放行，感谢您"},
    Word{"MERGED", "is not needed: two calls were about one emergency", "已不需要：重复报警已合并"},
};
constexpr std::array kDeliveries{
    Word{"QUEUED", "is about to be rung", "等待发送"},
    Word{"SENT", "was sent the question", "询问已发出"},
    Word{"DELIVERED", "has it: the phone rings", "手机已响铃"},
    Word{"SEEN", "looks at it", "已查看"},
    Word{"FAILED", "could not be rung", "发送失败"},
};
constexpr std::array kSteps{
    Word{"ACCEPTED", "accepted", "已接受"},
    Word{"LEFT", "has left", "已出发"},
    Word{"AED_COLLECTED", "has the AED", "已取到AED"},
    Word{"ON_SCENE", "is on scene", "已到现场"},
    Word{"CPR_STARTED", "started CPR", "已开始心肺复苏"},
    Word{"SHOCK_DELIVERED", "delivered a shock", "已电击除颤"},
    Word{"HANDED_OVER", "handed over to the crew", "已移交急救人员"},
    Word{"AED_UNAVAILABLE", "found no AED there", "AED取不到"},
    Word{"WRONG_PLACE", "says: wrong place", "报告：地点不对"},
    Word{"NEED_HELP", "NEEDS HELP", "需要帮助"},
    Word{"HAZARD_SEEN", "REPORTS A DANGER", "报告现场危险"},
};
constexpr std::array kTaskEnds{
    Word{"HANDED_OVER", "done: handed over", "完成：已移交"},
    Word{"GAVE_UP", "gave up", "已放弃"},
    Word{"STOOD_DOWN", "stood down", "已解除任务"},
    Word{"CANCELLED", "stood down: cancelled", "已解除：警报取消"},
    Word{"CLOSED", "stood down: closed", "已解除：事件结束"},
    Word{"KIND_CHANGED", "stood down: it is another emergency, which needs others",
         "已解除：急症类型更正，需要其他人员"},
    Word{"RELEASED", "let go by the dispatcher, with thanks", "调度员已放行，感谢您"},
    Word{"MERGED", "goes on under the number of another incident", "任务继续，转入合并后的事件"},
};
constexpr std::array kAlarms{
    Word{"NO_CANDIDATE", "nobody in reach can be asked", "附近没有可询问的人"},
    Word{"NOBODY_ACCEPTED", "nobody has accepted yet", "尚无人接受"},
    Word{"NOBODY_REACHED", "nobody could be reached", "无人能联系上"},
    Word{"NEED_HELP", "a responder needs help", "救护员需要帮助"},
    Word{"POSSIBLE_DUPLICATE", "another open incident may be the same emergency",
         "可能与另一进行中的事件为同一事件"},
    Word{"MAJOR_EVENT", "MAJOR EVENT: tell the supervisor", "重大事件：请通知主管"},
    Word{"HAZARD", "a responder reports a danger on scene", "救护员报告现场有危险"},
    Word{"CAPACITY", "a table of the server is 80 % full", "服务器某表已满八成"},
    Word{"NO_CONTACT", "somebody under way is lost or does not come nearer",
         "途中救护员失联或停滞"},
    Word{"ESCALATED", "the dispatcher widened the search", "调度员已扩大范围"},
};
constexpr std::array kContacts{
    Word{"GOOD", "is heard from again", "已恢复联系"},
    Word{"LOST", "is not heard from any more: others are asked", "失去联系：改询其他人"},
    Word{"STALLED", "does not come nearer: others are asked", "没有靠近：改询其他人"},
};
constexpr std::array kRelocateReasons{
    Word{"WRONG_ADDRESS", "the address was wrong", "地址有误"},
    Word{"PATIENT_MOVED", "the patient was moved", "患者已转移"},
    Word{"MORE_PRECISE", "it is known better now", "位置更精确"},
    Word{"OTHER", "", ""},
};
constexpr std::array kExclusions{
    Word{"OFF_DUTY", "off duty", "未值守"},
    Word{"NOT_CERTIFIED", "no valid certificate", "证书无效"},
    Word{"DEVICE_NOT_READY", "device not ready", "设备未就绪"},
    Word{"COMMITTED", "has another task", "已有任务"},
    Word{"ALREADY_ASKED", "was asked already", "已询问过"},
    Word{"NOT_ENROLLED_FOR_DRILL", "not enrolled for drills", "未参加演练"},
    Word{"NO_POSITION", "no position", "无位置"},
    Word{"TOO_FAR", "too far", "太远"},
    Word{"AFTER_CREW", "would come after the crew", "晚于急救车"},
    Word{"TIRED", "was alerted too often lately", "近期已多次出动"},
    Word{"NO_GAIN", "would add too little to be woken", "增益过小，不予惊扰"},
    Word{"NO_MUTUAL_AID", "belongs to a neighbour who is not called", "属邻区，未启用互助"},
    Word{"NOT_SKILLED", "not trained for this kind", "未受过此类培训"},
    Word{"CONTESTED", "asked by another incident", "正被另一事件询问"},
    Word{"ENOUGH", "enough are asked", "询问人数已足够"},
};

}  // namespace

std::string kind_text(v1::IncidentKind kind, const Texts& t) {
  return look_up(kKinds, v1::IncidentKind_Name(kind), t);
}
std::string status_text(v1::IncidentStatus status, const Texts& t) {
  return look_up(kStatuses, v1::IncidentStatus_Name(status), t);
}
std::string close_reason_text(v1::CloseReason reason, const Texts& t) {
  return look_up(kCloseReasons, v1::CloseReason_Name(reason), t);
}
std::string hazard_text(v1::Hazard hazard, const Texts& t) {
  return look_up(kHazards, v1::Hazard_Name(hazard), t);
}
std::string drill_text(v1::AlertStatus status, const Texts& t) {
  if (status == v1::EXERCISE) return t.str("exercise", "演练");
  if (status == v1::TEST) return t.str("test", "测试");
  return {};
}

namespace {

bool may_be_arrest(v1::IncidentKind kind) {
  return kind == v1::CARDIAC_ARREST || kind == v1::UNCONSCIOUS || kind == v1::DROWNING ||
         kind == v1::ELECTRIC_SHOCK || kind == v1::INCIDENT_KIND_UNSPECIFIED;
}

std::string_view fetch_text(v1::IncidentKind kind, const Texts& t) {
  if (kind == v1::SEVERE_BLEEDING) return t("fetch the bleeding kit {}", "先取止血包 {}");
  if (kind == v1::ANAPHYLAXIS) return t("fetch the auto-injector {}", "先取肾上腺素笔 {}");
  return t("fetch AED {}", "先取AED {}");
}

}  // namespace

std::string role_text(v1::Role role, v1::IncidentKind kind, const std::string& aed,
                      const Texts& t) {
  switch (role) {
    case v1::CPR:
      return may_be_arrest(kind) ? t.str("go straight and start CPR", "直接前往做心肺复苏")
                                 : t.str("go straight and give first aid", "直接前往急救");
    case v1::AED:
      return fmt::format(fmt::runtime(fetch_text(kind, t)), aed);
    case v1::GUIDE:
      return t.str("meet and guide the ambulance", "接引救护车");
    case v1::CAPTAIN:
      return t.str("take the call for your team", "代表你的队伍接受召集");
    case v1::MEMBER:
      return t.str("join your team at the rally point", "到集结点与队伍会合");
    default:
      return t.str("help", "前往协助");
  }
}

std::string offer_end_text(const std::string& code, const Texts& t) {
  return look_up(kOfferEnds, code, t);
}
std::string delivery_text(const std::string& code, const Texts& t) {
  return look_up(kDeliveries, code, t);
}
std::string step_text(const std::string& code, const Texts& t) {
  return look_up(kSteps, code, t);
}
std::string task_end_text(const std::string& code, const Texts& t) {
  return look_up(kTaskEnds, code, t);
}
std::string alarm_text(const std::string& code, const Texts& t) {
  return look_up(kAlarms, code, t);
}
std::string contact_text(const std::string& code, const Texts& t) {
  return look_up(kContacts, code, t);
}
std::string relocate_reason_text(const std::string& code, const Texts& t) {
  return look_up(kRelocateReasons, code, t);
}
std::string exclusion_text(const std::string& code, const Texts& t) {
  return look_up(kExclusions, code, t);
}

std::string responder_text(const std::string& called, const Texts& t) {
  constexpr std::array kNumbered{Word{"responder ", "responder ", "救护员"},
                                 Word{"other ", "other ", "其他人"}};
  for (const Word& word : kNumbered)
    if (called.starts_with(word.code))
      return t.str(word.english, word.chinese) + harmless(called.substr(word.code.size()));
  return harmless(called);
}

std::string arrival_text(unsigned from, unsigned to, const Texts& t) {
  const auto minutes = [](unsigned s) { return fmt::format("{}:{:02}", s / 60, s % 60); };
  const std::string_view unit = t("min", "分钟");
  if (from == to) return fmt::format("{} {}", minutes(from), unit);
  return fmt::format("{}-{} {}", minutes(from), minutes(to), unit);
}

}  // namespace goldenfour::cli
