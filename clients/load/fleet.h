#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "clients/common/connector.h"
#include "clients/common/http_client.h"
#include "clients/load/behaviour.h"
#include "clients/load/percentiles.h"
#include "clients/load/person.h"

namespace goldenfour::load {

struct FleetOptions {
  client::Target target;
  std::string ca_file;
  double clock_rate = 1;  ///< of the server's clock against ours
  double connects_per_second = 400;
  std::uint64_t seed = 1;
  Behaviour behaviour;
};

/// A volunteer and the token of its device.
struct Member {
  Profile profile;
  std::string token;
};

struct FleetCounts {
  std::size_t volunteers = 0;
  std::size_t connected = 0;
  std::uint64_t breaks = 0;           ///< connections that ended against our will
  std::uint64_t refused_devices = 0;  ///< whose token the server did not want
  std::uint64_t refused_frames = 0;   ///< answers and steps that came too late or were not lawful
  std::uint64_t resets = 0;
  PersonCounts people;
};

/// Many volunteers as real WebSocket clients in one thread.
class Fleet {
 public:
  /// `offer` is the offer's id; `at` the real time of its arrival.
  using OfferHook =
      std::function<void(const std::string& offer, std::chrono::steady_clock::time_point at)>;

  /// `io` must outlive this. Throws std::runtime_error when `ca_file` cannot be read.
  Fleet(boost::asio::io_context* io, FleetOptions options, std::vector<Member> members);
  ~Fleet();

  /// Starts to connect everybody, at the rate given. Returns at once.
  void start();
  /// Closes all connections and calls `done` when the last is gone, which a server that is gone may
  /// delay by a connection attempt's time-out.
  void stop(std::function<void()> done);

  void on_offer(OfferHook hook);
  void set_night(bool night);

  FleetCounts counts() const;
  /// Real milliseconds between the decision and the arrival of an offer, over the fastest frame.
  const Percentiles& latencies() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace goldenfour::load
