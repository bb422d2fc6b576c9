#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "clients/cli/words.h"

namespace goldenfour::cli {
namespace {

using v1::TimelineEvent;

struct Speaker {
  const TimelineEvent& event;
  const EventContext& context;
  const Texts& t;

  std::string say(std::string_view english, std::string_view chinese, const auto&... values) const {
    return fmt::format(fmt::runtime(t(english, chinese)), values...);
  }

  const v1::Offer* offer() const {
    if (context.state == nullptr) return nullptr;
    for (const auto& offer : context.state->offers()) {
      if (offer.id() == event.offer()) return &offer;
    }
    return nullptr;
  }

  // "responder 3" in the reader's language; after acceptance the name, if it may be known.
  std::string who() const {
    if (context.state != nullptr) {
      for (const auto& task : context.state->tasks()) {
        if (task.id() == event.offer() && !task.responder_name().empty()) {
          return harmless(task.responder_name());
        }
      }
    }
    return responder_text(event.responder(), t);
  }

  std::string role() const {
    const std::string aed = event.aed().empty() ? std::string() : context.aed_name(event.aed());
    const auto kind =
        context.state != nullptr ? context.state->kind() : v1::INCIDENT_KIND_UNSPECIFIED;
    return role_text(event.role(), kind, aed, t);
  }

  Sentence opened() const {
    std::string drill;
    if (context.state != nullptr) drill = drill_text(context.state->alert_status(), t);
    if (!drill.empty()) drill = say(" ({})", "（{}）", drill);
    v1::IncidentKind kind = v1::INCIDENT_KIND_UNSPECIFIED;
    if (!v1::IncidentKind_Parse(event.detail(), &kind)) return {harmless(event.detail())};
    return {say("reported: {}{}", "收到警报：{}{}", kind_text(kind, t), drill), Tone::kStrong};
  }

  Sentence updated() const {
    v1::IncidentKind kind = v1::INCIDENT_KIND_UNSPECIFIED;
    if (!v1::IncidentKind_Parse(event.detail(), &kind)) return {harmless(event.detail())};
    return {say("the report changed; it is now: {}", "警报已更新，现为：{}", kind_text(kind, t)),
            Tone::kStrong};
  }

  Sentence status_changed() const {
    if (event.detail() == "HELD") {
      return {say("held: nobody is asked until it is released", "已暂停：放行前不再询问任何人"),
              Tone::kWarning};
    }
    if (event.detail() == "OPEN") {
      return {say("released: looking for people again", "已放行：继续寻找救护员"), Tone::kStrong};
    }
    v1::IncidentStatus status = v1::INCIDENT_STATUS_UNSPECIFIED;
    if (!v1::IncidentStatus_Parse(event.detail(), &status)) return {harmless(event.detail())};
    std::string text = status_text(status, t);
    if (context.state != nullptr && context.state->close_reason() != 0) {
      text += ": " + close_reason_text(context.state->close_reason(), t);
    }
    return {text, Tone::kStrong};
  }

  Sentence planned() const {
    if (event.count() == 0) {
      return {say("looked for people: nobody new to ask", "已搜寻：没有新的可询问对象"),
              Tone::kDim};
    }
    return {say("looked for people: {} are asked", "已搜寻：询问{}人", event.count())};
  }

  Sentence offered() const {
    std::string text = say("{} asked: {}", "询问{}：{}", who(), role());
    if (const v1::Offer* asked = offer(); asked != nullptr) {
      text += say(", there in {}, answer until {}", "，{}可到，须在{}前回答",
                  arrival_text(asked->arrival_seconds_from(), asked->arrival_seconds_to(), t),
                  clock_text(client::to_time(asked->deadline()), context.today));
    }
    return {text};
  }

  /// The socket is what everybody expects. What is queued for the webhook goes by push too, and has
  /// failed when neither took it.
  std::string way(std::string_view channel, std::string_view stage) const {
    if (channel == "PUSH") return say(", by push", "（推送）");
    if (channel != "WEBHOOK") return {};
    if (stage == "QUEUED" || stage == "FAILED")
      return say(", by push, SMS or voice", "（推送、短信或语音）");
    return say(", by SMS or voice", "（短信或语音）");
  }

  Sentence delivery() const {
    std::string text = say("{} {}", "{}：{}", who(), delivery_text(event.detail(), t));
    text += way(event.channel(), event.detail());
    if (event.detail() == "FAILED") return {text, Tone::kWarning};
    return {text, Tone::kDim, event.detail() == "QUEUED" || event.detail() == "SENT"};
  }

  Sentence offer_ended() const {
    const Tone tone = event.detail() == "ACCEPTED" ? Tone::kGood
                      : event.detail() == "DECLINED" || event.detail() == "NOT_REACHED" ||
                              event.detail() == "EXPIRED"
                          ? Tone::kWarning
                          : Tone::kDim;
    // What follows is the task itself.
    const bool routine = event.detail() == "ACCEPTED";
    return {say("{} {}", "{}：{}", who(), offer_end_text(event.detail(), t)), tone, routine};
  }

  Sentence task_progressed() const {
    const bool urgent = event.detail() == "NEED_HELP" || event.detail() == "HAZARD_SEEN";
    const Tone tone = urgent ? Tone::kAlarm
                      : event.detail() == "AED_UNAVAILABLE" || event.detail() == "WRONG_PLACE"
                          ? Tone::kWarning
                          : Tone::kGood;
    return {say("{} {}", "{}：{}", who(), step_text(event.detail(), t)), tone};
  }

  Sentence act() const {
    if (event.detail() == "ASSIGNED") {
      const std::string force = event.count() > 0 ? say(", by force", "，强制") : std::string();
      return {say("by the dispatcher's hand: {} shall {}{}", "调度员指派：{}，{}{}", who(), role(),
                  force),
              Tone::kStrong};
    }
    if (event.detail() == "RELEASED")
      return {say("the dispatcher let {} go", "调度员放行{}", who()), Tone::kStrong};
    if (event.detail() == "ESCALATED") {
      if (event.count() == 0) return {say("no longer escalated", "已取消升级"), Tone::kStrong};
      return {say("escalated to level {}", "已升级至{}级", event.count()), Tone::kWarning};
    }
    if (event.detail() != "RELOCATED") return {harmless(event.detail())};
    const std::string why = relocate_reason_text(event.reason(), t);
    std::string text = say("the place was corrected", "地点已更正");
    if (!why.empty()) text += ": " + why;
    return {text, Tone::kWarning};
  }

  Sentence merge() const {
    const auto other = event.count();
    if (event.detail() == "PROPOSED")
      return {say("may be the same emergency as number {}", "可能与{}号事件为同一事件", other),
              Tone::kWarning};
    if (event.detail() == "MERGED_INTO")
      return {say("goes on as number {}", "已并入{}号事件", other), Tone::kStrong};
    if (event.detail() == "JOINED")
      return {
          say("number {} is the same emergency and goes on here", "{}号事件已并入本事件", other),
          Tone::kStrong};
    if (event.detail() == "UNMERGED")
      return {say("is not number {} after all: on its own again", "撤销与{}号事件的合并", other),
              Tone::kStrong};
    return {say("number {} is on its own again", "{}号事件已恢复独立", other), Tone::kStrong};
  }

  Sentence contact() const {
    return {say("{} {}", "{}：{}", who(), contact_text(event.detail(), t)),
            event.detail() == "GOOD" ? Tone::kGood : Tone::kWarning};
  }

  Sentence arrival_changed() const {
    return {say("{} is now expected in {}", "{}现预计{}后到达", who(),
                arrival_text(event.count(), event.count(), t)),
            Tone::kDim};
  }

  Sentence alarm(bool raised) const {
    const std::string what = alarm_text(event.detail(), t);
    if (!raised) return {say("alarm seen: {}", "警示已确认：{}", what), Tone::kDim};
    return {say("ALARM {}: {}", "警示{}：{}", event.count(), what), Tone::kAlarm};
  }
};

/// What somebody did by hand. Of other events the actor only tells whose act they follow from.
bool is_by_hand(std::string_view code) {
  constexpr std::array<std::string_view, 8> kCodes{
      "OPENED", "UPDATED", "STATUS_CHANGED", "EMS_ARRIVED",
      "ACT",    "MERGE",   "MAJOR_DECLARED", "ALARM_ACKNOWLEDGED"};
  return std::ranges::find(kCodes, code) != kCodes.end();
}

Sentence what_happened(const TimelineEvent& event, const EventContext& context, const Texts& t) {
  const Speaker speaker{event, context, t};
  const std::string& code = event.code();
  if (code == "OPENED") return speaker.opened();
  if (code == "UPDATED") return speaker.updated();
  if (code == "STATUS_CHANGED") return speaker.status_changed();
  if (code == "EMS_ARRIVED") {
    return {speaker.say("the ambulance crew is on scene", "急救人员已到现场"), Tone::kStrong};
  }
  if (code == "PLANNED") return speaker.planned();
  if (code == "OFFERED") return speaker.offered();
  if (code == "DELIVERY") return speaker.delivery();
  if (code == "OFFER_ENDED") return speaker.offer_ended();
  if (code == "TASK_STARTED") {
    return {speaker.say("{} accepted: {}", "{}已接受：{}", speaker.who(), speaker.role()),
            Tone::kGood};
  }
  if (code == "TASK_CHANGED") {
    return {speaker.say("{} now shall: {}", "{}的任务改为：{}", speaker.who(), speaker.role()),
            Tone::kWarning};
  }
  if (code == "TASK_PROGRESSED") return speaker.task_progressed();
  if (code == "TASK_ENDED") {
    // A hand-over was told as the step that it is.
    return {speaker.say("{}: {}", "{}：{}", speaker.who(), task_end_text(event.detail(), t)),
            Tone::kDim, event.detail() == "HANDED_OVER"};
  }
  if (code == "ACT") return speaker.act();
  if (code == "MERGE") return speaker.merge();
  if (code == "CONTACT") return speaker.contact();
  if (code == "ARRIVAL_CHANGED") return speaker.arrival_changed();
  if (code == "MAJOR_DECLARED") {
    const std::string text =
        event.count() > 0 ? speaker.say("major event, about {} casualties: teams are called",
                                        "重大事件，伤员约{}人：召集救援队", event.count())
                          : speaker.say("major event: teams are called", "重大事件：召集救援队");
    return {text, Tone::kAlarm};
  }
  if (code == "ALARM_RAISED") return speaker.alarm(true);
  if (code == "ALARM_ACKNOWLEDGED") return speaker.alarm(false);
  return {harmless(code + " " + event.detail()), Tone::kDim};
}

}  // namespace

std::string by_text(const v1::Actor& actor, const Texts& t) {
  if (actor.name().empty()) return {};
  return fmt::format(fmt::runtime(t(" (by {})", "（{}）")), harmless(actor.name()));
}

Sentence describe(const TimelineEvent& event, const EventContext& context, const Texts& t) {
  Sentence sentence = what_happened(event, context, t);
  if (is_by_hand(event.code())) sentence.text += by_text(event.actor(), t);
  return sentence;
}

Sentence summarize(const v1::Incident& incident, client::WallTime today, const Texts& t) {
  const auto say = [&](std::string_view english, std::string_view chinese, const auto&... values) {
    return fmt::format(fmt::runtime(t(english, chinese)), values...);
  };
  const auto asked = std::ranges::count_if(
      incident.offers(), [](const v1::Offer& offer) { return offer.end().empty(); });
  const auto coming = std::ranges::count_if(
      incident.tasks(), [](const v1::Task& task) { return task.end().empty(); });
  const auto alarms = std::ranges::count_if(
      incident.alarms(), [](const v1::Alarm& alarm) { return !alarm.has_acknowledged_at(); });
  std::string text =
      say("{} since {}: {}", "{}，始于{}：{}", status_text(incident.status(), t),
          clock_text(client::to_time(incident.opened_at()), today), kind_text(incident.kind(), t));
  if (const auto drill = drill_text(incident.alert_status(), t); !drill.empty()) {
    text += say(" ({})", "（{}）", drill);
  }
  text += say(", {} being asked, {} engaged", "，询问中{}人，执行任务{}人", asked, coming);
  if (alarms > 0) text += say(", {} ALARM(S) not acknowledged", "，{}条警示未确认", alarms);
  return {text, alarms > 0 ? Tone::kAlarm : Tone::kPlain};
}

}  // namespace goldenfour::cli
