#include <gtest/gtest.h>

#include <sstream>

#include <spdlog/sinks/ostream_sink.h>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include "server/runtime/effect_runner.h"
#include "server/runtime/log.h"
#include "server/runtime/system_clock.h"

namespace goldenfour::runtime {
namespace {

class HeldClock final : public ports::Clock {
 public:
  registry::Now value{{registry::Duration(1'000)}, {registry::Duration(50'000)}, {7}};
  registry::Now now() const override { return value; }
};

TEST(Clocks, BootIdIsReadAndNeverZero) {
  EXPECT_EQ(boot_id_of("").value, 0U);
  EXPECT_NE(boot_id_of("a").value, 0U);
  EXPECT_NE(boot_id_of("a"), boot_id_of("b"));
  EXPECT_EQ(SystemClock().now().boot, SystemClock().now().boot);
}

TEST(Clocks, SystemClockMovesForward) {
  const SystemClock clock;
  const auto first = clock.now();
  const auto second = clock.now();
  EXPECT_LE(first.steady, second.steady);
  EXPECT_GT(first.utc.since_epoch.count(), 1'700'000'000'000);
}

TEST(Clocks, ScaledClockRunsFasterFromItsStart) {
  HeldClock real;
  const ScaledClock clock(real, 60.0);
  EXPECT_EQ(clock.now().steady, real.value.steady);
  real.value.steady = real.value.steady + registry::Duration(2'000);
  EXPECT_EQ(clock.now().steady.since_boot.count(), 1'000 + 120'000);
  EXPECT_EQ(clock.now().utc.since_epoch.count(), 50'000 + 120'000);
  EXPECT_NE(clock.now().boot, real.value.boot);
  EXPECT_DOUBLE_EQ(clock.rate(), 60.0);
}

TEST(EffectRunnerTest, HoldsEverythingBehindTheFirstThatIsNotDurable) {
  boost::asio::io_context io;
  EffectRunner runner(io.get_executor());
  std::vector<int> ran;
  runner.put({{1, [&] { ran.push_back(1); }}, {3, [&] { ran.push_back(2); }}});
  runner.put({{3, [&] { ran.push_back(3); }}});
  io.poll();
  EXPECT_TRUE(ran.empty());
  runner.durable(2);
  io.restart();
  io.poll();
  EXPECT_EQ(ran, (std::vector<int>{1}));
  EXPECT_EQ(runner.pending(), 2U);
  runner.durable(3);
  io.restart();
  io.poll();
  EXPECT_EQ(ran, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(runner.pending(), 0U);
}

TEST(LogTest, WritesOneJsonObjectPerLine) {
  std::ostringstream out;
  auto logger = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  logger->set_pattern(std::string(kLogPattern), spdlog::pattern_time_type::utc);
  const Log log(logger);
  log.info("started", {{"sequence", std::int64_t{12}}, {"path", "a\"b\\c\n"}, {"drill", true}});
  const auto line = boost::json::parse(out.str()).as_object();
  EXPECT_EQ(line.at("event").as_string(), "started");
  EXPECT_EQ(line.at("level").as_string(), "info");
  EXPECT_EQ(line.at("sequence").as_int64(), 12);
  EXPECT_EQ(line.at("path").as_string(), "a\"b\\c\n");
  EXPECT_TRUE(line.at("drill").as_bool());
}

}  // namespace
}  // namespace goldenfour::runtime
