#include "server/app/arguments.h"

#include <algorithm>
#include <sstream>

#include <CLI/CLI.hpp>

#include "server/app/version.h"

namespace goldenfour::app {

tl::expected<Arguments, EarlyEnd> parse_arguments(std::vector<std::string> arguments) {
  Arguments parsed;
  CLI::App app("The dispatch server of Golden Four.", "goldenfourd");
  app.set_version_flag("--version", "goldenfourd " + std::string(kVersion));
  app.add_option("--config", parsed.config_file, "configuration file (TOML)")->type_name("FILE");
  app.add_option("--data-dir", parsed.data_dir, "overrides server.data_dir")->type_name("DIR");
  app.add_option("--drill-clock", parsed.drill_clock,
                 "time runs N times faster; only with server.drills_only")
      ->type_name("N")
      ->check(CLI::Range(1.0, 1000.0));
  app.add_flag("--check-config", parsed.check_config,
               "says what is wrong with the configuration, and ends");
  app.add_flag("--print-config", parsed.print_config, "prints the commented defaults, and ends");
  auto* audit = app.add_flag("--audit", parsed.audit,
                             "replays the journal of a stopped server, checks the laws, prints a "
                             "report as JSON, and ends");
  app.add_option("--hash-at", parsed.hash_at, "state hashes after these decisions, in the report")
      ->type_name("SEQUENCE,...")
      ->delimiter(',')
      ->needs(audit);
  std::string disk;
  app.add_option("--test-volatile-disk", disk)
      ->expected(0, 1)
      ->default_str("full")
      ->check(CLI::IsMember({"full", "off"}))
      ->group("");
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    const int status = app.exit(error, out, out);
    return tl::unexpected(EarlyEnd{status == 0 ? 0 : 2, out.str()});
  }
  if (app.count("--test-volatile-disk") > 0)
    parsed.test_disk = disk == "off" ? TestDisk::kVolatileUnsynced : TestDisk::kVolatile;
  if (parsed.config_file.empty() && !parsed.print_config)
    return tl::unexpected(EarlyEnd{2,
                                   "goldenfourd needs --config FILE; write one with: goldenfourd "
                                   "--print-config > goldenfourd.toml\n"});
  return parsed;
}

}  // namespace goldenfour::app
