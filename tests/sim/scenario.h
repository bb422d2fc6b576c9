#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/dispatch/directory_world.h"
#include "server/dispatch/dispatcher.h"
#include "server/dispatch/fact_checker.h"
#include "server/dispatch/timers.h"
#include "server/registry/directory.h"
#include "server/sim/clock.h"
#include "tests/sim/town_map.h"

namespace goldenfour::sim {

/// An emergency drawn as a map; town_map.h explains the letters.
/// It is played on the product's dispatcher with virtual time; every decision goes through the
/// laws.
class Scenario {
 public:
  explicit Scenario(const std::string& map);

  /// Raises the alert "call-1" for the patient; `change` may alter it first.
  dispatch::Reply raise(const std::function<void(dispatch::Alert&)>& change = {});
  dispatch::Reply say(dispatch::CommandBody body);

  /// The responder's phone has the offer; the responder answers; reports a step.
  void hear(char who);
  void everybody_hears();
  dispatch::Reply accept(char who);
  dispatch::Reply decline(char who);
  dispatch::Reply report(char who, dispatch::TaskStep step);
  dispatch::Reply report(char who, dispatch::Hazard hazard);
  /// The console corrects the kind, or says which hazards there are.
  dispatch::Reply correct(dispatch::IncidentKind kind);
  dispatch::Reply correct(const dispatch::Hazards& hazards);
  dispatch::Reply cancel() { return say(dispatch::CancelIncident{id_}); }
  dispatch::Reply hold() { return say(dispatch::HoldIncident{id_}); }
  dispatch::Reply resume() { return say(dispatch::ResumeIncident{id_}); }
  dispatch::Reply crew_arrives() { return say(dispatch::EmsOnScene{id_}); }

  /// From here on `of`, `incident` and the acts mean this one; at first the newest.
  void look_at(const dispatch::IncidentId& id) { id_ = id; }
  dispatch::Reply merge(const dispatch::IncidentId& from, const dispatch::IncidentId& into) {
    return say(dispatch::MergeIncident{from, into});
  }
  geo::Position at(char place) const { return places_.at(place); }

  // The dispatcher's hand.
  dispatch::Reply assign(char who, dispatch::Role role, const std::string& aed = "",
                         bool force = false);
  dispatch::Reply release(char who);
  /// The patient is at that letter.
  dispatch::Reply relocate(char place);
  dispatch::Reply escalate(std::uint32_t level);

  /// Somebody's phone reports a place: that letter, or that share of the way to the patient.
  void stands_at(char who, char place);
  void walked(char who, double share);
  /// The connection of a phone ends, and comes back where its owner last was.
  void goes_silent(char who);
  void calls_in(char who);
  /// All phones but these report, from where they were, now and every ten seconds of a wait.
  void wait_but_hear(Duration duration, const std::string& silent = "");

  /// Time passes; timers that fall due act.
  void wait(Duration duration);
  /// The server dies now and starts again after a while; `reboot`: so does the machine.
  void crash(Duration down, bool reboot);

  /// What a responder is told just now: "asked CPR", "asked AED a or b", "task AED a", "DECLINED",
  /// "not asked", ...
  std::string of(char who) const;
  /// What the holder of a task is told about the place: "go", or "wait".
  std::string may(char who) const;
  /// A message by SMS was sent.
  bool was_texted(char who) const;
  /// Alarms in the order in which they were raised: "NO_CANDIDATE NOBODY_ACCEPTED".
  std::string alarms() const;
  std::string status() const;
  const dispatch::Incident& incident() const { return *dispatcher_->state().find(id_); }
  const dispatch::State& state() const { return dispatcher_->state(); }
  registry::Responder& person(char who) { return people_.at(who); }
  /// Puts a changed person into the registry.
  void register_again(char who);
  void change_person(char who, const std::function<void(registry::Responder&)>& change);
  void change_aed(char cabinet, const std::function<void(registry::Aed&)>& change);
  /// What somebody can do beside CPR; what else hangs in a cabinet.
  void train(char who, registry::Skill skill);
  void stock(char cabinet, registry::EquipmentSet equipment);
  /// All that was decided, and what the laws found wrong with it.
  const std::vector<dispatch::Decision>& journal() const { return journal_; }
  const std::vector<dispatch::Breach>& breaches() const { return breaches_; }

 private:
  void reports(char who, geo::Position where);
  void place(const Letter& place);
  void start();
  void perform(const dispatch::Effect& effect);
  const dispatch::Offer* latest_offer(char who) const;
  dispatch::OfferId offer_id(char who) const;

  VirtualClock clock_;
  std::map<char, registry::Responder> people_;
  std::map<char, geo::Position> stands_;
  std::map<char, geo::Position> places_;
  geo::Position patient_;
  std::optional<registry::Directory> directory_;
  std::optional<dispatch::DirectoryWorld> world_;
  std::optional<dispatch::Dispatcher> dispatcher_;
  dispatch::TimerQueue timers_;
  dispatch::FactChecker checker_;
  dispatch::LawCounts counts_;
  std::vector<dispatch::Decision> journal_;
  std::vector<dispatch::Breach> breaches_;
  std::vector<dispatch::OfferId> texted_;
  dispatch::IncidentId id_;
};

}  // namespace goldenfour::sim
