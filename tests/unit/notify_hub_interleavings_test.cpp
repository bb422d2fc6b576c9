// Whatever the order in which subscribers, alerts and the disk come and go.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/hub_dialogue.h"
#include "tests/support/random.h"

namespace goldenfour::notify {
namespace {

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
