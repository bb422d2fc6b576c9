#include "clients/load/settings.h"

#include <charconv>
#include <iostream>

#include <CLI/CLI.hpp>

namespace goldenfour::load {
namespace {

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
                 "median seconds to the crew, when the alert does not say; 0: never")
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

}  // namespace

tl::expected<Settings, int> parse_arguments(int argc, const char* const* argv) {
  Settings settings;
  CLI::App app("Many volunteers as real WebSocket clients of a running Golden Four server",
               "goldenfour-load");
  app.footer(
      "Exit codes: 0 done, 1 refused or a call was lost, 2 wrong command line, 3 no answer.");
  app.fallthrough();
  add_server_options(app, settings);
  add_people_options(app, settings);
  CLI::App* replay = app.add_subcommand(
      "replay", "send recorded calls as exercises, with everybody above helping");
  add_replay_options(*replay, settings);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return tl::make_unexpected(app.exit(help));
  } catch (const CLI::ParseError& error) {
    std::cerr << "goldenfour-load: " << error.what() << "\nSee: goldenfour-load --help"
              << std::endl;
    return tl::make_unexpected(2);
  }
  return settings;
}

client::Expected<void> complete(Settings* settings, const std::vector<Call>& calls) {
  Settings& s = *settings;
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

}  // namespace goldenfour::load
