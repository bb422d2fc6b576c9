#include <memory>

#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/lab_run.h"

namespace goldenfour::cli {
namespace {

std::string footer(const Texts& t) {
  return t.str(
      "Worlds: montgomery (real calls), slovenia (real AEDs), hexagons (a population grid, for\n"
      "example spo_hexgrid.csv of the R package r5r), synthetic (always available).\n"
      "Behaviours: base, half_acceptance, double_turnout, wide_detour, old_positions.\n"
      "Policies to compare with: goodsam, pulsepoint, hartslagnu, denmark,\n"
      "region_der_lebensretter.\n"
      "For each of them lambda, the survival that one more woken person must be worth, is set on\n"
      "the training seeds so that ours wakes no more people, also when half as many accept; the\n"
      "table comes from the other seeds.\n"
      "Example: goldenfour simulate --world synthetic --behaviour base --seeds 1..5 --svg "
      "lab.svg\n",
      "世界：montgomery（真实呼叫）、slovenia（真实 AED）、hexagons（人口网格，例如 R 包 r5r 的\n"
      "spo_hexgrid.csv）、synthetic（始终可用）。\n"
      "行为：base、half_acceptance、double_turnout、wide_detour、old_positions。\n"
      "对照策略：goodsam、pulsepoint、hartslagnu、denmark、region_der_lebensretter。\n"
      "对每个对照，λ（多惊动一人须换得的存活率）在训练种子上确定，使我们惊动的人不更多（接受率减半"
      "时也是）；\n"
      "表格来自其他种子。\n"
      "示例：goldenfour simulate --world synthetic --behaviour base --seeds 1..5 --svg lab.svg\n");
}

void add_inputs(CLI::App& command, SimulateOptions& o, const Texts& t) {
  command.add_option("--world", o.worlds, t.str("worlds, by comma", "世界，逗号分隔"))
      ->delimiter(',')
      ->check(CLI::IsMember(lab_world_names()))
      ->capture_default_str();
  command
      .add_option("--calls", o.files.calls,
                  t.str("calls of Montgomery County (CSV)", "蒙哥马利县呼叫记录（CSV）"))
      ->capture_default_str();
  command
      .add_option("--aeds", o.files.aeds, t.str("AEDs of Slovenia (CSV)", "斯洛文尼亚 AED（CSV）"))
      ->capture_default_str();
  command.add_option("--hexagons", o.files.hexagons,
                     t.str("population grid: lon, lat, population, jobs (CSV)",
                           "人口网格：lon、lat、population、jobs（CSV）"));
  command
      .add_option("--responders-per-km2", o.densities,
                  t.str("densities around a call", "呼叫周围的志愿者密度"))
      ->delimiter(',')
      ->check(CLI::Range(0.1, 50.0))
      ->capture_default_str();
  command.add_option("--behaviour", o.behaviours, t.str("behaviours, or all", "行为，或 all"))
      ->delimiter(',')
      ->capture_default_str();
  command
      .add_option("--policies", o.policies, t.str("published rules, or all", "公开规则，或 all"))
      ->delimiter(',')
      ->capture_default_str();
  command
      .add_option("--message-lost", o.message_lost,
                  t.str("share of offers lost on the socket", "经连接丢失的请求比例"))
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
}

void add_amounts(CLI::App& command, SimulateOptions& o, const Texts& t) {
  command.add_option("--seeds", o.seeds, t.str("seeds of the results", "结果所用种子"))
      ->capture_default_str();
  command.add_option("--train", o.training, t.str("seeds that set lambda", "确定 λ 的种子"))
      ->capture_default_str();
  command
      .add_option("--incidents", o.incidents,
                  t.str("per seed; one number, or one for each density",
                        "每个种子的事件数；一个数，或每个密度一个"))
      ->delimiter(',')
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command
      .add_option("--train-incidents", o.training_incidents,
                  t.str("per training seed", "每个训练种子的事件数"))
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command.add_option("--jobs", o.jobs, t.str("threads", "线程数"))
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
}

void add_outputs(CLI::App& command, SimulateOptions& o, const Texts& t) {
  command.add_option("--csv", o.csv, t.str("write every figure here", "把所有数字写入此文件"));
  command.add_option("--svg", o.svg, t.str("write the picture here", "把图写入此文件"));
  command.add_option("--markdown", o.markdown,
                     t.str("write the table as Markdown here", "把 Markdown 表格写入此文件"));
  command.add_option("--trace", o.trace,
                     t.str("SEED:INCIDENT: tell that one under each policy, instead",
                           "种子:事件：改为逐步讲述该事件在各策略下的经过"));
}

}  // namespace

void add_simulate(CLI::App& app, Program& program) {
  auto o = std::make_shared<SimulateOptions>();
  CLI::App* command = app.add_subcommand(
      "simulate", program.t.str("compare our plan with published rules on drawn emergencies",
                                "在抽取的急救事件上比较我们的方案与公开规则"));
  add_inputs(*command, *o, program.t);
  add_amounts(*command, *o, program.t);
  add_outputs(*command, *o, program.t);
  command->footer(footer(program.t));
  command->callback(
      [o, &program] { program.offline_action = [o, t = program.t] { return simulate(*o, t); }; });
}

}  // namespace goldenfour::cli
