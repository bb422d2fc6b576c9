#include <gtest/gtest.h>

#include "server/app/arguments.h"

namespace goldenfour::app {
namespace {

EarlyEnd end_of(std::vector<std::string> arguments) {
  const auto parsed = parse_arguments(std::move(arguments));
  EXPECT_FALSE(parsed);
  return parsed ? EarlyEnd{} : parsed.error();
}

TEST(Arguments, AreRead) {
  const auto parsed =
      parse_arguments({"--config", "a.toml", "--data-dir", "/d", "--drill-clock", "60"});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->config_file, "a.toml");
  EXPECT_EQ(parsed->data_dir, "/d");
  EXPECT_DOUBLE_EQ(parsed->drill_clock, 60.0);
  EXPECT_EQ(parsed->test_disk, TestDisk::kReal);
}

TEST(Arguments, HelpAndVersionEndWell) {
  EXPECT_EQ(end_of({"--version"}).status, 0);
  EXPECT_NE(end_of({"--version"}).text.find("goldenfourd "), std::string::npos);
  EXPECT_EQ(end_of({"--help"}).status, 0);
  EXPECT_EQ(end_of({"--help"}).text.find("volatile"), std::string::npos);
}

TEST(Arguments, MistakesEndWith2AndSayWhat) {
  EXPECT_EQ(end_of({}).status, 2);
  EXPECT_NE(end_of({}).text.find("--print-config"), std::string::npos);
  EXPECT_EQ(end_of({"--confg", "a"}).status, 2);
  EXPECT_EQ(end_of({"--config", "a", "--drill-clock", "0.5"}).status, 2);
  EXPECT_EQ(end_of({"--config", "a", "--test-volatile-disk=maybe"}).status, 2);
}

TEST(Arguments, PrintingNeedsNoFile) {
  EXPECT_TRUE(parse_arguments({"--print-config"})->print_config);
}

TEST(Arguments, TheForgetfulDiskHasTwoKinds) {
  const auto disk = [](const std::string& argument) {
    return parse_arguments({"--config", "a", argument})->test_disk;
  };
  EXPECT_EQ(disk("--test-volatile-disk"), TestDisk::kVolatile);
  EXPECT_EQ(disk("--test-volatile-disk=full"), TestDisk::kVolatile);
  EXPECT_EQ(disk("--test-volatile-disk=off"), TestDisk::kVolatileUnsynced);
}

}  // namespace
}  // namespace goldenfour::app
