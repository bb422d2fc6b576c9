#include <memory>

#include <boost/asio/co_spawn.hpp>

#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "clients/cli/streaming.h"
#include "clients/cli/watcher.h"

namespace goldenfour::cli {
namespace {

struct Options {
  WatchOptions watch;
  std::string limit;
};

int watch(Session& session, const Options& o) {
  std::chrono::seconds limit(0);
  if (!o.limit.empty()) {
    const auto parsed = parse_duration(o.limit);
    if (!parsed) return session.fail(client::usage_failure("--for 10m").value());
    limit = *parsed;
  }
  Watcher watcher(&session, o.watch);
  run_stream(session, &watcher, limit, [&](client::StreamClient*, std::function<void()> stop) {
    boost::asio::co_spawn(session.io(), watcher.print_loop(),
                          [stop](std::exception_ptr) { stop(); });
  });
  return watcher.refused() ? 1 : 0;
}

}  // namespace

void add_watch(CLI::App& app, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "watch", t.str("what happens, live, one line per event", "实时显示事件，每事一行"));
  CLI::Option* incident =
      command->add_option("--incident", o->watch.incident, t.str("only this one", "只看该事件"));
  command->add_flag("--all", o->watch.everything,
                    t.str("with every delivery step", "包括每个发送步骤"));
  command
      ->add_flag(
          "--until-final", o->watch.until_final,
          t.str("stop when --incident is closed or cancelled", "--incident 结束或取消后退出"))
      ->needs(incident);
  command->add_option("--for", o->limit, t.str("stop after, e.g. 10m", "多久后退出，如 10m"));
  command->callback(
      [o, &program] { program.action = [o](Session& session) { return watch(session, *o); }; });
}

}  // namespace goldenfour::cli
