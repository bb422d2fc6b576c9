#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/dispatch/fact.h"

namespace goldenfour::net {

/// What decisions tell besides the state that they lead to: who caused each event of the incidents
/// in memory, and how often each person was asked and said yes. To be told every decision, from the
/// journal's first on, before anything of it is told to anybody. Any thread.
class Chronicle {
 public:
  /// O(facts * log n).
  void note(const dispatch::Decision& decision);

  /// Who sent the command that led to this version of the incident: with the name of the token, but
  /// never with a responder's id. Nothing once the incident has been archived.
  std::optional<dispatch::Actor> who(const dispatch::IncidentId& incident,
                                     std::uint64_t version) const;
  /// Who acknowledged this alarm, in the same words.
  std::optional<dispatch::Actor> who_acknowledged(const dispatch::IncidentId& incident,
                                                  std::uint32_t alarm) const;

  /// Drills too. A task that goes on in another incident is counted once.
  struct Tally {
    std::uint32_t offers = 0;
    std::uint32_t tasks = 0;
    friend bool operator==(const Tally&, const Tally&) = default;
  };
  /// Since the person was entered, or entered again.
  Tally tally(const dispatch::ResponderId& responder) const;

 private:
  using Known = std::pair<dispatch::ActorKind, std::string>;
  /// Holds from this version on, until the next one: actors seldom change from fact to fact.
  struct Turn {
    std::uint64_t version = 0;
    const Known* actor = nullptr;
  };
  struct Story {
    std::vector<Turn> turns;
    std::map<std::uint32_t, const Known*> acknowledged;  ///< by alarm
  };

  void add(const dispatch::Fact& fact, const Known& actor);

  mutable std::mutex mutex_;
  std::set<Known> actors_;  ///< as many as there were tokens, and never less
  std::map<dispatch::IncidentId, Story> stories_;
  std::map<dispatch::ResponderId, Tally> tallies_;
};

}  // namespace goldenfour::net
