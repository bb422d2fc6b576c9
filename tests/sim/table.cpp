#include "tests/sim/table.h"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <string>
#include <utility>

namespace goldenfour::sim {
namespace {

constexpr std::size_t kMostShown = 10;

struct Law {
  int number;
  const char* text;
};
constexpr std::array kLaws{
    Law{1, "a 2xx means that the incident exists"},
    Law{2, "a reply leaves when it is durable here (LOCAL)"},
    Law{3, "a key with another body is refused"},
    Law{4, "an open incident has a timer or an alarm"},
    Law{5, "every offer ends once, with cause and time"},
    Law{6, "within 2 s somebody is asked, or an alarm"},
    Law{7, "a responder has at most one task"},
    Law{8, "an AED is promised once; the alternate is true"},
    Law{9, "decisions follow each other"},
    Law{10, "frames follow each other, resumed or reset"},
    Law{11, "delivered only when a device has it"},
    Law{12, "a command takes effect once"},
    Law{13, "only legal transitions"},
    Law{14, "after the end nobody is asked; all are told"},
    Law{15, "timers survive and act within 2 s, once"},
    Law{17, "the index answers like a full scan"},
    Law{19, "no position is kept longer than 10 minutes"},
    Law{22, "a drill asks only who is enrolled"},
    Law{23, "counters and tables are bounded"},
    Law{24, "a replay gives the same state"},
    Law{25, "who is asked is of use; dangers are told"},
    Law{26, "a merge loses nobody"},
    Law{27, "who says no is replaced at once"},
    Law{28, "messages and alarms leave, also after a crash"},
};

void add(Tally& all, const Tally& one) {
  all.decisions += one.decisions;
  all.incidents += one.incidents;
  all.offers += one.offers;
  all.tasks += one.tasks;
  all.frames += one.frames;
  all.alarms += one.alarms;
  all.lost += one.lost;
  all.archived += one.archived;
  all.most_open = std::max(all.most_open, one.most_open);
}

std::uint64_t met(const Summary& summary, int law) {
  const auto found = summary.met.find(law);
  return found == summary.met.end() ? 0 : found->second;
}

void row(const char* name, std::uint64_t count) {
  std::printf("  %-50s %12" PRIu64 "\n", name, count);
}

void print_breaches(const Summary& summary, const char* program) {
  std::size_t shown = 0;
  for (const Report& report : summary.broken) {
    if (++shown > kMostShown) break;
    std::printf("\nseed %" PRIu64 " broke %zu laws; replay with:\n  %s --seed %" PRIu64
                " --hours 1 -v\n",
                report.seed, report.laws.broken_count(), program, report.seed);
    std::size_t lines = 0;
    for (const auto& entry : report.laws.entries()) {
      if (++lines > kMostShown) break;
      std::printf("  at %7.1f s law %d: %s\n", static_cast<double>(entry.at.count()) / 1000,
                  entry.breach.law, entry.breach.what.c_str());
    }
  }
}

}  // namespace

void Summary::add(Report report) {
  ++hours;
  sim::add(tally, report.tally);
  for (std::size_t i = 0; i < kFaultCount; ++i) faults[i] += report.faults[i];
  for (const auto& [law, times] : report.laws.counts()) met[law] += times;
  least_open = std::min(least_open, report.tally.most_open);
  least_incidents = std::min(least_incidents, report.tally.incidents);
  if (report.faults[static_cast<std::size_t>(Fault::kCrash)] == 0) ++hours_without_crash;
  if (!report.ok()) broken.push_back(std::move(report));
}

void Summary::add(const Summary& other) {
  hours += other.hours;
  sim::add(tally, other.tally);
  for (std::size_t i = 0; i < kFaultCount; ++i) faults[i] += other.faults[i];
  for (const auto& [law, times] : other.met) met[law] += times;
  least_open = std::min(least_open, other.least_open);
  least_incidents = std::min(least_incidents, other.least_incidents);
  hours_without_crash += other.hours_without_crash;
  broken.insert(broken.end(), other.broken.begin(), other.broken.end());
}

void print(const Summary& summary, const char* program) {
  std::printf("simulated\n");
  row("city-hours", summary.hours);
  row("incidents", summary.tally.incidents);
  row("fewest incidents in a city-hour", summary.least_incidents);
  row("most incidents open at a time, quietest city-hour", summary.least_open);
  row("most incidents open at a time", summary.tally.most_open);
  row("decisions", summary.tally.decisions);
  row("decisions taken back by crashes", summary.tally.lost);
  row("incidents forgotten, retention over", summary.tally.archived);
  row("offers", summary.tally.offers);
  row("tasks", summary.tally.tasks);
  row("alarms", summary.tally.alarms);
  row("frames", summary.tally.frames);
  std::printf("faults\n");
  for (std::size_t i = 0; i < kFaultCount; ++i)
    row(std::string(name(static_cast<Fault>(i))).c_str(), summary.faults[i]);
  std::printf("laws, and how often each was met\n");
  for (const Law& law : kLaws)
    row((std::to_string(law.number) + (law.number < 10 ? "   " : "  ") + law.text).c_str(),
        met(summary, law.number));
  print_breaches(summary, program);
}

bool verdict(const Summary& summary, std::uint64_t least) {
  bool fine = summary.broken.empty();
  if (!fine) std::printf("\n%zu city-hours broke a law\n", summary.broken.size());
  for (const Law& law : kLaws) {
    if (met(summary, law.number) >= least) continue;
    fine = false;
    std::printf("law %d was met less than %" PRIu64 " times\n", law.number, least);
  }
  if (least > 0 && summary.hours_without_crash > 0) {
    fine = false;
    std::printf("%" PRIu64 " city-hours had no crash\n", summary.hours_without_crash);
  }
  std::printf("%s\n", fine ? "all laws hold" : "FAILED");
  return fine;
}

}  // namespace goldenfour::sim
