#include <csignal>

#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/signal_set.hpp>

#include "server/app/arguments.h"
#include "server/app/audit.h"
#include "server/app/config.h"
#include "server/app/node.h"

// goldenfourd: the dispatch server. Statuses: 0 done, 1 cannot start or did not stop in time, 2 the
// command line or the configuration is wrong, 70 the journal failed.
namespace goldenfour::app {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrong = 2;

tl::expected<Config, ConfigErrors> configure(const Arguments& arguments) {
  auto config = load_config(arguments.config_file);
  if (!config) return config;
  if (!arguments.data_dir.empty()) config->data_dir = arguments.data_dir;
  if (arguments.drill_clock != 0 && !config->drills_only)
    return tl::unexpected(ConfigErrors{
        arguments.config_file +
        ": server.drills_only = false: --drill-clock needs true, so that no real alert is lost in "
        "accelerated time"});
  return config;
}

/// Says that the node is ready, and waits until somebody asks it to stop.
void wait_for_signal(Node& node) {
  std::promise<void> signalled;
  boost::asio::signal_set signals(node.io(), SIGTERM, SIGINT);
  signals.async_wait([&signalled](boost::system::error_code error, int) {
    if (!error) signalled.set_value();
  });
  std::cout << node.ready_line() << std::endl;
  signalled.get_future().wait();
}

int serve(const Arguments& arguments, Config config) {
  const runtime::Log log(config.log);
  Node node(std::move(config), {arguments.drill_clock, arguments.test_disk}, log);
  node.start();
  wait_for_signal(node);
  if (node.stop()) return kDone;
  log.error("stop_took_too_long");
  log.flush();
  std::_Exit(kFailed);
}

int run(std::vector<std::string> words) {
  const auto arguments = parse_arguments(std::move(words));
  if (!arguments) {
    (arguments.error().status == kDone ? std::cout : std::cerr) << arguments.error().text;
    return arguments.error().status;
  }
  if (arguments->print_config) {
    std::cout << default_config_text();
    return kDone;
  }
  auto config = configure(*arguments);
  if (!config) {
    for (const std::string& error : config.error()) std::cerr << error << "\n";
    return kWrong;
  }
  if (arguments->check_config) {
    if (!config->web_error.empty()) {
      std::cerr << config->web_error << "; the server would run without its pages\n";
      return kWrong;
    }
    std::cout << "OK\n";
    return kDone;
  }
  if (arguments->audit) return run_audit(*config, arguments->hash_at);
  return serve(*arguments, std::move(*config));
}

}  // namespace
}  // namespace goldenfour::app

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return goldenfour::app::run({words + 1, words + count});
  } catch (const std::exception& error) {
    std::cerr << "goldenfourd cannot start: " << error.what() << "\n";
    return 1;
  }
}
