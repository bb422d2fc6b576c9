#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace goldenfour::app {

/// How the disk behaves: as it is, or forgetting at a kill whatever was not synced, with or without
/// the journal's own syncs. For tests of power loss.
enum class TestDisk { kReal, kVolatile, kVolatileUnsynced };

/// What the command line of goldenfourd says.
struct Arguments {
  std::string config_file;
  std::string data_dir;    ///< empty: as configured
  double drill_clock = 0;  ///< 0: not given
  bool check_config = false;
  bool print_config = false;
  bool audit = false;                    ///< replay and check the journal, do not serve
  std::vector<std::uint64_t> hash_at{};  ///< of an audit
  TestDisk test_disk = TestDisk::kReal;
};

/// The arguments, or what to print and the status to end with: help and version with 0, a mistake
/// with 2.
struct EarlyEnd {
  int status = 0;
  std::string text;
};
tl::expected<Arguments, EarlyEnd> parse_arguments(std::vector<std::string> arguments);

}  // namespace goldenfour::app
