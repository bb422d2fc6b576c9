#pragma once

#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clients/load/fleet.h"
#include "clients/load/settings.h"

namespace goldenfour::load {

/// A run in one thread: the fleet, perhaps some work beside it, signals, and the status file.
class Run {
 public:
  /// `settings` must outlive this.
  Run(const Settings* settings, std::vector<Member> members);

  Fleet& fleet() { return fleet_; }
  boost::asio::io_context& io() { return io_; }

  /// Until SIGINT or SIGTERM, the time limit, or `work` has ended. Once; blocks.
  void serve(std::optional<boost::asio::awaitable<void>> work);

  /// As they were before the connections were closed.
  FleetCounts counts() const { return at_stop_ ? *at_stop_ : fleet_.counts(); }

 private:
  void stop();
  void tick();
  void write_status() const;

  const Settings* settings_;
  boost::asio::io_context io_;
  Fleet fleet_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer ticker_;
  boost::asio::steady_timer deadline_;
  std::optional<FleetCounts> at_stop_;
  bool stopping_ = false;
};

}  // namespace goldenfour::load
