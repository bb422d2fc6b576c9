#include <gtest/gtest.h>

#include "server/registry/canonical_hash.h"
#include "tests/support/node.h"

namespace goldenfour::runtime {
namespace {

using dispatch::ErrorCode;
using std::chrono::milliseconds;
using support::eventually;
using support::MemoryJournal;
using support::Node;
using support::Town;

bool is_ready(std::future<dispatch::Reply>& reply, milliseconds patience = milliseconds(0)) {
  return reply.wait_for(patience) == std::future_status::ready;
}

class EngineTest : public testing::Test {
 protected:
  SystemClock clock_;
  MemoryJournal journal_;
};

TEST_F(EngineTest, ReplyWaitsUntilTheDecisionIsDurable) {
  Node node(journal_, clock_);
  journal_.hold = true;
  auto reply = node.submit(node.alert("120-1"));
  ASSERT_TRUE(eventually([&] { return journal_.count("RaiseAlert") == 1; }));
  EXPECT_FALSE(is_ready(reply, milliseconds(50)));
  journal_.commit_all();
  EXPECT_TRUE(reply.get().created);
}

TEST_F(EngineTest, ReplyToARepeatWaitsForWhatItSaw) {
  Node node(journal_, clock_);
  journal_.hold = true;
  auto first = node.submit(node.alert("120-1"));
  auto raise = node.alert("120-1");
  auto repeat = node.submit(raise);
  EXPECT_FALSE(is_ready(repeat, milliseconds(50)));
  journal_.commit_all();
  EXPECT_EQ(repeat.get().incident, first.get().incident);
}

TEST_F(EngineTest, QuerySeesTheStateAndAnswersAfterTheGate) {
  Node node(journal_, clock_);
  journal_.hold = true;
  auto reply = node.submit(node.alert("120-1"));
  ASSERT_TRUE(eventually([&] { return journal_.count("RaiseAlert") == 1; }));
  std::promise<std::size_t> seen;
  auto answer = seen.get_future();
  ASSERT_EQ(node.engine().query([&seen](const dispatch::State& state, const registry::Directory&,
                                        dispatch::Now) -> ports::Continuation {
    const auto& held = state.jurisdictions.at(registry::JurisdictionId("ljubljana"));
    return [&seen, count = held.incidents.size()] { seen.set_value(count); };
  }),
            ErrorCode::kNone);
  EXPECT_EQ(answer.wait_for(milliseconds(50)), std::future_status::timeout);
  journal_.commit_all();
  EXPECT_EQ(answer.get(), 1U);
}

TEST_F(EngineTest, EffectsComeOutInTheOrderOfTheirDecisions) {
  Node node(journal_, clock_);
  std::vector<std::future<dispatch::Reply>> replies;
  for (int i = 0; i < 200; ++i)
    replies.push_back(node.submit(node.alert("120-" + std::to_string(i))));
  for (std::uint32_t i = 0; i < replies.size(); ++i)
    EXPECT_EQ(replies[i].get().incident.number, i + 1);
}

TEST_F(EngineTest, AnOfferOfAnAlertReachesTheShaper) {
  Node node(journal_, clock_);
  node.add_person("ana", Town::at(200, 0));
  ASSERT_TRUE(node.send(node.alert("120-1")).created);
  EXPECT_TRUE(eventually([&] {
    for (const auto& effect : node.shaper().effects())
      if (const auto* frames = std::get_if<dispatch::PushFrames>(&effect))
        return frames->responder.value() == "ana";
    return false;
  }));
}

TEST_F(EngineTest, DelayOfTheFirstWrittenOfferIsMeasured) {
  Node node(journal_, clock_);
  node.add_person("ana", Town::at(200, 0));
  const auto incident = node.send(node.alert("120-1")).incident;
  node.send(dispatch::ReportDelivery{
      {incident, 1}, dispatch::Channel::kWebSocket, dispatch::DeliveryStage::kSent});
  const std::string text = node.metrics().text();
  EXPECT_NE(text.find("goldenfour_alert_to_offer_written_seconds_count 1"), std::string::npos);
  EXPECT_NE(text.find("goldenfour_offers_total{"), std::string::npos);
}

TEST_F(EngineTest, CommandsWaitWhileTheDiskIsBehind) {
  EngineOptions options;
  options.undurable_decisions = 4;
  Node node(journal_, clock_, options);
  journal_.hold = true;
  std::vector<std::future<dispatch::Reply>> replies;
  for (int i = 0; i < 10; ++i)
    replies.push_back(node.submit(node.alert("120-" + std::to_string(i))));
  ASSERT_TRUE(eventually([&] { return journal_.decisions().size() == 4; }));
  EXPECT_FALSE(is_ready(replies.back(), milliseconds(100)));
  EXPECT_EQ(journal_.decisions().size(), 4U);
  journal_.hold = false;
  journal_.commit_all();
  for (auto& reply : replies) EXPECT_TRUE(reply.get().created);
}

TEST_F(EngineTest, NoOutcomeInTimeIsSaid) {
  EngineOptions options;
  options.replies.timeout = milliseconds(100);
  Node node(journal_, clock_, options);
  journal_.hold = true;
  EXPECT_EQ(node.send(node.alert("120-1")).error, ErrorCode::kOverloaded);
  journal_.commit_all();  // the late reply finds nobody
}

TEST_F(EngineTest, TooManyWhoWaitAreRefused) {
  EngineOptions options;
  options.replies.waiting = 2;
  Node node(journal_, clock_, options);
  journal_.hold = true;
  auto first = node.submit(node.alert("120-1"));
  auto second = node.submit(node.alert("120-2"));
  EXPECT_EQ(node.send(node.alert("120-3")).error, ErrorCode::kOverloaded);
}

TEST_F(EngineTest, OnADrillServerOnlyDrillsAreTaken) {
  EngineOptions options;
  options.drills_only = true;
  Node node(journal_, clock_, options);
  auto raise = node.alert("120-1");
  EXPECT_EQ(node.send(raise).error, ErrorCode::kDrillOnly);
  raise.alert.status = dispatch::AlertStatus::kExercise;
  EXPECT_TRUE(node.send(raise).created);
}

TEST_F(EngineTest, TimersFireOnTheScaledClock) {
  const ScaledClock fast(clock_, 600.0);
  Node node(journal_, fast);
  node.send(node.alert("120-1"));
  EXPECT_TRUE(eventually([&] { return journal_.count("TimerFired") >= 1; }));
}

TEST_F(EngineTest, ARestartResumesStateAndOverdueTimers) {
  std::uint64_t live = 0;
  {
    Node node(journal_, clock_);
    node.add_person("ana", Town::at(200, 0));
    node.send(node.alert("120-1"));
    ASSERT_TRUE(node.engine().stop(std::chrono::seconds(5)));
    live = node.hash();
  }
  Town replayed;
  for (const auto& decision : journal_.decisions()) replayed.dispatcher().replay(decision);
  EXPECT_EQ(replayed.dispatcher().hash(), live);

  const ScaledClock fast(clock_, 600.0);  // another boot: wall time decides, at most the duration
  Node again(journal_, fast);
  EXPECT_TRUE(eventually([&] { return journal_.count("TimerFired") >= 1; }));
  EXPECT_FALSE(again.send(again.alert("120-1")).created);
}

TEST_F(EngineTest, StopFinishesAndDeliversWhatWasTaken) {
  Node node(journal_, clock_);
  std::vector<std::future<dispatch::Reply>> replies;
  for (int i = 0; i < 300; ++i)
    replies.push_back(node.submit(node.alert("120-" + std::to_string(i))));
  ASSERT_TRUE(node.engine().stop(std::chrono::seconds(10)));
  for (auto& reply : replies) {
    ASSERT_TRUE(is_ready(reply));
    EXPECT_TRUE(reply.get().created);
  }
  EXPECT_EQ(node.send(node.alert("late")).error, ErrorCode::kShuttingDown);
}

TEST_F(EngineTest, StopSaysWhenTheDiskDoesNotFollow) {
  Node node(journal_, clock_);
  journal_.hold = true;
  auto reply = node.submit(node.alert("120-1"));
  EXPECT_FALSE(node.engine().stop(milliseconds(100)));
  EXPECT_FALSE(is_ready(reply));
}

TEST_F(EngineTest, ThreadsMeetOnlyInTheInboxes) {
  Node node(journal_, clock_);
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&node, &answered, t] {
        const registry::ResponderId person("p" + std::to_string(t));
        for (int i = 0; i < 100; ++i) {
          auto raise = node.alert(std::to_string(t) + "-" + std::to_string(i));
          raise.alert.kind = dispatch::IncidentKind::kOther;
          static_cast<void>(node.engine().submit(
              node.command(raise), [&answered](const dispatch::Reply&) { ++answered; }));
          node.engine().presence(person, {Town::at(i, t), {}, {}, {}, {}});
          static_cast<void>(node.engine().query(
              [&answered](const dispatch::State&, const registry::Directory&, dispatch::Now) {
                return [&answered] { ++answered; };
              }));
        }
      });
  }
  EXPECT_TRUE(eventually([&] { return answered == 800; })) << answered;
}

using EngineDeathTest = EngineTest;

TEST_F(EngineDeathTest, AFailedJournalEndsTheProcessWith70) {
  EXPECT_EXIT(die(Log(), "commit failed"), testing::ExitedWithCode(70), "");
}

}  // namespace
}  // namespace goldenfour::runtime
