// The hub as a dialogue: a town behind the engine's port, connections that are names, and a sender
// that writes down what each of them was told.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/notify/hub.h"
#include "server/notify/stream_shaper.h"
#include "tests/support/random.h"
#include "tests/support/town_engine.h"

namespace goldenfour::notify {
namespace {

using dispatch::DeliveryStage;
using dispatch::StreamPosition;
using ports::ConnectionId;
using ports::StreamEnd;
using registry::ResponderId;
using support::Town;
using support::TownEngine;

class Recorder final : public ports::StreamSender {
 public:
  struct Told {
    std::vector<ports::StreamFrame> frames;
    std::vector<std::uint64_t> tags;
    std::optional<StreamEnd> end;
  };

  void send(std::span<const ConnectionId> to, const ports::StreamFrame& frame,
            std::uint64_t tag) override {
    for (const ConnectionId& id : to) {
      told[id].frames.push_back(frame);
      told[id].tags.push_back(tag);
    }
  }
  void close(const ConnectionId& id, StreamEnd why) override { told[id].end = why; }

  template <class Body>
  std::vector<Body> all(const ConnectionId& id) {
    std::vector<Body> found;
    for (const auto& frame : told[id].frames) {
      if (const auto* body = std::get_if<Body>(&frame.body)) found.push_back(*body);
    }
    return found;
  }

  std::map<ConnectionId, Told> told;
};

class HubTest : public ::testing::Test {
 protected:
  explicit HubTest(HubOptions options = fast())
      : hub_(io_.get_executor(), engine_, sender_, engine_, options) {
    town().add_person("ana", Town::at(100, 0));
    town().add_person("bor", Town::at(0, 200));
    town().add_aed("aed-1", Town::at(120, 30));
    shaper_ = std::make_unique<StreamShaper>(town().state(), hub_);
    engine_.shape = [this](const dispatch::Effect& effect) -> ports::Continuation {
      if (const auto* push = std::get_if<dispatch::PushFrames>(&effect)) {
        return shaper_->shape(*push, town().state(), town().directory());
      }
      if (const auto* topic = std::get_if<dispatch::PublishTopic>(&effect)) {
        return shaper_->shape(*topic, town().state(), town().directory());
      }
      return {};
    };
  }

  static HubOptions fast() {
    HubOptions options;
    options.counts_every = std::chrono::milliseconds(1);
    options.connections_per_subject = 2;
    options.connections = 8;
    return options;
  }

  Town& town() { return engine_.town; }
  registry::JurisdictionId here() { return town().jurisdictions()[0]; }

  ConnectionId open(const std::string& responder, std::optional<StreamPosition> resume = {}) {
    const ConnectionId id{next_slot_++, 1, 0};
    hub_.open(id, {responder, "token-" + responder, here(), ResponderId(responder), resume});
    engine_.settle();
    return id;
  }
  ConnectionId open_console(const std::string& name, std::optional<StreamPosition> resume = {}) {
    const ConnectionId id{next_slot_++, 1, 0};
    hub_.open(id, {name, name, here(), {}, resume});
    engine_.settle();
    return id;
  }

  dispatch::IncidentId raise() {
    const auto id = engine_.happen([](Town& here) { return here.raise().id; });
    engine_.settle();
    return id;
  }
  void cancel(const dispatch::IncidentId& incident) {
    engine_.happen([&](Town& here) { return here.send(dispatch::CancelIncident{incident}); });
    engine_.settle();
  }
  DeliveryStage stage(const dispatch::OfferId& offer) {
    return town()
        .incident(offer.incident)
        .offers.at(offer.number)
        .delivery(dispatch::Channel::kWebSocket)
        .stage;
  }

  /// The offer that a responder has in hand.
  dispatch::OfferId offer_of(const std::string& responder) {
    const auto open = dispatch::open_for(town().state(), ResponderId(responder));
    EXPECT_TRUE(open.offer) << responder << " was not asked";
    return open.offer.value_or(dispatch::OfferId{});
  }

  std::size_t losses() const {
    return static_cast<std::size_t>(
        std::count_if(engine_.commands.begin(), engine_.commands.end(), [](const auto& command) {
          return std::holds_alternative<dispatch::PresenceLost>(command.body);
        }));
  }

  boost::asio::io_context io_;
  TownEngine engine_{io_};
  Recorder sender_;
  Hub hub_;
  std::unique_ptr<StreamShaper> shaper_;
  std::uint32_t next_slot_ = 1;
};

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

/// What one subscriber could put together from what it was told, as a device would.
class Follower {
 public:
  /// Fails on a gap or a double.
  void follow(Recorder& sender, const ConnectionId& id) {
    auto& frames = sender.told[id].frames;
    for (; read_ < frames.size(); ++read_) take(frames[read_]);
  }
  /// From now on another connection is followed.
  void begin_again() { read_ = 0; }
  StreamPosition position() const { return position_; }
  bool started() const { return started_; }

 private:
  void take(const ports::StreamFrame& frame) {
    if (const auto* welcome = std::get_if<ports::Welcome>(&frame.body)) {
      started_ = true;
      if (!welcome->resumed) position_ = welcome->position;
    } else if (const auto* reset = std::get_if<ports::Reset>(&frame.body)) {
      EXPECT_EQ(position_, reset->position);
    } else if (const auto* mine = std::get_if<dispatch::ResponderFrame>(&frame.body)) {
      next(mine->position);
    } else if (const auto* topic = std::get_if<dispatch::ConsoleFrame>(&frame.body)) {
      next(topic->position);
    }
  }
  void next(const StreamPosition& at) {
    EXPECT_EQ(position_.sequence + 1, at.sequence);
    position_ = at;
  }

  StreamPosition position_;
  std::size_t read_ = 0;
  bool started_ = false;
};

class HubInterleavings : public HubTest, public ::testing::WithParamInterface<std::uint64_t> {};

/// Subscribers come, go and resume while alerts are raised and cancelled and the disk lags behind
/// by a random amount. Law: per subscriber +1, nothing missing, nothing twice.
INSTANTIATE_TEST_SUITE_P(Seeds, HubInterleavings, ::testing::Range<std::uint64_t>(1, 41));
TEST_P(HubInterleavings, NeitherGapNorDouble) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  support::Random random(GetParam());
  engine_.hold = true;
  const std::vector<std::string> names{"ana", "bor", "desk"};
  std::map<std::string, std::optional<ConnectionId>> links;
  std::map<std::string, Follower> followers;
  std::vector<dispatch::IncidentId> open_incidents;
  for (int step = 0; step < 300; ++step) {
    const std::string name = names[random.below(names.size())];
    auto& link = links[name];
    Follower& follower = followers[name];
    switch (random.below(6)) {
      case 0:
        if (link) break;
        follower.begin_again();
        link = name == "desk" ? open_console(name, follower.position())
                              : open(name, follower.position());
        break;
      case 1:
        if (!link) break;
        follower.follow(sender_, *link);
        hub_.closed(*link);
        link.reset();
        break;
      case 2:
        open_incidents.push_back(raise());
        break;
      case 3:
        if (open_incidents.empty()) break;
        cancel(open_incidents.back());
        open_incidents.pop_back();
        break;
      default:
        engine_.release(random.below(4));
    }
    engine_.settle();
    if (link) follower.follow(sender_, *link);
  }
  while (engine_.waiting() > 0) {  // what is told may lead to reports, which are told in turn
    engine_.release();
    engine_.settle();
  }
  for (const auto& [name, link] : links) {
    if (!link) continue;
    Follower& follower = followers[name];
    follower.follow(sender_, *link);
    EXPECT_TRUE(follower.started());
    const auto mailbox = town().state().mailboxes.find(ResponderId(name));
    const std::uint64_t newest =
        name == "desk" ? town().state().jurisdictions.at(here()).topic_sequence
        : mailbox == town().state().mailboxes.end() ? 0
                                                    : mailbox->second.last_sequence;
    EXPECT_EQ(newest, follower.position().sequence) << name;
    EXPECT_FALSE(sender_.told[*link].end);
  }
}

}  // namespace
}  // namespace goldenfour::notify
