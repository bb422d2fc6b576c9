#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "clients/common/http_client.h"
#include "clients/load/calls.h"
#include "clients/load/fleet.h"
#include "clients/load/percentiles.h"
#include "goldenfour/v1/incident.pb.h"

namespace goldenfour::load {

/// What became of the calls.
struct ReplayReport {
  std::size_t calls = 0;
  std::size_t posted = 0;
  std::size_t lost = 0;       ///< refused, or not there any more
  std::size_t not_final = 0;  ///< neither closed nor cancelled in the end
  std::map<std::string, std::size_t> finals;
  std::size_t summoned = 0;  ///< incidents with at least one offer
  std::size_t offers = 0;
  std::size_t alarms = 0;
  Percentiles post_to_ring;    ///< real ms: POST begun to the first offer frame at a device
  Percentiles opened_to_sent;  ///< real ms by the server's own records: opened to the first SENT
  Percentiles minutes_to_cpr;  ///< server's minutes: opened to the first helper on scene
  Percentiles minutes_to_aed;  ///< opened to the first helper on scene with an AED
  std::vector<std::string> problems;  ///< the first 20, in words

  bool good() const { return posted == calls && lost == 0 && not_final == 0; }
};

/// Adds what a finished incident and its timeline tell.
void account(const v1::Incident& incident, const v1::Timeline& timeline, double clock_rate,
             ReplayReport* report);

std::string to_table(const ReplayReport& report);

/// Sends the calls in order at their times (divided by the server's clock rate), plays the crew and
/// the dispatcher, and collects every incident until it is final.
class Replay {
 public:
  struct Options {
    client::Target target;
    std::string ca_file;
    std::string token;  ///< of a dispatcher
    std::string jurisdiction;
    std::string run;  ///< part of the external ids, so that a second run is not the first again
    double clock_rate = 60;
    bool quiet = false;
  };

  /// `io` and `fleet` must outlive this.
  Replay(boost::asio::io_context* io, Options options, std::vector<Call> calls, Fleet* fleet);

  /// Ends when every call has ended. Spawn it once.
  boost::asio::awaitable<void> run();

  const ReplayReport& report() const { return report_; }

 private:
  using Clock = std::chrono::steady_clock;

  boost::asio::awaitable<void> wait(double server_seconds);
  boost::asio::awaitable<void> post(const Call* call);
  boost::asio::awaitable<void> follow(const Call* call, std::string incident,
                                      Clock::time_point posted);
  boost::asio::awaitable<bool> change(std::string incident, std::string method, std::string body);
  boost::asio::awaitable<void> collect(const Call* call, std::string incident);
  void problem(const Call& call, const std::string& what);
  std::string body_of(const Call& call) const;

  boost::asio::io_context* io_;
  Options options_;
  std::vector<Call> calls_;
  Fleet* fleet_;
  client::HttpClient http_;
  std::map<std::string, Clock::time_point> first_ring_;  ///< by incident
  std::size_t running_ = 0;
  ReplayReport report_;
};

}  // namespace goldenfour::load
