#include "clients/load/program.h"

#include <fstream>
#include <iostream>
#include <optional>

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "clients/common/wire.h"
#include "clients/load/load_report.h"
#include "clients/load/replay.h"
#include "clients/load/run.h"
#include "clients/load/setup.h"

namespace goldenfour::load {
namespace {

using client::Failure;

int fail(const Failure& failure) {
  std::cerr << "goldenfour-load: ";
  if (!failure.code.empty()) std::cerr << failure.code << " (" << failure.field << "): ";
  std::cerr << failure.detail << std::endl;
  return client::exit_code(failure);
}

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
  if (const auto ready = complete(&s, calls); !ready) return fail(ready.error());
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
  auto settings = parse_arguments(argc, argv);
  return settings ? run_with(*settings) : settings.error();
}

}  // namespace goldenfour::load
