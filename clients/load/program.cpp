#include "clients/load/program.h"

#include <charconv>
#include <csignal>
#include <fstream>
#include <iostream>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/common/wire.h"
#include "clients/load/calls.h"
#include "clients/load/load_report.h"
#include "clients/load/replay.h"
#include "clients/load/setup.h"
#include "clients/load/state_file.h"

namespace goldenfour::load {
namespace {

using client::Failure;

struct Settings {
  std::string server = "http://127.0.0.1:7400";
  std::string admin_socket = "/run/goldenfour/admin.sock";
  std::string ca_file, registrar_token, state_file, status_file, calls_file;
  std::vector<std::string> centers;
  PopulationOptions population;
  FleetOptions fleet;
  CallOptions calls;
  std::size_t aeds = 400;
  double warm_up = 15;  // real seconds before the first call
  double run_for = 0;   // real seconds; 0: until a signal
  bool quiet = false;
  bool replay = false;
};

int fail(const Failure& failure) {
  std::cerr << fmt::format("goldenfour-load: {} {} {}\n", failure.code, failure.field,
                           failure.detail);
  return client::exit_code(failure);
}

std::optional<geo::Position> parse_place(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto number = [](std::string_view part, double* out) {
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), *out);
    return error == std::errc() && end == part.data() + part.size();
  };
  double latitude = 0;
  double longitude = 0;
  if (!number(text.substr(0, comma), &latitude) || !number(text.substr(comma + 1), &longitude))
    return std::nullopt;
  const auto place = geo::Position::from_degrees(latitude, longitude);
  if (!place) return std::nullopt;
  return *place;
}

void add_server_options(CLI::App& app, Settings& s) {
  app.add_option("--server", s.server, "where the server is")
      ->envname("GOLDENFOUR_SERVER")
      ->capture_default_str();
  app.add_option("--admin-socket", s.admin_socket, "for tokens")
      ->envname("GOLDENFOUR_ADMIN_SOCKET")
      ->capture_default_str();
  app.add_option("--ca-file", s.ca_file, "certificates to trust besides the system's (PEM)");
  app.add_option("--registrar-token", s.registrar_token,
                 "default: one is made over the admin socket");
  app.add_option("--state", s.state_file,
                 "remember the devices' tokens here, so that a second run makes none");
  app.add_option("--status-file", s.status_file, "write the counts here as JSON every second");
  app.add_option("--jurisdiction", s.population.jurisdiction, "whose volunteers")->required();
  app.add_option("--clock-rate", s.fleet.clock_rate, "of the server's --drill-clock")
      ->check(CLI::Range(0.1, 1000.0))
      ->capture_default_str();
  app.add_option("--connect-rate", s.fleet.connects_per_second, "new connections a second")
      ->check(CLI::Range(1.0, 5000.0))
      ->capture_default_str();
  app.add_option("--for", s.run_for, "stop after so many real seconds; 0: on SIGINT or SIGTERM")
      ->capture_default_str();
  app.add_flag("--quiet", s.quiet, "print nothing but errors");
}

void add_people_options(CLI::App& app, Settings& s) {
  Behaviour& b = s.fleet.behaviour;
  app.add_option("--volunteers", s.population.volunteers, "how many")
      ->check(CLI::Range(1, 15000))
      ->capture_default_str();
  app.add_option("--center", s.centers, "LATITUDE,LONGITUDE (WGS-84) of a town; may be repeated");
  app.add_option("--radius", s.population.radius, "of a town, metres")
      ->check(CLI::Range(100.0, 100000.0))
      ->capture_default_str();
  app.add_option("--seed", s.population.seed, "of everything that is drawn")->capture_default_str();
  app.add_option("--prefix", s.population.prefix, "of the volunteers' ids")->capture_default_str();
  app.add_option("--duty-share", s.population.duty_share, "on duty")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--acceptance", b.acceptance, "share of offers accepted, by day")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--decline-share", b.decline_share, "share declined; the rest stays silent")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--answer-delay", b.answer_median, "median seconds from the ring to the answer")
      ->capture_default_str();
  app.add_option("--turnout", b.turnout_day, "median seconds from the answer to leaving, by day")
      ->capture_default_str();
  app.add_option("--turnout-night", b.turnout_night, "the same by night")->capture_default_str();
  app.add_option("--speed", b.speed, "on foot, m/s along the way")
      ->check(CLI::Range(0.1, 50.0))
      ->capture_default_str();
  app.add_option("--aed-missing", b.aed_missing, "share of AEDs that are not there")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--crew-median", b.crew_median,
                 "median seconds to the crew, when the alert does not say")
      ->capture_default_str();
  app.add_option("--presence-every", b.presence_every,
                 "server's seconds between reports of the position")
      ->check(CLI::Range(1.0, 3600.0))
      ->capture_default_str();
}

void add_replay_options(CLI::App& replay, Settings& s) {
  replay.add_option("calls", s.calls_file, "CSV: lat,lng,title,timeStamp,twp,addr")->required();
  replay.add_option("--aeds", s.aeds, "how many AEDs to generate")->capture_default_str();
  replay.add_option("--limit", s.calls.limit, "only the first so many calls; 0: all")
      ->capture_default_str();
  replay
      .add_option("--longest-gap", s.calls.longest_gap,
                  "server's seconds; longer gaps are cut to this")
      ->capture_default_str();
  replay.add_option("--night-share", s.calls.night_share, "share of calls at night")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  replay.add_option("--warm-up", s.warm_up, "real seconds between connecting and the first call")
      ->capture_default_str();
  replay.parse_complete_callback([&s] { s.replay = true; });
}

client::Expected<void> complete(Settings& s, const std::vector<Call>& calls) {
  const auto target = client::parse_target(s.server);
  if (!target) return client::usage_failure("--server " + target.error());
  s.fleet.target = *target;
  s.fleet.ca_file = s.ca_file;
  s.fleet.seed = s.population.seed;
  for (const std::string& text : s.centers) {
    const auto place = parse_place(text);
    if (!place) return client::usage_failure("--center " + text + ": expected LATITUDE,LONGITUDE");
    s.population.centers.push_back(*place);
  }
  // Where calls came from, people live.
  constexpr std::size_t kEvery = 8;
  if (s.population.centers.empty()) {
    for (std::size_t i = 0; i < calls.size(); i += kEvery)
      s.population.centers.push_back(calls[i].place);
  }
  if (s.population.centers.empty())
    return client::usage_failure("--center LATITUDE,LONGITUDE is missing");
  return {};
}

// A run in one thread: the fleet, perhaps a replay, the signals and the status file.
class Run {
 public:
  Run(Settings* settings, std::vector<Member> members)
      : settings_(settings),
        io_(1),
        fleet_(&io_, settings->fleet, std::move(members)),
        signals_(io_, SIGINT, SIGTERM),
        ticker_(io_),
        deadline_(io_) {}

  Fleet& fleet() { return fleet_; }
  asio::io_context& io() { return io_; }

  // Until a signal, the time limit, or `work` has ended.
  void serve(std::optional<asio::awaitable<void>> work) {
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

 private:
  void stop() {
    if (stopping_) return;
    stopping_ = true;
    at_stop_ = fleet_.counts();
    fleet_.stop();
    boost::system::error_code ignored;
    signals_.cancel(ignored);
    ticker_.cancel();
    deadline_.expires_after(std::chrono::seconds(3));
    deadline_.async_wait([this](boost::system::error_code) { io_.stop(); });
  }

  void tick() {
    write_status();
    ticker_.expires_after(std::chrono::seconds(1));
    ticker_.async_wait([this](boost::system::error_code error) {
      if (!error && !stopping_) tick();
    });
  }

  void write_status() const {
    if (settings_->status_file.empty()) return;
    const auto written =
        replace_file(settings_->status_file, to_json(counts(), fleet_.latencies()), 0644);
    if (!written) std::cerr << "goldenfour-load: " << written.error() << std::endl;
  }

 public:
  // As they were before the connections were closed.
  FleetCounts counts() const { return at_stop_ ? *at_stop_ : fleet_.counts(); }

 private:
  Settings* settings_;
  asio::io_context io_;
  Fleet fleet_;
  asio::signal_set signals_;
  asio::steady_timer ticker_;
  asio::steady_timer deadline_;
  std::optional<FleetCounts> at_stop_;
  bool stopping_ = false;
};

// Waits until nearly everybody is connected, then plays the calls.
asio::awaitable<void> warm_up_and_replay(Run* run, Replay* replay, double warm_up) {
  asio::steady_timer timer(run->io());
  constexpr int kPatience = 600;
  for (int i = 0; i < kPatience; ++i) {
    const FleetCounts counts = run->fleet().counts();
    if (counts.connected * 100 >= counts.volunteers * 99) break;
    timer.expires_after(std::chrono::milliseconds(200));
    co_await timer.async_wait(asio::use_awaitable);
  }
  timer.expires_after(std::chrono::milliseconds(static_cast<long>(1000 * warm_up)));
  co_await timer.async_wait(asio::use_awaitable);
  co_await replay->run();
}

int run_load(Settings& s, std::vector<Member> members) {
  Run run(&s, std::move(members));
  run.serve(std::nullopt);
  if (!s.quiet) std::cout << to_table(run.counts(), run.fleet().latencies());
  return 0;
}

int run_replay(Settings& s, Setup& setup, std::vector<Member> members, std::vector<Call> calls) {
  std::vector<geo::Position> places;
  for (const Call& call : calls) places.push_back(call.place);
  const auto aeds = make_aeds(places, s.aeds, s.population.jurisdiction, s.population.seed + 1);
  if (const auto put = setup.put_aeds(aeds); !put) return fail(put.error());
  const auto token = setup.make_token(v1::TOKEN_DISPATCHER, {});
  if (!token) return fail(token.error());
  Run run(&s, std::move(members));
  Replay::Options options{.target = s.fleet.target,
                          .ca_file = s.ca_file,
                          .token = *token,
                          .jurisdiction = s.population.jurisdiction,
                          .run = std::to_string(client::now().time_since_epoch().count()),
                          .clock_rate = s.fleet.clock_rate,
                          .quiet = s.quiet};
  Replay replay(&run.io(), std::move(options), std::move(calls), &run.fleet());
  run.serve(warm_up_and_replay(&run, &replay, s.warm_up));
  if (!s.quiet)
    std::cout << to_table(replay.report()) << '\n'
              << to_table(run.counts(), run.fleet().latencies());
  return replay.report().good() ? 0 : 1;
}

int run_with(Settings& s) {
  std::vector<Call> calls;
  if (s.replay) {
    std::ifstream in(s.calls_file, std::ios::binary);
    s.calls.seed = s.population.seed + 2;
    auto read = read_calls(in, s.calls);
    if (!read) return fail(client::usage_failure(s.calls_file + ": " + read.error()).value());
    calls = std::move(*read);
  }
  if (const auto ready = complete(s, calls); !ready) return fail(ready.error());
  if (!s.quiet)
    std::cerr << fmt::format("goldenfour-load: seed {}, server clock x{}\n", s.population.seed,
                             s.fleet.clock_rate);
  Setup setup({.target = s.fleet.target,
               .admin = {.kind = client::Target::Kind::kUnix, .path = s.admin_socket},
               .ca_file = s.ca_file,
               .registrar_token = s.registrar_token,
               .state_file = s.state_file,
               .jurisdiction = s.population.jurisdiction,
               .quiet = s.quiet});
  auto members = setup.enroll(make_population(s.population));
  if (!members) return fail(members.error());
  return s.replay ? run_replay(s, setup, std::move(*members), std::move(calls))
                  : run_load(s, std::move(*members));
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  Settings settings;
  CLI::App app("Many volunteers as real WebSocket clients of a running Golden Four server",
               "goldenfour-load");
  app.footer(
      "Exit codes: 0 done, 1 refused or a call was lost, 2 wrong command line, 3 no answer.");
  app.fallthrough();
  add_server_options(app, settings);
  add_people_options(app, settings);
  CLI::App* replay = app.add_subcommand(
      "replay", "send recorded emergency calls as exercises, with everybody above helping");
  add_replay_options(*replay, settings);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    std::cerr << "goldenfour-load: " << error.what() << "\nSee: goldenfour-load --help"
              << std::endl;
    return 2;
  }
  return run_with(settings);
}

}  // namespace goldenfour::load
