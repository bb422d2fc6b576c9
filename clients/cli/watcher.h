#pragma once

#include <deque>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clients/cli/aed_names.h"
#include "clients/cli/session.h"
#include "clients/cli/words.h"
#include "clients/common/stream_client.h"

namespace goldenfour::cli {

struct WatchOptions {
  std::string incident;      ///< only this one; empty: all
  bool everything = false;   ///< routine delivery steps too
  bool until_final = false;  ///< stop when `incident` is closed or cancelled
};

/// Prints a console's stream, one line per event. Frames queue up while an AED's name is asked for,
/// so lines keep their order.
class Watcher : public client::StreamListener {
 public:
  /// `session` must outlive this.
  Watcher(Session* session, WatchOptions options);

  void on_link(client::Link link, const std::string& why, std::chrono::milliseconds pause) override;
  void on_frame(const v1::ServerFrame& frame) override;

  /// Prints until stop(), or until the incident is final. Spawn it once.
  boost::asio::awaitable<void> print_loop();
  void stop();
  /// The server refused the token.
  bool refused() const { return refused_; }

 private:
  static constexpr std::size_t kMostWaiting = 10'000;

  boost::asio::awaitable<void> print(v1::ServerFrame frame);
  boost::asio::awaitable<void> learn(std::string aed);
  void print_snapshot(const v1::Reset& reset);
  void print_event(const v1::IncidentEvent& event);
  void print_counts(const v1::Counts& counts);
  void print_line(client::WallTime at, const std::string& incident, const Sentence& sentence);
  void print_status(const std::string& text, Tone tone);

  Session* session_;
  WatchOptions options_;
  AedNames names_;
  std::deque<v1::ServerFrame> waiting_;
  boost::asio::steady_timer wake_;
  bool counts_due_ = false;
  bool stopped_ = false;
  bool refused_ = false;
  unsigned breaks_ = 0;
};

}  // namespace goldenfour::cli
