#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/hub_dialogue.h"

namespace goldenfour::notify {
namespace {

TEST_F(HubTest, AnOfferIsSentDeliveredAndSeenAsTheDeviceSays) {
  const ConnectionId ana = open("ana");
  ASSERT_EQ(1U, sender_.all<ports::Welcome>(ana).size());
  ASSERT_EQ(1U, sender_.all<ports::Reset>(ana).size());
  raise();
  const dispatch::OfferId offer = offer_of("ana");
  const auto frames = sender_.all<dispatch::ResponderFrame>(ana);
  ASSERT_EQ(1U, frames.size());
  EXPECT_EQ(1U, frames[0].position.sequence);
  EXPECT_EQ(DeliveryStage::kQueued, stage(offer));

  hub_.written(ana, sender_.told[ana].tags.back());
  engine_.settle();
  EXPECT_EQ(DeliveryStage::kSent, stage(offer));
  hub_.acknowledged(ana, {1, 0});
  engine_.settle();
  EXPECT_EQ(DeliveryStage::kSent, stage(offer)) << "an older acknowledgement says nothing";
  hub_.acknowledged(ana, {2, 1});
  engine_.settle();
  EXPECT_EQ(DeliveryStage::kSent, stage(offer)) << "nor one of another epoch";
  hub_.acknowledged(ana, frames[0].position);
  engine_.settle();
  EXPECT_EQ(DeliveryStage::kDelivered, stage(offer));
  hub_.seen(ana, offer);
  engine_.settle();
  EXPECT_EQ(DeliveryStage::kSeen, stage(offer));
}

TEST_F(HubTest, AnOfferWithinASnapshotIsTrackedToo) {
  raise();
  const dispatch::OfferId offer = offer_of("ana");
  const ConnectionId ana = open("ana");
  const auto resets = sender_.all<ports::Reset>(ana);
  ASSERT_EQ(1U, resets.size());
  ASSERT_EQ(1U, resets[0].offers.size());
  hub_.written(ana, sender_.told[ana].tags.back());
  hub_.acknowledged(ana, resets[0].position);
  engine_.settle();
  EXPECT_EQ(DeliveryStage::kDelivered, stage(offer));
}

TEST_F(HubTest, AReportThatTheEngineRefusedIsMadeAgain) {
  const ConnectionId ana = open("ana");
  raise();
  const auto position = sender_.all<dispatch::ResponderFrame>(ana).at(0).position;
  engine_.refuse = dispatch::ErrorCode::kOverloaded;
  hub_.acknowledged(ana, position);
  engine_.settle();
  engine_.refuse = dispatch::ErrorCode::kNone;
  hub_.acknowledged(ana, position);
  engine_.settle();
  EXPECT_EQ(DeliveryStage::kDelivered, stage(offer_of("ana")));
}

TEST_F(HubTest, WhoResumesGetsWhatWasMissed) {
  const ConnectionId first = open("ana");
  const StreamPosition seen = sender_.all<ports::Welcome>(first).at(0).position;
  hub_.closed(first);
  raise();
  const ConnectionId second = open("ana", seen);
  EXPECT_TRUE(sender_.all<ports::Welcome>(second).at(0).resumed);
  EXPECT_TRUE(sender_.all<ports::Reset>(second).empty());
  const auto frames = sender_.all<dispatch::ResponderFrame>(second);
  ASSERT_EQ(1U, frames.size());
  EXPECT_EQ(seen.sequence + 1, frames[0].position.sequence);
}

TEST_F(HubTest, WhoResumesBehindAnOfferHasIt) {
  const ConnectionId first = open("ana");
  raise();
  const StreamPosition has = sender_.all<dispatch::ResponderFrame>(first).at(0).position;
  hub_.closed(first);
  open("ana", has);
  EXPECT_EQ(DeliveryStage::kDelivered, stage(offer_of("ana")));
}

TEST_F(HubTest, AnImpossiblePositionLeadsToAReset) {
  const ConnectionId ana = open("ana", StreamPosition{1, 77});
  EXPECT_FALSE(sender_.all<ports::Welcome>(ana).at(0).resumed);
  EXPECT_EQ(1U, sender_.all<ports::Reset>(ana).size());
}

TEST_F(HubTest, AWithdrawnOfferIsNeverShownToWhoComesLate) {
  const ConnectionId first = open("ana");
  const StreamPosition seen = sender_.all<ports::Welcome>(first).at(0).position;
  hub_.closed(first);
  cancel(raise());
  const ConnectionId second = open("ana", seen);
  for (const auto& frame : sender_.all<dispatch::ResponderFrame>(second)) {
    EXPECT_TRUE(std::holds_alternative<dispatch::StandDownNotice>(frame.body));
  }
}

TEST_F(HubTest, TheOldestOfTooManyConnectionsOfOnePersonGoes) {
  const ConnectionId one = open("ana");
  const ConnectionId two = open("ana");
  const ConnectionId three = open("ana");
  EXPECT_EQ(StreamEnd::kReplaced, sender_.told[one].end);
  raise();
  EXPECT_TRUE(sender_.all<dispatch::ResponderFrame>(one).empty());
  EXPECT_EQ(1U, sender_.all<dispatch::ResponderFrame>(two).size());
  EXPECT_EQ(1U, sender_.all<dispatch::ResponderFrame>(three).size());
}

TEST_F(HubTest, BeyondItsLimitTheHubRefuses) {
  for (int i = 0; i < 8; ++i) open("person-" + std::to_string(i));
  const ConnectionId ninth = open("person-9");
  EXPECT_EQ(StreamEnd::kOverloaded, sender_.told[ninth].end);
  EXPECT_EQ(8U, hub_.figures().responders);
}

TEST_F(HubTest, ASubscriptionThatTheEngineShedsIsClosed) {
  engine_.refuse_queries = dispatch::ErrorCode::kOverloaded;
  const ConnectionId ana = open("ana");
  EXPECT_EQ(StreamEnd::kOverloaded, sender_.told[ana].end);
  EXPECT_EQ(0U, hub_.figures().responders);
}

TEST_F(HubTest, WhoLeavesBeforeTheSnapshotIsReadyIsToldNothing) {
  engine_.hold = true;
  const ConnectionId ana = open("ana");
  hub_.closed(ana);
  engine_.settle();
  engine_.release();
  engine_.settle();
  EXPECT_TRUE(sender_.told[ana].frames.empty());
}

TEST_F(HubTest, NothingIsToldBeforeTheDiskKnows) {
  const ConnectionId ana = open("ana");
  engine_.hold = true;
  raise();
  EXPECT_TRUE(sender_.all<dispatch::ResponderFrame>(ana).empty());
  engine_.release();
  engine_.settle();
  EXPECT_EQ(1U, sender_.all<dispatch::ResponderFrame>(ana).size());
}

TEST_F(HubTest, ASnapshotTooWaitsForTheDisk) {
  engine_.hold = true;
  raise();
  const ConnectionId ana = open("ana");
  EXPECT_TRUE(sender_.told[ana].frames.empty());
  engine_.release();
  engine_.settle();
  ASSERT_EQ(1U, sender_.all<ports::Reset>(ana).size());
  EXPECT_EQ(1U, sender_.all<ports::Reset>(ana)[0].offers.size());
}

TEST_F(HubTest, AGapEndsTheConnection) {
  const ConnectionId ana = open("ana");
  dispatch::ResponderFrame frame;
  frame.position = {1, 5};
  frame.body = dispatch::StandDownNotice{};
  hub_.push(ResponderId("ana"), {frame});
  EXPECT_TRUE(sender_.all<dispatch::ResponderFrame>(ana).empty());
  EXPECT_EQ(StreamEnd::kOverloaded, sender_.told[ana].end);
}

TEST_F(HubTest, ARevokedTokenEndsItsStreams) {
  const ConnectionId ana = open("ana");
  const ConnectionId bor = open("bor");
  hub_.revoked("token-ana");
  engine_.settle();
  EXPECT_EQ(StreamEnd::kRevoked, sender_.told[ana].end);
  EXPECT_FALSE(sender_.told[bor].end);
  raise();
  EXPECT_TRUE(sender_.all<dispatch::ResponderFrame>(ana).empty());
}

TEST_F(HubTest, ConsolesSeeTheirJurisdictionAloneAndRespondersNone) {
  const ConnectionId console = open_console("desk");
  const ConnectionId ana = open("ana");
  const ConnectionId foreign{50, 1, 0};
  hub_.open(foreign, {"desk", "desk", town().jurisdictions()[1], {}, {}});
  engine_.settle();
  raise();
  std::uint64_t expected = sender_.all<ports::Welcome>(console).at(0).position.sequence;
  const auto frames = sender_.all<dispatch::ConsoleFrame>(console);
  ASSERT_FALSE(frames.empty());
  for (const auto& frame : frames) EXPECT_EQ(++expected, frame.position.sequence);
  EXPECT_TRUE(sender_.all<dispatch::ConsoleFrame>(ana).empty());
  EXPECT_TRUE(sender_.all<dispatch::ConsoleFrame>(foreign).empty());
}

TEST_F(HubTest, CountsGoToConsoles) {
  const ConnectionId console = open_console("desk");
  const ConnectionId ana = open("ana");
  raise();
  hub_.start();
  io_.restart();
  io_.run_for(std::chrono::milliseconds(50));
  hub_.stop();
  engine_.settle();
  const auto counts = sender_.all<ports::Counts>(console);
  ASSERT_FALSE(counts.empty());
  EXPECT_EQ(1U, counts.back().responders_connected);
  EXPECT_EQ(2U, counts.back().responders_on_duty);
  EXPECT_EQ(1U, counts.back().open_incidents);
  EXPECT_TRUE(sender_.all<ports::Counts>(ana).empty());
}

/// The hub's seconds pass for a while.
class FiguresTest : public HubTest {
 protected:
  explicit FiguresTest(HubOptions options = fast()) : HubTest(options) { hub_.start(); }
  ~FiguresTest() override {
    hub_.stop();
    engine_.settle();
  }
  void some_seconds() {
    io_.restart();
    io_.run_for(std::chrono::milliseconds(30));
  }
  dispatch::OfferId accept(const std::string& who) {
    const dispatch::OfferId offer = offer_of(who);
    engine_.happen(
        [&](Town& here) { return here.send(dispatch::Answer{offer, ResponderId(who), true}); });
    return offer;
  }
  void move(const std::string& who, geo::Position where) {
    town().directory().set_presence(ResponderId(who), {where, geo::Meters{8}, town().now().utc,
                                                       registry::TravelMode::kFoot, true});
  }
};

TEST_F(FiguresTest, OnlyHoldersOfTasksAreEverShownWhereTheyAre) {
  const ConnectionId console = open_console("desk");
  const ConnectionId phone = open("ana");
  town().add_person("dora", Town::at(900, 900));
  raise();
  some_seconds();
  for (const auto& frame : sender_.all<dispatch::Movements>(console))
    EXPECT_TRUE(frame.all.empty()) << "asked is not accepted";
  const dispatch::OfferId task = accept("ana");
  some_seconds();
  const auto frames = sender_.all<dispatch::Movements>(console);
  ASSERT_FALSE(frames.empty());
  ASSERT_EQ(1U, frames.back().all.size());
  const dispatch::Movement& ana = frames.back().all[0];
  EXPECT_EQ(task, ana.task);
  EXPECT_EQ(ResponderId("ana"), ana.responder);
  EXPECT_EQ(Town::at(100, 0), ana.position);
  EXPECT_EQ(10, ana.accuracy_meters);
  EXPECT_TRUE(ana.expected_at);
  for (const auto& frame : frames)
    for (const auto& each : frame.all) EXPECT_EQ(ResponderId("ana"), each.responder);
  EXPECT_TRUE(sender_.all<dispatch::Movements>(phone).empty()) << "for consoles alone";
}

TEST_F(FiguresTest, MovementsAreSentWhenSomethingChangedAndWithoutAPlaceInTheStream) {
  const ConnectionId console = open_console("desk");
  const ConnectionId foreign{50, 1, 0};
  hub_.open(foreign, {"desk", "desk", town().jurisdictions()[1], {}, {}});
  const auto incident = raise();
  accept("ana");
  some_seconds();
  const auto count = [&] { return sender_.all<dispatch::Movements>(console).size(); };
  const std::size_t before = count();
  some_seconds();
  EXPECT_EQ(before, count()) << "nothing changed";
  move("bor", Town::at(0, 150));
  some_seconds();
  EXPECT_EQ(before, count()) << "who has no task moves unseen";
  move("ana", Town::at(50, 0));
  some_seconds();
  EXPECT_EQ(before + 1, count());
  EXPECT_EQ(Town::at(50, 0), sender_.all<dispatch::Movements>(console).back().all.at(0).position);

  const ConnectionId late = open_console("late");
  some_seconds();
  EXPECT_EQ(1U, sender_.all<dispatch::Movements>(late).size()) << "the picture as it is";
  EXPECT_EQ(before + 1, count());

  cancel(incident);
  some_seconds();
  EXPECT_EQ(before + 2, count());
  EXPECT_TRUE(sender_.all<dispatch::Movements>(console).back().all.empty()) << "nobody any more";
  for (const auto& frame : sender_.all<dispatch::Movements>(foreign))
    EXPECT_TRUE(frame.all.empty()) << "another jurisdiction's";
  for (const std::uint64_t tag : sender_.told[console].tags) EXPECT_EQ(0U, tag);
}

TEST_F(FiguresTest, APositionThatIsForgottenIsShownNoMore) {
  const ConnectionId console = open_console("desk");
  raise();
  accept("ana");
  some_seconds();
  ASSERT_EQ(1U, sender_.all<dispatch::Movements>(console).back().all.size());
  town().directory().forget_presence(ResponderId("ana"));
  some_seconds();
  EXPECT_TRUE(sender_.all<dispatch::Movements>(console).back().all.empty());
}

class FewFiguresTest : public FiguresTest {
 protected:
  FewFiguresTest() : FiguresTest(few()) {}
  static HubOptions few() {
    HubOptions options = fast();
    options.figures = {.movements = 1, .cells = 1};
    options.cells_every = std::chrono::milliseconds(1);
    return options;
  }
};

TEST_F(FewFiguresTest, MovementsAreBounded) {
  const ConnectionId console = open_console("desk");
  raise();
  accept("ana");
  accept("bor");
  some_seconds();
  const auto frames = sender_.all<dispatch::Movements>(console);
  ASSERT_FALSE(frames.empty());
  EXPECT_EQ(1U, frames.back().all.size());
  EXPECT_TRUE(frames.back().truncated);
}

TEST_F(FewFiguresTest, PeopleAreCountedByCellFromFiveOn) {
  const ConnectionId console = open_console("desk");
  town().add_person("p3", Town::at(0, 20));
  town().add_person("p4", Town::at(0, 30));
  some_seconds();
  EXPECT_TRUE(sender_.all<ports::Counts>(console).back().cells.empty()) << "four give a cell away";
  town().add_person("p5", Town::at(0, 40));
  for (int i = 0; i < 6; ++i) town().add_person("far" + std::to_string(i), Town::at(30'000, i));
  some_seconds();
  const auto cells = sender_.all<ports::Counts>(console).back().cells;
  ASSERT_EQ(1U, cells.size()) << "the fullest, as far as the limit goes";
  EXPECT_EQ(6U, cells[0].responders);
  town().directory().forget_presence(ResponderId("far0"));
  town().directory().set_duty(ResponderId("far1"), {});
  some_seconds();
  EXPECT_EQ(5U, sender_.all<ports::Counts>(console).back().cells.at(0).responders);
  town().directory().forget_presence(ResponderId("p5"));
  town().directory().forget_presence(ResponderId("far2"));
  some_seconds();
  EXPECT_TRUE(sender_.all<ports::Counts>(console).back().cells.empty());
}

TEST_F(HubTest, WhoStaysAwayIsReportedLostOnce) {
  const ConnectionId first = open("ana");
  const ConnectionId second = open("ana");
  hub_.start();
  hub_.closed(first);
  io_.restart();
  io_.run_for(std::chrono::milliseconds(20));
  town().pass(std::chrono::milliseconds(60'000));
  io_.run_for(std::chrono::milliseconds(20));
  EXPECT_EQ(0U, losses()) << "one connection is left";
  hub_.closed(second);
  io_.run_for(std::chrono::milliseconds(20));
  EXPECT_EQ(0U, losses()) << "may come back";
  town().pass(std::chrono::milliseconds(60'000));
  io_.run_for(std::chrono::milliseconds(20));
  EXPECT_EQ(1U, losses());
  io_.run_for(std::chrono::milliseconds(20));
  EXPECT_EQ(1U, losses());
  hub_.stop();
  engine_.settle();
}

}  // namespace
}  // namespace goldenfour::notify
