#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/dispatch/fact.h"
#include "server/dispatch/invariants.h"

/// The laws that can be seen in the order of facts, checked with tables of its own: it shares no
/// code with `apply`, so that a fault there cannot hide itself. Fed by the simulator, and by tools
/// that read a journal.
namespace goldenfour::dispatch {

/// Reads decisions in the order of the journal. A value: copy it to come back to a point.
class FactChecker {
 public:
  /// Returns what this decision broke; it is taken in all the same. O(facts log n).
  std::vector<Breach> read(const Decision& decision);

  const LawCounts& counts() const { return counts_; }
  void forget_counts() { counts_.clear(); }

 private:
  friend class FactReader;

  struct OfferRecord {
    ResponderId responder;
    OfferEnd end = OfferEnd::kNone;
    bool tasked = false;
    std::map<Channel, DeliveryStage> stages;
  };
  struct TaskRecord {
    ResponderId responder;
    Role role = Role::kCpr;
    AedId aed;
    bool active = true;
    std::set<TaskStep> steps;
    Contact contact = Contact::kGood;
  };
  struct IncidentRecord {
    std::uint64_t version = 0;
    IncidentStatus status = IncidentStatus::kOpen;
    std::string source;
    std::string external_id;
    std::map<std::uint32_t, OfferRecord> offers;
    std::map<std::uint32_t, TaskRecord> tasks;
    std::map<std::uint32_t, std::uint32_t> timers;    ///< timer -> attempt, while set
    std::map<std::uint32_t, std::uint32_t> attempts;  ///< timer -> highest attempt ever
    std::size_t alarms = 0;
    std::set<std::size_t> acknowledged;
    bool merged = false;
  };
  struct Stream {
    std::uint32_t epoch = 0;
    std::uint64_t sequence = 0;
  };

  std::map<JurisdictionId, Stream> streams_;
  std::map<IncidentId, IncidentRecord> incidents_;
  std::map<std::pair<std::string, std::string>, IncidentId> by_alert_;
  std::map<ResponderId, OfferId> asked_;
  std::map<ResponderId, OfferId> bound_;
  std::map<AedId, OfferId> promised_;
  std::map<AedId, std::uint64_t> aeds_;  ///< the registry's versions
  std::map<ResponderId, std::uint64_t> responders_;
  std::map<TeamId, std::uint64_t> teams_;
  LawCounts counts_;
};

}  // namespace goldenfour::dispatch
