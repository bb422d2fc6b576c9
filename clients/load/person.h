#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clients/load/behaviour.h"
#include "clients/load/population.h"
#include "goldenfour/v1/stream.pb.h"
#include "server/sim/random.h"

namespace goldenfour::load {

/// What one volunteer did, counted.
struct PersonCounts {
  std::uint64_t offers = 0;
  std::uint64_t accepted = 0;
  std::uint64_t declined = 0;
  std::uint64_t silent = 0;
  std::uint64_t tasks = 0;
  std::uint64_t left = 0;
  std::uint64_t aeds_collected = 0;
  std::uint64_t aeds_missing = 0;
  std::uint64_t on_scene = 0;
  std::uint64_t stood_down = 0;
  std::uint64_t handed_over = 0;
};

/// How far somebody with a task is.
enum class TaskStage { kTurnout, kToAed, kAtAed, kToScene, kOnScene, kHelping };

struct PersonTask {
  v1::TaskNotice notice;
  TaskStage stage = TaskStage::kTurnout;
  double due = 0;           ///< of the stage's end
  double hand_over_at = 0;  ///< when the crew takes over
  bool has_aed = false;
};

/// A straight walk.
struct Leg {
  geo::Position from;
  geo::Position to;
  double start = 0;
  double end = 0;
};

/// One volunteer: hears an offer, answers after a while or not, turns out, fetches the AED, goes to
/// the patient, helps, hands over; in between strolls around home. Pure: time comes in, frames go
/// out. Times are seconds of the server's clock from one origin that the caller chose; they may not
/// go back.
class Person {
 public:
  /// `behaviour` must outlive this.
  Person(Profile profile, const Behaviour* behaviour, sim::Random random);

  /// The server's frame at `now`. New frames to send are appended to `out`.
  void on_frame(const v1::ServerFrame& frame, double now, std::vector<v1::ClientFrame>* out);
  /// Everything that is due at `now`.
  void on_time(double now, std::vector<v1::ClientFrame>* out);
  /// When on_time has something to do.
  double next_due() const;

  /// Draws of offers from now on are those of night.
  void set_night(bool night) { night_ = night; }

  v1::PresenceReport presence(double now) const;
  geo::Position position(double now) const;
  const PersonCounts& counts() const { return counts_; }
  const Profile& profile() const { return profile_; }
  bool has_task() const { return task_.has_value(); }

 private:
  void offered(const v1::OfferNotice& offer, double now);
  void tasked(const v1::TaskNotice& notice, double now, double crew_in);
  void stood_down(const std::string& id);
  void forget_unless_in(const v1::Reset& reset);
  void answer(std::vector<v1::ClientFrame>* out);
  void advance(double now, std::vector<v1::ClientFrame>* out);
  void after_turnout(double now, std::vector<v1::ClientFrame>* out);
  void at_aed(double now, std::vector<v1::ClientFrame>* out);
  void on_scene(double now, std::vector<v1::ClientFrame>* out);
  void head_for(const v1::Position& place, TaskStage stage, double now);
  void report(v1::TaskStep step, std::vector<v1::ClientFrame>* out) const;
  void wander(double now);
  double speed() const;

  Profile profile_;
  const Behaviour* behaviour_;
  sim::Random random_;
  Leg leg_;
  std::optional<v1::ClientFrame> answer_;
  std::string offer_;  ///< the one that `answer_` is for
  double answer_due_ = 0;
  double presence_due_ = 0;
  std::optional<PersonTask> task_;
  PersonCounts counts_;
  bool night_ = false;
};

}  // namespace goldenfour::load
