#include "clients/load/run.h"

#include <csignal>
#include <iostream>

#include <boost/asio/co_spawn.hpp>

#include "clients/load/load_report.h"
#include "clients/load/state_file.h"

namespace goldenfour::load {

namespace asio = boost::asio;

Run::Run(const Settings* settings, std::vector<Member> members)
    : settings_(settings),
      io_(1),
      fleet_(&io_, settings->fleet, std::move(members)),
      signals_(io_, SIGINT, SIGTERM),
      ticker_(io_),
      deadline_(io_) {}

void Run::serve(std::optional<asio::awaitable<void>> work) {
  signals_.async_wait([this](boost::system::error_code error, int) {
    if (!error) stop();
  });
  if (settings_->run_for > 0) {
    deadline_.expires_after(
        std::chrono::milliseconds(static_cast<long>(1000 * settings_->run_for)));
    deadline_.async_wait([this](boost::system::error_code error) {
      if (!error) stop();
    });
  }
  fleet_.start();
  tick();
  if (work) asio::co_spawn(io_, std::move(*work), [this](std::exception_ptr) { stop(); });
  io_.run();
  write_status();
}

void Run::stop() {
  if (stopping_) return;
  stopping_ = true;
  at_stop_ = fleet_.counts();
  boost::system::error_code ignored;
  signals_.cancel(ignored);
  ticker_.cancel();
  // Not every polite close is answered.
  deadline_.expires_after(std::chrono::seconds(3));
  deadline_.async_wait([this](boost::system::error_code error) {
    if (!error) io_.stop();
  });
  fleet_.stop([this] { deadline_.cancel(); });
}

void Run::tick() {
  write_status();
  ticker_.expires_after(std::chrono::seconds(1));
  ticker_.async_wait([this](boost::system::error_code error) {
    if (!error && !stopping_) tick();
  });
}

void Run::write_status() const {
  if (settings_->status_file.empty()) return;
  const auto written =
      replace_file(settings_->status_file, to_json(counts(), fleet_.latencies()), 0644);
  if (!written) std::cerr << "goldenfour-load: " << written.error() << std::endl;
}

}  // namespace goldenfour::load
