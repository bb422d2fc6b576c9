#include "clients/cli/lab_run.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <deque>
#include <fstream>
#include <iostream>
#include <thread>

#include <fmt/format.h>

#include "clients/cli/lab_report.h"
#include "clients/cli/terminal.h"
#include "server/sim/lab/calibration.h"
#include "server/sim/lab/picture.h"

namespace goldenfour::cli {
namespace {

using dispatch::Strategy;
using sim::lab::Behaviour;
using sim::lab::Comparison;
using sim::lab::Setting;
using sim::lab::StudyOptions;
using sim::lab::World;

constexpr std::size_t kMostSeeds = 10'000;
constexpr double kTraceLambda = 0.002;

template <class T>
using Expected = tl::expected<T, std::string>;

bool read_number(std::string_view text, std::uint64_t& out) {
  return std::from_chars(text.data(), text.data() + text.size(), out).ptr ==
             text.data() + text.size() &&
         !text.empty();
}

Expected<std::vector<Strategy>> baselines_of(const std::vector<std::string>& names) {
  std::vector<Strategy> chosen;
  for (const std::string& name : names) {
    if (name == "all") {
      for (std::size_t i = 1; i < dispatch::kStrategyNames.size(); ++i)
        chosen.push_back(static_cast<Strategy>(i));
      continue;
    }
    const auto strategy = dispatch::strategy_of(name);
    if (!strategy) return tl::make_unexpected("no policy '" + name + "'");
    if (*strategy != Strategy::kExpectedSurvival) chosen.push_back(*strategy);
  }
  return chosen;
}

Expected<std::vector<Behaviour>> behaviours_of(const SimulateOptions& o) {
  std::vector<Behaviour> chosen;
  for (Behaviour behaviour : sim::lab::all_behaviours()) {
    behaviour.message_lost = o.message_lost;
    const bool wanted = std::any_of(
        o.behaviours.begin(), o.behaviours.end(),
        [&](const std::string& name) { return name == "all" || name == behaviour.name; });
    if (wanted) chosen.push_back(std::move(behaviour));
  }
  if (chosen.empty()) return tl::make_unexpected("no behaviour '" + o.behaviours.front() + "'");
  return chosen;
}

Expected<StudyOptions> study_of(const SimulateOptions& o) {
  StudyOptions study;
  const auto seeds = parse_seeds(o.seeds);
  const auto training = parse_seeds(o.training);
  if (!seeds) return tl::make_unexpected("--seeds " + o.seeds + ": 1..20 or 3,5,9");
  if (!training) return tl::make_unexpected("--train " + o.training + ": 1001..1005");
  for (std::uint64_t seed : *training)
    if (std::find(seeds->begin(), seeds->end(), seed) != seeds->end())
      return tl::make_unexpected("a training seed may not be among --seeds");
  const auto baselines = baselines_of(o.policies);
  if (!baselines) return tl::make_unexpected(baselines.error());
  study.seeds = *seeds;
  study.training_seeds = *training;
  study.training_incidents = o.training_incidents;
  study.baselines = *baselines;
  study.policy = dispatch::default_policy();
  return study;
}

/// A bar on standard error, when that is a terminal; called from several threads.
class Bar {
 public:
  explicit Bar(std::uint64_t total)
      : total_(std::max<std::uint64_t>(1, total)), shown_(isatty(STDERR_FILENO) == 1) {}
  void tick() {
    const std::uint64_t done = ++done_;
    if (!shown_ || done * 200 / total_ == (done - 1) * 200 / total_) return;
    constexpr std::uint64_t kWidth = 40;
    const std::uint64_t filled = done * kWidth / total_;
    std::cerr << fmt::format("\r[{}{}] {:.1f} %", std::string(filled, '#'),
                             std::string(kWidth - filled, '.'),
                             static_cast<double>(done * 1000 / total_) / 10)
              << std::flush;
  }
  void end() const {
    if (shown_) std::cerr << '\n';
  }

 private:
  std::uint64_t total_;
  bool shown_;
  std::atomic<std::uint64_t> done_ = 0;
};

/// Each job takes the next number that nobody has.
template <class Work>
void share_out(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (unsigned job = 1; job < jobs; ++job) threads.emplace_back(take);
  take();
  for (std::thread& thread : threads) thread.join();
}

/// One lambda a baseline, for a world and a density: with it ours wakes no more people when they
/// behave as the planner assumes, nor when half as many accept and ours asks on.
std::vector<double> quiet_lambdas(const Setting& setting, const StudyOptions& study,
                                  const sim::lab::Ticker& tick) {
  std::vector<double> lambdas(study.baselines.size(), 0);
  for (const Behaviour& behaviour : sim::lab::training_behaviours()) {
    Setting tried = setting;
    tried.behaviour = behaviour;
    tried.behaviour.message_lost = setting.behaviour.message_lost;
    const std::vector<double> found = sim::lab::calibrate(tried, study, tick);
    for (std::size_t i = 0; i < found.size(); ++i) lambdas[i] = std::max(lambdas[i], found[i]);
  }
  return lambdas;
}

/// A setting of the study, and how many incidents of each seed it is tried on.
struct Task {
  Setting setting;
  std::uint32_t incidents;
};

/// `tasks` in groups of one world and density, `behaviours` of each.
std::vector<Comparison> run_all(const std::vector<Task>& tasks, std::size_t behaviours,
                                const StudyOptions& study, unsigned jobs) {
  const std::size_t groups = tasks.size() / behaviours;
  std::uint64_t tried = 0;
  for (const Task& task : tasks) tried += task.incidents * study.seeds.size();
  Bar bar(groups * sim::lab::training_behaviours().size() * sim::lab::calibration_ticks(study) +
          tried);
  const auto tick = [&] { bar.tick(); };
  std::vector<std::vector<double>> lambdas(groups);
  share_out(groups, jobs, [&](std::size_t i) {
    lambdas[i] = quiet_lambdas(tasks[i * behaviours].setting, study, tick);
  });
  std::vector<std::vector<Comparison>> parts(tasks.size());
  share_out(tasks.size(), jobs, [&](std::size_t i) {
    StudyOptions own = study;
    own.incidents = tasks[i].incidents;
    parts[i] = sim::lab::run_setting(tasks[i].setting, own, lambdas[i / behaviours], tick);
  });
  bar.end();
  std::vector<Comparison> all;
  for (auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

int fail(const std::string& what) {
  std::cerr << "goldenfour: " << what << std::endl;
  return 2;
}

bool write_file(const std::string& path, const std::string& text) {
  if (path.empty()) return true;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  return out.flush().good();
}

/// One incident of the first world, density and behaviour, under each policy asked for.
int trace_one(const SimulateOptions& o, const Setting& setting, const StudyOptions& study,
              const Texts& t) {
  const std::size_t colon = o.trace.find(':');
  std::uint64_t seed = 0;
  std::uint64_t number = 0;
  if (colon == std::string::npos || !read_number(o.trace.substr(0, colon), seed) ||
      !read_number(o.trace.substr(colon + 1), number))
    return fail("--trace " + o.trace + ": SEED:INCIDENT");
  const auto settlement =
      sim::lab::settle(*setting.world, setting.responders_per_km2, setting.behaviour, seed);
  auto occasion = sim::lab::prepare(*setting.world, settlement, setting.behaviour, seed, number);
  const auto tell = [](sim::lab::Duration after, const std::string& line) {
    std::cout << fmt::format("{:7.1f} s  {}\n", static_cast<double>(after.count()) / 1000, line);
  };
  const auto show = [&](std::string_view name, const dispatch::Policy& policy) {
    std::cout << tinted(name, Tone::kStrong, terminal_has_colour()) << '\n';
    const auto outcome = sim::lab::Rehearsal(occasion, policy, tell).run();
    std::cout << fmt::format(
        fmt::runtime(
            t("  CPR {:.0f} s, shock {:.0f} s, crew {:.0f} s; woken {}; survival {:.1f} % "
              "(Larsen), {:.1f} % (Valenzuela)\n\n",
              "  按压 {:.0f} 秒，电击 {:.0f} 秒，急救车 {:.0f} 秒；惊动 {} 人；存活 {:.1f} % "
              "(Larsen)，{:.1f} % (Valenzuela)\n\n")),
        outcome.to_cpr, outcome.to_shock, outcome.to_crew, outcome.alerts, outcome.larsen * 100,
        outcome.valenzuela * 100);
  };
  show(fmt::format("expected_survival, lambda {}", kTraceLambda),
       sim::lab::with_lambda(study, kTraceLambda));
  for (Strategy strategy : study.baselines)
    show(dispatch::text_of(strategy),
         sim::lab::baseline_policy(study.policy, strategy, occasion.call.town));
  return 0;
}

}  // namespace

std::optional<std::vector<std::uint64_t>> parse_seeds(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    const std::string part = text.substr(from, comma - from);
    const std::size_t dots = part.find("..");
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (!read_number(part.substr(0, dots), first)) return {};
    last = first;
    if (dots != std::string::npos && !read_number(part.substr(dots + 2), last)) return {};
    if (last < first || last - first >= kMostSeeds) return {};
    for (std::uint64_t seed = first; seed <= last; ++seed) seeds.push_back(seed);
    if (seeds.size() > kMostSeeds) return {};
    from = comma + 1;
  }
  return seeds;
}

int simulate(const SimulateOptions& o, const Texts& t) {
  const auto study = study_of(o);
  if (!study) return fail(study.error());
  const auto behaviours = behaviours_of(o);
  if (!behaviours) return fail(behaviours.error());
  std::deque<World> worlds;
  for (const std::string& name : o.worlds) {
    auto world = load_world(name, o.files);
    if (!world) return fail(world.error());
    worlds.push_back(*std::move(world));
  }
  if (o.incidents.size() != 1 && o.incidents.size() != o.densities.size())
    return fail("--incidents: one number, or one for each density");
  std::vector<Task> tasks;
  for (const World& world : worlds)
    for (std::size_t d = 0; d < o.densities.size(); ++d)
      for (const Behaviour& behaviour : *behaviours)
        tasks.push_back(
            {{&world, o.densities[d], behaviour}, o.incidents[o.incidents.size() == 1 ? 0 : d]});
  if (tasks.empty()) return fail(t.str("nothing to simulate", "没有可模拟的内容"));
  if (!o.trace.empty()) return trace_one(o, tasks.front().setting, *study, t);
  const std::vector<Comparison> results = run_all(tasks, behaviours->size(), *study, o.jobs);
  print_study(std::cout, results, t, terminal_has_colour());
  if (!write_file(o.csv, study_csv(results))) return fail(o.csv + ": cannot be written");
  if (!write_file(o.markdown, study_markdown(results)))
    return fail(o.markdown + ": cannot be written");
  if (!write_file(o.svg, sim::lab::draw_picture(results, behaviours->front().name)))
    return fail(o.svg + ": cannot be written");
  return 0;
}

}  // namespace goldenfour::cli
