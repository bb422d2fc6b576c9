#include "clients/cli/volunteer.h"

#include <array>
#include <iostream>

#include <fmt/format.h>

#include "clients/cli/aed_names.h"
#include "clients/cli/words.h"

namespace goldenfour::cli {
namespace {

struct Key {
  char letter;
  v1::TaskStep step;
};
constexpr std::array kKeys{
    Key{'l', v1::LEFT},
    Key{'a', v1::AED_COLLECTED},
    Key{'s', v1::ON_SCENE},
    Key{'c', v1::CPR_STARTED},
    Key{'k', v1::SHOCK_DELIVERED},
    Key{'h', v1::STEP_HANDED_OVER},
    Key{'u', v1::AED_UNAVAILABLE},
    Key{'w', v1::WRONG_PLACE},
    Key{'n', v1::NEED_HELP},
};

// The next step of somebody who does everything right; unspecified after the last.
v1::TaskStep next_step(v1::TaskStep reached, v1::Role role) {
  switch (reached) {
    case v1::TASK_STEP_UNSPECIFIED:
      return v1::LEFT;
    case v1::LEFT:
      return role == v1::AED ? v1::AED_COLLECTED : v1::ON_SCENE;
    case v1::AED_COLLECTED:
    case v1::AED_UNAVAILABLE:
      return v1::ON_SCENE;
    case v1::ON_SCENE:
      return role == v1::CPR || role == v1::AED ? v1::CPR_STARTED : v1::STEP_HANDED_OVER;
    case v1::CPR_STARTED:
      return role == v1::AED ? v1::SHOCK_DELIVERED : v1::STEP_HANDED_OVER;
    case v1::SHOCK_DELIVERED:
      return v1::STEP_HANDED_OVER;
    default:
      return v1::TASK_STEP_UNSPECIFIED;
  }
}

std::string step_name(v1::TaskStep step) {
  std::string name = v1::TaskStep_Name(step);
  return name.starts_with("STEP_") ? name.substr(5) : name;
}

std::string directions_text(const v1::AedDirections& aed) {
  std::string text = "\"" + harmless(aed.name().empty() ? aed.id() : aed.name()) + "\"";
  for (const std::string& part :
       {aed.address(), aed.location_hint(), aed.floor(), aed.opening_hours()}) {
    if (!part.empty()) text += ", " + harmless(part);
  }
  return text;
}

}  // namespace

Volunteer::Volunteer(Session* session, VolunteerOptions options)
    : session_(session), options_(options), pace_(session->io()) {}

void Volunteer::attach(client::StreamClient* stream, std::function<void()> stop) {
  stream_ = stream;
  stop_ = std::move(stop);
}

void Volunteer::say(const std::string& text, Tone tone) const {
  const auto now = client::now();
  std::cout << clock_text(now, now) << "  " << tinted(text, tone, session_->colour()) << std::endl;
}

void Volunteer::on_link(client::Link link, const std::string& why, std::chrono::milliseconds) {
  const Texts& t = session_->t();
  if (link == client::Link::kConnected) {
    say(t.str("connected; waiting for offers (Ctrl-C ends)", "已连接，等待询问（Ctrl-C 退出）"),
        Tone::kGood);
    for (const auto& [number, frame] : unanswered_) stream_->send(frame);
  } else if (link == client::Link::kWaiting) {
    say(fmt::format("{}: {}", t("no connection, trying again", "连接中断，正在重试"),
                    harmless(why)),
        Tone::kWarning);
  } else if (link == client::Link::kRefused) {
    refused_ = true;
    say(fmt::format("{}: {}", t("the server refuses this token", "服务器拒绝该令牌"),
                    harmless(why)),
        Tone::kAlarm);
  }
}

void Volunteer::on_frame(const v1::ServerFrame& frame) {
  if (session_->globals().json) std::cout << client::to_json(frame) << std::endl;
  if (frame.has_offer()) offered(frame.offer());
  if (frame.has_task()) tasked(frame.task());
  if (frame.has_stand_down()) stood_down(frame.stand_down());
  if (frame.has_result()) result(frame.result());
  if (frame.has_reset()) replace(frame.reset());
}

void Volunteer::replace(const v1::Reset& reset) {
  offer_.reset();
  task_.reset();
  for (const auto& offer : reset.offers()) offered(offer);
  for (const auto& task : reset.tasks()) tasked(task);
}

void Volunteer::offered(const v1::OfferNotice& offer) {
  offer_ = offer;
  show_offer(offer);
  v1::ClientFrame seen;
  seen.mutable_seen()->set_offer(offer.offer());
  stream_->send(seen);
  if (options_.answer == VolunteerOptions::Answer::kAsk) {
    prompt();
  } else {
    answer(options_.answer == VolunteerOptions::Answer::kAccept);
  }
}

void Volunteer::show_offer(const v1::OfferNotice& offer) const {
  const Texts& t = session_->t();
  std::cout << '\a';
  const std::string drill = offer.drill() ? t.str(" (exercise)", "（演练）") : "";
  say(fmt::format("{}{}: {}", kind_text(offer.kind(), t), drill,
                  role_text(offer.role(), offer.kind(), directions_text(offer.aed()), t)),
      Tone::kAlarm);
  for (const int hazard : offer.hazards())
    say(fmt::format("{}: {}", t("BEWARE", "注意危险"),
                    hazard_text(static_cast<v1::Hazard>(hazard), t)),
        Tone::kWarning);
  const std::string where =
      offer.has_place()
          ? fmt::format("{:.5f},{:.5f}", offer.place().latitude(), offer.place().longitude())
          : offer.cell();
  say(fmt::format(fmt::runtime(t("{}-{} m away ({}), there in {}; answer until {}",
                                 "距离{}-{}米（{}），{}可到；请在{}前回答")),
                  offer.distance_meters_from(), offer.distance_meters_to(), where,
                  arrival_text(offer.arrival_seconds(), offer.arrival_seconds(), t),
                  clock_text(client::to_time(offer.deadline()), client::now())));
}

void Volunteer::tasked(const v1::TaskNotice& task) {
  const bool changed = task_ && task_->task() == task.task();
  const bool released = changed && task_->wait() && !task.wait();
  if (!changed) reached_ = v1::TASK_STEP_UNSPECIFIED;
  task_ = task;
  offer_.reset();
  show_task(task);
  if (options_.answer == VolunteerOptions::Answer::kAccept) {
    if (!changed || released) walk_on();
  } else {
    prompt();
  }
}

void Volunteer::show_task(const v1::TaskNotice& task) const {
  const Texts& t = session_->t();
  say(fmt::format("{} {}", t("YOUR TASK:", "你的任务："),
                  role_text(task.role(), task.kind(), directions_text(task.aed()), t)),
      Tone::kGood);
  if (task.wait())
    say(t.str("WAIT: it is dangerous there. Keep away until you are told to go on.",
              "请等待：现场有危险。收到放行通知前不要靠近。"),
        Tone::kAlarm);
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) std::cout << "          " << name << ": " << harmless(value) << '\n';
  };
  line(t("place", "位置"),
       fmt::format("{:.6f},{:.6f}", task.place().latitude(), task.place().longitude()));
  if (task.has_rally())
    line(t("rally point", "集结点"),
         fmt::format("{:.6f},{:.6f}", task.rally().latitude(), task.rally().longitude()));
  line(t("address", "地址"), task.address());
  line(t("floor", "楼层"), task.floor());
  line(t("entrance", "入口"), task.entrance());
  line(t("patient", "患者"), task.patient());
  line(t("note", "备注"), task.note());
  line(t("door code", "门禁码"), task.aed().door_code());
  for (const int hazard : task.hazards())
    line(t("hazard", "危险"), hazard_text(static_cast<v1::Hazard>(hazard), t));
  if (task.has_alternate_aed())
    line(t("other AED", "备用AED"), directions_text(task.alternate_aed()));
  std::cout << std::flush;
}

void Volunteer::stood_down(const v1::StandDown& notice) {
  const bool mine = task_ && task_->task() == notice.offer();
  if (mine || (offer_ && offer_->offer() == notice.offer())) {
    say(fmt::format("{} {}", session_->t()("You may turn back: you", "可以返回了："),
                    mine ? task_end_text(notice.cause(), session_->t())
                         : offer_end_text(notice.cause(), session_->t())),
        Tone::kStrong);
  }
  if (offer_ && offer_->offer() == notice.offer()) offer_.reset();
  if (!mine) return;
  task_.reset();
  pace_.cancel();
  if (options_.once) stop_();
}

void Volunteer::result(const v1::Result& result) {
  const auto sent = unanswered_.find(result.request());
  if (sent == unanswered_.end()) return;
  const v1::ClientFrame frame = sent->second;
  unanswered_.erase(sent);
  if (result.code() != "OK") {
    say(fmt::format("{} {} {}", result.code(), harmless(result.field()), harmless(result.detail())),
        Tone::kWarning);
    return;
  }
  if (!frame.has_progress()) return;
  say(fmt::format("{}: {}", session_->t()("reported", "已报告"),
                  step_text(step_name(frame.progress().step()), session_->t())),
      Tone::kGood);
  if (frame.progress().step() == v1::STEP_HANDED_OVER) {
    task_.reset();
    if (options_.once) stop_();
  }
}

void Volunteer::request(v1::ClientFrame frame) {
  frame.set_request(next_request_++);
  stream_->send(frame);
  unanswered_.emplace(frame.request(), std::move(frame));
}

void Volunteer::answer(bool accept) {
  if (!offer_) return;
  v1::ClientFrame frame;
  frame.mutable_answer()->set_offer(offer_->offer());
  frame.mutable_answer()->set_accept(accept);
  say(accept ? session_->t().str("you accept", "你接受")
             : session_->t().str("you decline", "你拒绝"),
      Tone::kStrong);
  offer_.reset();
  request(std::move(frame));
}

void Volunteer::report(v1::TaskStep step) {
  if (!task_) return;
  reached_ = step;
  v1::ClientFrame frame;
  frame.mutable_progress()->set_task(task_->task());
  frame.mutable_progress()->set_step(step);
  if (task_->has_aed()) frame.mutable_progress()->set_aed(task_->aed().id());
  request(std::move(frame));
}

bool Volunteer::report_hazard(const std::string& name) {
  v1::Hazard hazard{};
  if (!task_ || !client::parse_word<v1::Hazard>(name, "", v1::Hazard_Parse, &hazard)) return false;
  v1::ClientFrame frame;
  frame.mutable_progress()->set_task(task_->task());
  frame.mutable_progress()->set_step(v1::HAZARD_SEEN);
  frame.mutable_progress()->set_hazard(hazard);
  request(std::move(frame));
  return true;
}

void Volunteer::walk_on() {
  pace_.expires_after(options_.pace);
  pace_.async_wait([this](boost::system::error_code error) {
    if (error || !task_ || task_->wait()) return;
    const v1::TaskStep step = next_step(reached_, task_->role());
    if (step == v1::TASK_STEP_UNSPECIFIED) return;
    report(step);
    walk_on();
  });
}

void Volunteer::prompt() const {
  const Texts& t = session_->t();
  if (offer_) {
    std::cout << t("Will you go? y / n: ", "你能去吗？y 能 / n 不能：") << std::flush;
  } else if (task_) {
    std::cout
        << t("Next: l left, a AED taken, s on scene, c CPR, k shock, h handed over; u no "
             "AED, w wrong place, n need help, d danger (d fire, violence, traffic, electricity, "
             "infectious): ",
             "下一步：l 已出发，a 已取AED，s 已到场，c 心肺复苏，k 电击，h 已移交；u "
             "无AED，w 地点不对，n 需要帮助，d 危险（d fire 火灾、violence 暴力、traffic 交通、"
             "electricity 带电、infectious 传染）：")
        << std::flush;
  }
}

void Volunteer::on_line(const std::string& line) {
  const char letter = line.empty() ? ' ' : line.front();
  if (offer_) {
    if (letter == 'y' || letter == 'n') answer(letter == 'y');
    return prompt();
  }
  if (!task_) return;
  if (letter == 'd' && line.size() > 2) {
    if (!report_hazard(line.substr(2)))
      say(session_->t().str("no such danger", "没有这种危险"), Tone::kWarning);
    return prompt();
  }
  for (const Key& key : kKeys) {
    if (key.letter == letter) report(key.step);
  }
  prompt();
}

}  // namespace goldenfour::cli
