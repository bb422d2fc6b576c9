#pragma once

#include <concepts>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "server/dispatch/command.h"
#include "server/dispatch/effect.h"
#include "server/dispatch/state.h"
#include "server/dispatch/world.h"
#include "server/registry/check.h"

namespace goldenfour::dispatch {

/// A decision while it is being made: the incidents it touches, copied out of the state, with every
/// fact applied to the copy at once, so that each stage sees what the stages before it decided.
/// Effects that follow from a fact are added here, in one place.
class Draft {
 public:
  /// All three must outlive the draft.
  Draft(const State& base, const World& world, const Command& command, Now now);

  /// The incident as it is after the facts so far; taken into the draft at first use. It must
  /// exist.
  const Incident& incident(const IncidentId& id);

  /// Adds a fact about an incident; fills in its `incident` and `version`.
  template <IncidentFact F>
  void record(const IncidentId& id, F fact) {
    fact.incident = id;
    fact.version = version_of(id) + 1;
    add(Fact(std::move(fact)));
  }
  /// Adds a fact of the registry.
  template <class F>
    requires(!IncidentFact<F>)
  void record(F fact) {
    add(Fact(std::move(fact)));
  }

  /// Sets, or re-arms, the incident's timer of this purpose (and offer).
  void set_timer(const IncidentId& id, TimerPurpose purpose, std::uint32_t offer,
                 Duration duration);
  /// No effect when there is none.
  void clear_timer(const IncidentId& id, TimerPurpose purpose, std::uint32_t offer);

  void effect(Effect effect) { effects_.push_back(std::move(effect)); }
  /// The answer to the command's sender; without a sender nothing happens. Once per draft.
  void reply(Reply reply);
  void refuse(ErrorCode error, std::string field, std::string detail);
  /// "It is so", with the incident's version.
  void confirm(const IncidentId& id);

  /// Tables as they are after the facts so far.
  bool is_committed(const ResponderId& id) const { return slice_.commitments.contains(id); }
  bool is_asked(const ResponderId& id) const { return slice_.asked.contains(id); }
  bool is_reserved(const AedId& id) const { return slice_.reservations.contains(id); }
  const OfferId* reservation(const AedId& id) const;
  const OfferId* commitment(const ResponderId& id) const;
  const OfferId* question(const ResponderId& id) const;
  /// By a responder who stood before it, or taken out of service by this very command.
  bool is_reported_missing(const AedId& id) const {
    return slice_.reported_missing.contains(id) || taken_out_.contains(id);
  }

  /// The record as it is after the facts so far; null when there is none. Valid until the next
  /// fact. O(facts).
  const registry::Aed* aed(const AedId& id) const;

  const State& base() const { return base_; }
  const World& world() const { return world_; }
  const Policy& policy(const IncidentId& id) const { return world_.policy(id.jurisdiction); }
  const Command& command() const { return command_; }
  Now now() const { return now_; }
  WallTime utc() const { return now_.utc; }

  Outcome finish() &&;

 private:
  void take(const IncidentId& id);
  std::uint64_t version_of(const IncidentId& id);
  void add(Fact fact);
  void add_effects(const Fact& fact);

  const State& base_;
  const World& world_;
  const Command& command_;
  Now now_;
  State slice_;
  std::set<AedId> taken_out_;
  std::vector<Fact> facts_;
  std::vector<Effect> effects_;
  bool replied_ = false;
  std::set<JurisdictionId> published_;
};

}  // namespace goldenfour::dispatch
