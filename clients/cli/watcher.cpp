#include "clients/cli/watcher.h"

#include <iostream>

#include <fmt/format.h>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace goldenfour::cli {

namespace asio = boost::asio;
using client::Link;

Watcher::Watcher(Session* session, WatchOptions options)
    : session_(session), options_(std::move(options)), wake_(session->io()) {}

void Watcher::on_link(Link link, const std::string& why, std::chrono::milliseconds pause) {
  const Texts& t = session_->t();
  switch (link) {
    case Link::kConnecting:
    case Link::kStopped:
      return;
    case Link::kConnected:
      counts_due_ = true;
      print_status(fmt::format("{} {}", t("connected to", "已连接"), session_->globals().server),
                   Tone::kGood);
      return;
    case Link::kWaiting:
      ++breaks_;
      print_status(fmt::format(fmt::runtime(t("no connection: {}; trying again in {:.1f} s",
                                              "连接中断：{}；{:.1f} 秒后重试")),
                               why, static_cast<double>(pause.count()) / 1000),
                   Tone::kWarning);
      return;
    case Link::kRefused:
      refused_ = true;
      print_status(
          fmt::format("{}: {}", t("the server refuses this token", "服务器拒绝该令牌"), why),
          Tone::kAlarm);
      stop();
      return;
  }
}

void Watcher::on_frame(const v1::ServerFrame& frame) {
  if (waiting_.size() >= kMostWaiting) {
    print_status(
        session_->t().str("too much at once: some lines are left out", "消息过多，部分行已省略"),
        Tone::kWarning);
    waiting_.clear();
  }
  waiting_.push_back(frame);
  wake_.cancel();
}

void Watcher::stop() {
  stopped_ = true;
  wake_.cancel();
}

asio::awaitable<void> Watcher::print_loop() {
  while (!stopped_) {
    if (!waiting_.empty()) {
      v1::ServerFrame frame = std::move(waiting_.front());
      waiting_.pop_front();
      co_await print(std::move(frame));
      continue;
    }
    std::cout << std::flush;
    boost::system::error_code ignored;
    wake_.expires_after(std::chrono::hours(1));
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  std::cout << std::flush;
}

asio::awaitable<void> Watcher::print(v1::ServerFrame frame) {
  if (session_->globals().json) {
    std::cout << client::to_json(frame) << '\n';
  } else if (frame.has_welcome()) {
    if (frame.welcome().resumed() && breaks_ > 0) {
      print_status(session_->t().str("what was missed follows", "以下为断线期间的事件"),
                   Tone::kDim);
    }
  } else if (frame.has_reset()) {
    print_snapshot(frame.reset());
  } else if (frame.has_counts()) {
    print_counts(frame.counts());
  }
  if (!frame.has_incident()) co_return;
  const bool wanted = options_.incident.empty() || frame.incident().incident() == options_.incident;
  if (!wanted) co_return;
  if (!session_->globals().json) {
    co_await learn(frame.incident().event().aed());
    print_event(frame.incident());
  }
  const auto status = frame.incident().state().status();
  if (options_.until_final && (status == v1::CLOSED || status == v1::CANCELLED)) stop();
}

asio::awaitable<void> Watcher::learn(std::string aed) {
  if (aed.empty() || names_.knows(aed)) co_return;
  const auto answer = co_await session_->http().send(
      {.method = "GET", .path = "/v1/aeds/" + client::url_encode(aed)});
  v1::Aed known;
  if (!answer || !client::from_json(answer->body, known)) known.Clear();
  known.set_id(aed);
  names_.learn(known);
}

void Watcher::print_snapshot(const v1::Reset& reset) {
  const Texts& t = session_->t();
  const auto today = client::now();
  print_status(fmt::format(fmt::runtime(t("{} open incident(s)", "进行中的事件：{}件")),
                           reset.incidents_size()),
               Tone::kDim);
  for (const auto& incident : reset.incidents()) {
    if (!options_.incident.empty() && incident.id() != options_.incident) continue;
    print_line(today, incident.id(), summarize(incident, today, t));
  }
}

void Watcher::print_event(const v1::IncidentEvent& event) {
  const bool has_state = event.has_state();
  const auto patient = to_geo(event.state().position());
  const EventContext context{
      has_state ? &event.state() : nullptr,
      [this, patient](const std::string& aed) { return names_.text(aed, patient, session_->t()); },
      client::now()};
  const Sentence sentence = describe(event.event(), context, session_->t());
  if (sentence.routine && !options_.everything) return;
  print_line(client::to_time(event.event().at()), event.incident(), sentence);
}

void Watcher::print_counts(const v1::Counts& counts) {
  if (!counts_due_) return;
  counts_due_ = false;
  print_status(
      fmt::format(
          fmt::runtime(session_->t()("{} responders connected, {} on duty, {} open incident(s)",
                                     "救护员在线{}人，值守{}人，进行中的事件{}件")),
          counts.responders_connected(), counts.responders_on_duty(), counts.open_incidents()),
      Tone::kDim);
}

void Watcher::print_line(client::WallTime at, const std::string& incident,
                         const Sentence& sentence) {
  const bool ring = sentence.tone == Tone::kAlarm && session_->colour();
  std::cout << (ring ? "\a" : "") << clock_text(at, client::now()) << ' ' << harmless(incident)
            << "  " << tinted(sentence.text, sentence.tone, session_->colour()) << '\n';
}

void Watcher::print_status(const std::string& text, Tone tone) {
  if (session_->globals().json) return;
  const auto now = client::now();
  std::cout << clock_text(now, now) << ' '
            << tinted("-- " + harmless(text) + " --", tone, session_->colour()) << std::endl;
}

}  // namespace goldenfour::cli
