#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "clients/cli/session.h"
#include "clients/common/stream_client.h"

namespace goldenfour::cli {

struct VolunteerOptions {
  enum class Answer { kAsk, kAccept, kDecline };
  Answer answer = Answer::kAsk;
  std::chrono::seconds pace{10};  ///< between the steps of an accepted offer with kAccept
  bool once = false;              ///< end after the first task
};

/// One volunteer at a terminal: rings, shows the offer, takes the answer and the steps from the
/// keyboard or by itself. An answer or step is sent again after a break until its result comes.
class Volunteer : public client::StreamListener {
 public:
  /// `session` must outlive this.
  Volunteer(Session* session, VolunteerOptions options);

  /// Before the stream runs; `stop` ends it.
  void attach(client::StreamClient* stream, std::function<void()> stop);

  void on_link(client::Link link, const std::string& why, std::chrono::milliseconds pause) override;
  void on_frame(const v1::ServerFrame& frame) override;
  /// What was typed, without the line end.
  void on_line(const std::string& line);

  bool refused() const { return refused_; }

 private:
  void offered(const v1::OfferNotice& offer);
  void tasked(const v1::TaskNotice& task);
  void stood_down(const v1::StandDown& notice);
  void result(const v1::Result& result);
  void replace(const v1::Reset& reset);
  void answer(bool accept);
  void report(v1::TaskStep step);
  // False when `name` is no hazard.
  bool report_hazard(const std::string& name);
  void walk_on();
  void request(v1::ClientFrame frame);
  void show_offer(const v1::OfferNotice& offer) const;
  void show_task(const v1::TaskNotice& task) const;
  void say(const std::string& text, Tone tone = Tone::kPlain) const;
  void prompt() const;

  Session* session_;
  VolunteerOptions options_;
  client::StreamClient* stream_ = nullptr;
  std::function<void()> stop_;
  boost::asio::steady_timer pace_;
  std::optional<v1::OfferNotice> offer_;
  std::optional<v1::TaskNotice> task_;
  v1::TaskStep reached_ = v1::TASK_STEP_UNSPECIFIED;
  std::map<std::uint64_t, v1::ClientFrame> unanswered_;
  std::uint64_t next_request_ = 1;
  bool refused_ = false;
};

}  // namespace goldenfour::cli
