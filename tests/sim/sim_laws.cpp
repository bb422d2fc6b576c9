// Simulates many city-hours and checks the laws after every step.
//
//   sim_laws --hours 500 --jobs 2          city-hours with seeds 1 ... 500, on two threads
//   sim_laws --seed 42 --hours 1 -v        one of them, with everything that happened
//   sim_laws --hours 1000 --until-broken   seed after seed, until one breaks a law
//   sim_laws --hours 5 --traces            what happened with each seed, as a hash
#include <atomic>
#include <charconv>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "server/sim/simulation.h"
#include "tests/sim/table.h"

namespace {

using goldenfour::sim::Options;
using goldenfour::sim::Report;
using goldenfour::sim::Summary;

struct Arguments {
  std::uint64_t seed = 1;
  std::uint64_t hours = 20;
  unsigned jobs = 1;
  std::uint64_t least = 0;  // how often each law must have been met
  bool verbose = false;
  bool until_broken = false;
  bool traces = false;
};

/// The switches, which stand alone; false: `name` is not one.
bool read_switch(const std::string& name, Arguments& arguments) {
  if (name == "-v")
    arguments.verbose = true;
  else if (name == "--until-broken")
    arguments.until_broken = true;
  else if (name == "--traces")
    arguments.traces = true;
  else
    return false;
  return true;
}

bool read_number(const char* text, std::uint64_t& out) {
  const char* end = text + std::strlen(text);
  return std::from_chars(text, end, out).ptr == end;
}

bool read(int count, char** values, Arguments& arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string name = values[i];
    std::uint64_t number = 0;
    if (read_switch(name, arguments)) continue;
    if (i + 1 >= count || !read_number(values[++i], number)) return false;
    if (name == "--seed")
      arguments.seed = number;
    else if (name == "--hours")
      arguments.hours = number;
    else if (name == "--jobs")
      arguments.jobs = static_cast<unsigned>(number);
    else if (name == "--least")
      arguments.least = number;
    else
      return false;
  }
  return arguments.jobs > 0;
}

Report run_one(std::uint64_t seed, bool verbose) {
  Options options;
  options.seed = seed;
  if (verbose)
    options.listener = [](const std::string& line) { std::printf("%s\n", line.c_str()); };
  return simulate(options);
}

// Says which seed runs before it runs, so that an assertion that ends the program tells its seed.
int run_until_broken(const Arguments& arguments) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  for (std::uint64_t i = 0; i < arguments.hours; ++i) {
    std::printf("seed %" PRIu64 "\n", arguments.seed + i);
    const Report report = run_one(arguments.seed + i, false);
    if (report.ok()) continue;
    const auto& first = report.laws.entries().front();
    std::printf("broken law %d: %s\n", first.breach.law, first.breach.what.c_str());
    return 1;
  }
  std::printf("all laws hold\n");
  return 0;
}

int print_traces(const Arguments& arguments) {
  for (std::uint64_t i = 0; i < arguments.hours; ++i) {
    const Report report = run_one(arguments.seed + i, false);
    std::printf("seed %" PRIu64 " trace %016" PRIx64 " decisions %" PRIu64 "\n", report.seed,
                report.trace_hash, report.tally.decisions);
  }
  return 0;
}

/// A run of hours must not be silent until its end: a broken law is told when it is found, and
/// every `kProgressEvery` city-hours how far the run is. Threads: any.
class Progress {
 public:
  explicit Progress(std::uint64_t hours) : hours_(hours) {}

  void ended(const Report& report) {
    if (!report.ok()) {
      const auto& first = report.laws.entries().front();
      std::fprintf(stderr, "seed %" PRIu64 ": broken law %d: %s\n", report.seed, first.breach.law,
                   first.breach.what.c_str());
    }
    const std::uint64_t ended = ++ended_;
    if (ended % kProgressEvery == 0)
      std::fprintf(stderr, "%" PRIu64 " of %" PRIu64 " city-hours\n", ended, hours_);
  }

 private:
  static constexpr std::uint64_t kProgressEvery = 250;
  const std::uint64_t hours_;
  std::atomic<std::uint64_t> ended_{0};
};

// Job `job` of `jobs` takes every `jobs`-th seed.
void run_share(const Arguments& arguments, unsigned job, Progress& progress, Summary& summary) {
  for (std::uint64_t i = job; i < arguments.hours; i += arguments.jobs) {
    const Report report = run_one(arguments.seed + i, arguments.verbose);
    progress.ended(report);
    summary.add(report);
  }
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  if (!read(count, values, arguments)) {
    std::fprintf(stderr,
                 "usage: sim_laws [--seed N] [--hours N] [--jobs N] [--least N] [-v] "
                 "[--until-broken | --traces]\n");
    return 2;
  }
  if (arguments.until_broken) return run_until_broken(arguments);
  if (arguments.traces) return print_traces(arguments);
  std::vector<Summary> shares(arguments.jobs);
  std::vector<std::thread> threads;
  Progress progress(arguments.hours);
  for (unsigned job = 0; job < arguments.jobs; ++job)
    threads.emplace_back([&, job] { run_share(arguments, job, progress, shares[job]); });
  for (std::thread& thread : threads) thread.join();
  Summary all;
  for (const Summary& share : shares) all.add(share);
  print(all, values[0]);
  return verdict(all, arguments.least) ? 0 : 1;
}
