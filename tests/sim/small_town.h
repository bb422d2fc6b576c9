#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "server/dispatch/directory_world.h"
#include "server/dispatch/dispatcher.h"
#include "server/dispatch/fact_checker.h"
#include "server/dispatch/timers.h"
#include "server/registry/directory.h"
#include "server/sim/clock.h"
#include "tests/sim/town_map.h"

namespace goldenfour::sim {

/// What may happen in a small town, beside two alerts and everybody's yes or no.
struct Happenings {
  bool cancel = false;               ///< the first alert is called off
  std::uint32_t empty_cabinets = 0;  ///< so many people stand before an empty cabinet
  std::uint32_t silences = 0;        ///< so often nobody says anything for half a minute
  bool late_answers = false;         ///< somebody says yes to what they were let off
  bool crash = false;                ///< once, with everything else before or after it
  bool reboot = false;               ///< the machine starts anew with it
};

/// How often what was looked at was there to be seen; an exploration that never met it proves
/// nothing.
struct Sightings {
  std::uint64_t moments = 0;    ///< steps that were decided and looked at
  std::uint64_t futures = 0;    ///< moments from which things can go on differently
  std::uint64_t met_again = 0;  ///< moments with the same future as one before
  std::uint64_t endings = 0;    ///< ways in which it all can end
  std::uint64_t crashes = 0;
  std::uint64_t repeats = 0;        ///< said again after a crash that swallowed the answer
  std::uint64_t two_helped = 0;     ///< both emergencies had somebody coming
  std::uint64_t both_promised = 0;  ///< both AEDs promised at one time
  std::uint64_t replaced = 0;       ///< somebody else was asked than at first
  std::uint64_t late_refused = 0;
  std::uint64_t cabinets_empty = 0;
};

/// Two emergencies, three people, two AEDs on the product's own dispatcher: everything that can
/// happen, in every order, with every law looked at after each step. Depth first over copies of the
/// state; P and Q are the patients. Two orders that lead to the same future are followed once from
/// there: what only tells the past (timelines, versions, an AED's reasons) makes no difference to
/// what comes.
class SmallTown {
 public:
  SmallTown(const std::string& map, Happenings happenings);

  void explore();

  const Sightings& seen() const { return seen_; }
  /// What went wrong, each with the story that led there; the first few.
  const std::vector<std::string>& wrong() const { return wrong_; }

 private:
  static constexpr std::size_t kWrongKept = 5;
  enum class What : std::uint8_t { kAlert, kCancel, kYes, kNo, kLateYes, kEmptyCabinet, kSilence };
  struct Event {
    What what = What::kAlert;
    std::size_t which = 0;  ///< the alert
    dispatch::OfferId offer;
    dispatch::ResponderId who;
    dispatch::AedId aed;
  };
  /// One life of the server.
  struct Life {
    Life(const SmallTown& town, const VirtualClock& clock);
    registry::Directory directory;
    dispatch::DirectoryWorld world;
    dispatch::Dispatcher dispatcher;
  };
  /// What has happened so far.
  struct Happened {
    std::array<bool, 2> raised{};
    bool cancel = false;
    bool crash = false;
    std::uint32_t empty_cabinets = 0;
    std::uint32_t silences = 0;
    std::set<dispatch::OfferId> answered;
    auto tie() const { return std::tie(raised, cancel, crash, empty_cabinets, silences, answered); }
  };
  /// A point to which the exploration comes back: a value.
  struct Moment {
    const Life* life;
    dispatch::Dispatcher dispatcher;
    dispatch::FactChecker checker;
    dispatch::TimerQueue timers;
    VirtualClock clock;
    Happened happened;
  };

  void explore_from(const Moment& moment);
  void with_crash_after(const Moment& moment, const Event& event);
  void with_crash_before(const Moment& moment);
  Moment restarted(const Moment& before, std::unique_ptr<Life>& life);
  bool is_new(const Moment& moment);
  /// Nobody says anything any more; then the crews arrive.
  void finish(Moment moment);

  std::vector<Event> possible(const Moment& moment) const;
  void possible_at(const dispatch::Incident& incident, const Moment& moment,
                   std::vector<Event>& events) const;
  dispatch::CommandBody command_of(const Event& event) const;
  static bool is_answer(What what);
  /// Whether the story goes on from there. `heard`: effects are performed, and phones ring.
  bool happen(Moment& moment, const Event& event, bool heard);
  dispatch::Reply say(Moment& moment, dispatch::CommandBody body, bool heard);
  /// Nobody says anything; timers act.
  void pass(Moment& moment, Duration silence);
  void phones_ring(Moment& moment);

  static std::vector<const dispatch::Incident*> incidents_of(const dispatch::State& state);
  void look(const Moment& moment);
  void look_at_promises(const dispatch::State& state);
  void look_at_questions(const dispatch::State& state);
  void report(const dispatch::Breach& breach);
  void expect(bool fine, const std::string& what);
  std::string tell(const Event& event) const;

  Happenings happenings_;
  std::map<char, geo::Position> places_;
  std::vector<registry::Responder> people_;
  std::map<registry::ResponderId, geo::Position> stands_;
  std::vector<dispatch::Decision> journal_;  ///< of the path just walked
  std::vector<std::string> story_;           ///< the same for people
  Sightings seen_;
  std::vector<std::string> wrong_;
  std::set<std::uint64_t> known_;  ///< futures
};

}  // namespace goldenfour::sim
