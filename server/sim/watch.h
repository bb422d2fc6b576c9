#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "server/dispatch/fact_checker.h"
#include "server/sim/node.h"
#include "server/sim/server.h"
#include "server/sim/standby.h"
#include "server/sim/truth.h"

namespace goldenfour::sim {

/// How many of what happened.
struct Tally {
  std::uint64_t decisions = 0;
  std::uint64_t incidents = 0;
  std::uint64_t offers = 0;
  std::uint64_t tasks = 0;
  std::uint64_t frames = 0;
  std::uint64_t alarms = 0;
  std::uint64_t lost = 0;       ///< decisions that a crash took back
  std::uint64_t archived = 0;   ///< incidents whose retention ended
  std::uint64_t most_open = 0;  ///< incidents at the same time
};

/// From the commit that makes something necessary, or from a start, until it is done.
inline constexpr Duration kDoneWithin{2000};

/// Watches a server from outside and checks the laws after every step: what can be seen in the
/// state, in the order of facts, and in time.
class Watch final : public NodeEvents {
 public:
  /// `city` and the others must outlive the watch.
  Watch(Env& env, const City& city, Truth& truth);

  void handled(const Node& node, const dispatch::Command& command, const dispatch::Step& step,
               std::uint64_t sequence, bool again) override;
  void durable(const Node& node, std::uint64_t sequence) override;
  void replied(const Node& node, const dispatch::Reply& reply) override;
  void started(const Node& node, const registry::ResponderId& id,
               const dispatch::ResponderStart& start) override;
  void framed(const registry::ResponderId& id, const dispatch::ResponderFrame& frame) override;
  void sent_by_channel(const dispatch::SendByChannel& notice) override;
  void sounded(const dispatch::SoundAlarm& alarm) override;

  /// About to crash: the journal with all that waits must explain the state.
  void crashing(const Server& server);
  /// Up again: what was not durable never happened.
  void restarted(Server& server);
  /// Now and then, while up: what should have happened by now?
  void look(const Server& server);
  /// When all is over.
  void finish(const Server& server);

  const Tally& tally() const { return tally_; }

 private:
  using TimerKey = std::tuple<dispatch::IncidentId, std::uint32_t, std::uint32_t>;
  /// Something that must have been done by `due`.
  struct Need {
    std::uint64_t sequence = 0;
    std::optional<Duration> due;
  };
  /// Somebody who must hear that it is cancelled.
  struct Call {
    std::uint64_t sequence = 0;
    std::optional<Duration> due;
    std::uint64_t life = 0;
  };

  void read(const Node& node, const dispatch::Decision& decision, std::uint64_t sequence);
  void read_fact(const Node& node, const dispatch::Fact& fact, std::uint64_t sequence);
  void check_alternate(const Node& node, const dispatch::IncidentId& id, std::uint32_t task,
                       WallTime at);
  void check_use(const Node& node, const dispatch::Fact& fact);
  void check_lead(const Node& node, const dispatch::OfferMade& made);
  void check_may_be_asked(const Node& node, const dispatch::OfferMade& made);
  void check_snapshot(const dispatch::State& state, const registry::ResponderId& id,
                      const dispatch::ResponderStart& start);
  void check_word(const Node& node, const dispatch::Command& command,
                  const dispatch::Decision& decision);
  void check_granted(const Node& node, const dispatch::Command& command);
  void check_no(const Node& node, const dispatch::Answer& answer);
  void check_replaced(const Node& node, const dispatch::Answer& answer,
                      const dispatch::Decision& decision);
  void note_outgoing(const dispatch::Fact& fact, std::uint64_t sequence);
  void check_outgoing(const Node& node);
  void check_told(const Node& node, const dispatch::Fact& fact);
  void check_withdrawn(const dispatch::State& state, const registry::Aed& aed);
  void check_crew_takes_over(const dispatch::Incident& incident);
  void check_delivered(const dispatch::DeliveryChanged& fact);
  void fired_once(const dispatch::TimerFired& fired, std::uint64_t sequence);
  void sample(const Node& node, std::uint64_t sequence);
  void check_timers(const Node& node);
  void check_needs(const Node& node);
  void check_calls(const Node& node);
  void check_promises(const dispatch::State& state);
  void check_directory(const Node& node);
  void check_presence(const Node& node);
  void satisfied(const dispatch::IncidentId& incident);
  void expect(int law, bool fine, const std::string& what);
  void met(int law) { truth_.laws.met(law); }
  void broken(int law, const std::string& what);

  Env& env_;
  const City& city_;
  Truth& truth_;
  Tally tally_;
  dispatch::FactChecker checker_;
  dispatch::LawCounts counts_;
  Standby standby_;
  std::uint64_t durable_ = 0;
  std::uint64_t durable_before_ = 0;  ///< the newest commit
  std::uint64_t life_ = 0;
  Duration up_since_{0};
  std::map<std::uint64_t, std::uint64_t> samples_;          ///< sequence -> hash of the live state
  std::map<std::uint64_t, std::uint64_t> seen_by_;          ///< correlation -> sequence
  std::map<registry::ResponderId, std::uint64_t> written_;  ///< newest frame of the session
  std::map<dispatch::IncidentId, Need> needs_;
  std::map<dispatch::OfferId, std::uint64_t> made_;  ///< -> sequence
  std::map<dispatch::OfferId, Need> messages_;       ///< not yet sent
  std::map<std::pair<dispatch::IncidentId, std::uint32_t>, Need>
      sounds_;  ///< alarms not yet sounded
  std::map<std::pair<registry::ResponderId, dispatch::OfferId>, Call> calls_;
  std::map<dispatch::IncidentId, std::uint64_t> ended_;  ///< no more offers -> sequence
  std::map<TimerKey, std::uint64_t> fired_;              ///< -> sequence of what it led to
  std::map<std::pair<dispatch::IncidentId, std::uint32_t>, Instant> due_at_start_;
  std::map<registry::ResponderId, std::pair<WallTime, Duration>> presences_;
  Random random_;
};

}  // namespace goldenfour::sim
