#include "server/dispatch/fact_checker.h"

#include <type_traits>
#include <variant>

namespace goldenfour::dispatch {

/// Reads the facts of one decision, one overload per fact, so that a new fact fails the build here.
class FactReader {
 public:
  FactReader(FactChecker& book, const Decision& decision) : book_(book), decision_(decision) {}

  std::vector<Breach> run() {
    follow_sequence();
    for (const Fact& fact : decision_.facts) {
      std::visit(
          [this](const auto& held) {
            if constexpr (IncidentFact<std::decay_t<decltype(held)>>) enter(held);
            (*this)(held);
          },
          fact);
    }
    for (const IncidentId& id : incidents_of(decision_)) at_the_end_of_decision(id);
    if (merges_) expect(26, left_by_merge_.empty(), "a merge lost somebody who was coming");
    return std::move(breaches_);
  }

  void operator()(const IncidentOpened& fact) {
    incident_->status = fact.status;
    incident_->source = fact.source;
    incident_->external_id = fact.external_id;
    expect(13, fact.status == IncidentStatus::kOpen || fact.status == IncidentStatus::kHeld,
           "opens in a final state");
    if (fact.external_id.empty()) return;
    expect(1, book_.by_alert_.emplace(std::pair{fact.source, fact.external_id}, id_).second,
           "a second incident for the same alert");
  }
  void operator()(const IdempotencyKeyUsed& fact) {
    expect(3, !fact.idempotency_key.empty() && fact.source == incident_->source,
           "a key of another source");
  }
  void operator()(const IncidentUpdated&) { expect_living("updated"); }
  void operator()(const IncidentStatusChanged& fact) {
    expect(13,
           fact.from == incident_->status && fact.from != fact.to &&
               is_final(fact.from) == (incident_->merged && !is_final(fact.to)),
           "illegal change of status");
    incident_->status = fact.to;
  }
  void operator()(const EmsArrived&) { expect_living("crew on scene"); }
  void operator()(const IncidentArchived&) {
    expect(1, is_final(incident_->status), "forgotten before its end");
    if (!incident_->external_id.empty())
      book_.by_alert_.erase({incident_->source, incident_->external_id});
  }
  void operator()(const PlanMade&) {
    expect(14, incident_->status == IncidentStatus::kOpen, "plans while not open");
  }

  void operator()(const OfferMade& fact) {
    expect(14, incident_->status == IncidentStatus::kOpen, "an offer while not open");
    expect(5, incident_->offers.size() + 1 == fact.offer, "offers are not numbered in order");
    expect(8, (fact.role == Role::kAed) == !fact.aed.empty(), "role and AED do not fit");
    expect(13, is_of_team(fact.role) == !fact.team.empty(), "role and team do not fit");
    expect(8, fact.aed.empty() || fact.aed != fact.alternate, "the alternate is the AED itself");
    expect(7, !book_.bound_.contains(fact.responder), "asked while holding a task");
    expect(7, book_.asked_.emplace(fact.responder, offer_id(fact.offer)).second,
           "asked twice at a time");
    expect(5, fact.deadline > fact.at, "no time to answer");
    incident_->offers[fact.offer].responder = fact.responder;
  }
  void operator()(const DeliveryChanged& fact) {
    auto* offer = find(incident_->offers, fact.offer, 11);
    if (!offer) return;
    DeliveryStage& stage = offer->stages[fact.channel];
    expect(11, fact.stage > stage && stage != DeliveryStage::kFailed, "a delivery stage falls");
    stage = fact.stage;
  }
  void operator()(const OfferEnded& fact) {
    auto* offer = find(incident_->offers, fact.offer, 5);
    if (!offer) return;
    expect(5, offer->end == OfferEnd::kNone, "an offer ends twice");
    expect(5, fact.cause != OfferEnd::kNone && fact.at != WallTime{},
           "an end without cause or time");
    const bool reached = reached_by_any(*offer);
    expect(11, fact.cause != OfferEnd::kExpired || reached, "expired, but no device had it");
    expect(11, fact.cause != OfferEnd::kNotReached || !reached, "not reached, but a device had it");
    offer->end = fact.cause;
    erase_if_equal(book_.asked_, offer->responder, offer_id(fact.offer), 5);
  }

  void operator()(const TaskStarted& fact) {
    auto* offer = find(incident_->offers, fact.offer, 12);
    if (!offer) return;
    expect(12, !offer->tasked, "one acceptance has two tasks");
    expect(5, offer->end == OfferEnd::kNone || offer->end == OfferEnd::kAccepted,
           "a task of an offer that ended otherwise");
    expect(13, offer->responder == fact.responder, "a task for someone who was not asked");
    expect(13, !is_final(incident_->status), "a task after the end");
    expect(7, book_.bound_.emplace(fact.responder, offer_id(fact.offer)).second,
           "a second task for one responder");
    offer->tasked = true;
    incident_->tasks[fact.offer] = {fact.responder, fact.role, fact.aed, true, {}, Contact::kGood};
  }
  void operator()(const TaskChanged& fact) {
    expect(8, (fact.role == Role::kAed) == !fact.aed.empty(), "changed role and AED do not fit");
    expect(8, fact.aed.empty() || fact.aed != fact.alternate, "the alternate is the AED itself");
    if (auto* task = active_task(fact.offer)) {
      task->role = fact.role;
      task->aed = fact.aed;
    }
  }
  void operator()(const TaskProgressed& fact) {
    auto* task = active_task(fact.offer);
    if (!task) return;
    const bool repeatable =
        fact.step == TaskStep::kNeedHelp || fact.step == TaskStep::kWrongPlace ||
        fact.step == TaskStep::kAedUnavailable || fact.step == TaskStep::kHazardSeen;
    expect(12, task->steps.insert(fact.step).second || repeatable, "a step taken twice");
  }
  void operator()(const TaskEnded& fact) {
    auto* task = active_task(fact.offer);
    if (!task) return;
    expect(13, fact.cause != TaskEnd::kNone, "a task ends without cause");
    task->active = false;
    if (fact.cause == TaskEnd::kMerged) left_by_merge_.insert(task->responder);
    erase_if_equal(book_.bound_, task->responder, offer_id(fact.offer), 7);
  }
  void operator()(const ActTaken& fact) {
    expect_living("acted upon");
    const bool of_one = fact.act == Act::kAssigned || fact.act == Act::kReleased;
    expect(13, of_one == incident_->offers.contains(fact.offer), "an act on nobody");
    if (fact.act != Act::kReleased || !of_one) return;
    const auto task = incident_->tasks.find(fact.offer);
    expect(7, task == incident_->tasks.end() || !task->second.active, "released, but still bound");
  }
  void operator()(const ContactChanged& fact) {
    auto* task = active_task(fact.offer);
    if (!task) return;
    expect(12, task->contact != fact.contact, "the same contact told again");
    task->contact = fact.contact;
  }
  void operator()(const ArrivalChanged& fact) {
    if (auto* task = active_task(fact.offer))
      expect(13, !task->steps.contains(TaskStep::kOnScene), "expected, but there already");
  }
  void operator()(const AedReserved& fact) {
    expect(8, book_.promised_.emplace(fact.aed, offer_id(fact.offer)).second,
           "an AED promised twice");
  }
  void operator()(const AedReleased& fact) {
    erase_if_equal(book_.promised_, fact.aed, offer_id(fact.offer), 8);
  }

  void operator()(const TimerSet& fact) {
    std::uint32_t& highest = incident_->attempts[fact.timer];
    expect(15, fact.attempt > highest, "an attempt number comes again");
    expect(15, fact.duration > Duration{0}, "a timer without duration");
    expect(5, fact.purpose != TimerPurpose::kOfferDeadline || fact.attempt == 1,
           "the deadline of an offer is put off");
    highest = fact.attempt;
    incident_->timers[fact.timer] = fact.attempt;
  }
  void operator()(const TimerCleared& fact) {
    expect(15, incident_->timers.erase(fact.timer) == 1, "clears a timer that is not set");
  }
  void operator()(const AlarmRaised& fact) {
    expect(13, fact.alarm == ++incident_->alarms, "alarms are not numbered in order");
  }
  void operator()(const MergeChanged& fact) {
    if (fact.step == MergeStep::kMergedInto)
      expect(26, is_final(incident_->status), "merged, but goes on by itself too");
    if (fact.step == MergeStep::kJoined) expect_living("joined by another");
    merges_ = merges_ || fact.step == MergeStep::kMergedInto;
    incident_->merged = fact.step == MergeStep::kMergedInto ||
                        (incident_->merged && fact.step != MergeStep::kUnmerged);
  }
  void operator()(const TaskJoined& fact) {
    expect(5, incident_->offers.size() + 1 == fact.offer, "offers are not numbered in order");
    expect_living("joined by somebody");
    auto* left = find(book_.incidents_[fact.from.incident].tasks, fact.from.number, 26);
    expect(26,
           left && !left->active && left->responder == fact.responder && left->role == fact.role &&
               left->aed == fact.aed,
           "goes on with another errand than the one that was left");
    expect(7, book_.bound_.emplace(fact.responder, offer_id(fact.offer)).second,
           "a second task for one responder");
    incident_->offers[fact.offer] = {fact.responder, OfferEnd::kAccepted, true, {}};
    incident_->tasks[fact.offer] = {fact.responder, fact.role, fact.aed, true, {}, fact.contact};
    if (left) incident_->tasks[fact.offer].steps = left->steps;
    left_by_merge_.erase(fact.responder);
  }
  void operator()(const MajorDeclared&) { expect_living("a major event"); }
  void operator()(const AlarmAcknowledged& fact) {
    expect(12,
           fact.alarm >= 1 && fact.alarm <= incident_->alarms &&
               incident_->acknowledged.insert(fact.alarm).second,
           "acknowledged twice, or never raised");
  }

  void operator()(const AedPut& fact) { put(book_.aeds_, fact.aed); }
  void operator()(const AedDeleted& fact) { erase(book_.aeds_, fact.aed, fact.jurisdiction); }
  void operator()(const ResponderPut& fact) { put(book_.responders_, fact.responder); }
  void operator()(const ResponderDeleted& fact) {
    erase(book_.responders_, fact.responder, fact.jurisdiction);
  }
  void operator()(const DutyChanged&) {}
  void operator()(const TeamPut& fact) { put(book_.teams_, fact.team); }
  void operator()(const TeamDeleted& fact) { erase(book_.teams_, fact.team, fact.jurisdiction); }

 private:
  void expect(int law, bool fine, const char* what) {
    ++book_.counts_[law];
    if (!fine)
      breaches_.push_back({law, decision_.jurisdiction.value() + " #" +
                                    std::to_string(decision_.sequence) + ' ' + decision_.command +
                                    " (incident " + to_string(id_) + "): " + what});
  }
  void expect_living(const char* what) { expect(13, !is_final(incident_->status), what); }
  void expect_registry(const JurisdictionId& jurisdiction) {
    expect(9, jurisdiction == decision_.jurisdiction, "a record of another jurisdiction");
  }

  template <class Versions, class Record>
  void put(Versions& versions, const Record& record) {
    expect_registry(record.jurisdiction);
    std::uint64_t& version = versions[record.id];
    expect(13, record.version == version + 1, "a record's versions do not grow by one");
    version = record.version;
  }
  template <class Versions, class Id>
  void erase(Versions& versions, const Id& id, const JurisdictionId& jurisdiction) {
    expect_registry(jurisdiction);
    versions.erase(id);
  }

  void follow_sequence() {
    FactChecker::Stream& stream = book_.streams_[decision_.jurisdiction];
    const bool next = decision_.epoch == stream.epoch && decision_.sequence == stream.sequence + 1;
    const bool takeover =
        decision_.epoch > stream.epoch && decision_.sequence == stream.sequence + 1;
    expect(9, next || takeover, "does not follow the last decision: a stale decider, or a gap");
    stream = {decision_.epoch, decision_.sequence};
  }

  template <class F>
  void enter(const F& fact) {
    id_ = fact.incident;
    constexpr bool opens = std::is_same_v<F, IncidentOpened>;
    expect(13, opens != book_.incidents_.contains(id_), "an incident opens once, and first");
    incident_ = &book_.incidents_[id_];
    expect(13, fact.version == incident_->version + 1, "versions do not grow by one");
    incident_->version = fact.version;
  }

  void at_the_end_of_decision(const IncidentId& id) {
    id_ = id;
    incident_ = &book_.incidents_[id];
    const bool needs_nobody = incident_->status != IncidentStatus::kOpen;
    for (const auto& [number, offer] : incident_->offers) {
      if (offer.end == OfferEnd::kNone) expect(14, !needs_nobody, "an offer outlives the need");
      expect(5, (offer.end == OfferEnd::kAccepted) == offer.tasked, "an acceptance without a task");
    }
    for (const auto& [number, task] : incident_->tasks) {
      if (!task.active) continue;
      expect(14, !is_final(incident_->status), "a task outlives the incident");
      if (task.role != Role::kAed) continue;
      const auto promised = book_.promised_.find(task.aed);
      expect(8, promised != book_.promised_.end() && promised->second == offer_id(number),
             "an AED task without its reservation");
    }
  }

  template <class Record>
  Record* find(std::map<std::uint32_t, Record>& records, std::uint32_t number, int law) {
    const auto found = records.find(number);
    expect(law, found != records.end(), "speaks of an offer that was never made");
    return found == records.end() ? nullptr : &found->second;
  }
  FactChecker::TaskRecord* active_task(std::uint32_t number) {
    auto* task = find(incident_->tasks, number, 13);
    if (task) expect(13, task->active, "a task that has ended changes");
    return task;
  }
  static bool reached_by_any(const FactChecker::OfferRecord& offer) {
    for (const auto& [channel, stage] : offer.stages)
      if (stage == DeliveryStage::kDelivered || stage == DeliveryStage::kSeen) return true;
    return false;
  }
  template <class Key>
  void erase_if_equal(std::map<Key, OfferId>& table, const Key& key, const OfferId& id, int law) {
    const auto found = table.find(key);
    const bool fits = found != table.end() && found->second == id;
    expect(law, fits, "gives back what it did not hold");
    if (fits) table.erase(found);
  }
  OfferId offer_id(std::uint32_t number) const { return {id_, number}; }

  FactChecker& book_;
  const Decision& decision_;
  IncidentId id_;
  FactChecker::IncidentRecord* incident_ = nullptr;
  bool merges_ = false;
  std::set<ResponderId> left_by_merge_;  ///< and not gone on yet
  std::vector<Breach> breaches_;
};

std::vector<Breach> FactChecker::read(const Decision& decision) {
  return FactReader(*this, decision).run();
}

}  // namespace goldenfour::dispatch
