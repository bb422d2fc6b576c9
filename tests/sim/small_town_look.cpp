// What is looked at after every step of a small town, written apart from the product's own laws.
#include <map>
#include <set>
#include <string>

#include "server/dispatch/names.h"
#include "tests/sim/small_town.h"

namespace goldenfour::sim {

using namespace dispatch;

namespace {

constexpr Duration kUntilAllIsQuiet = minutes(3);

}  // namespace

std::vector<const Incident*> SmallTown::incidents_of(const State& state) {
  std::vector<const Incident*> all;
  for (const auto& [name, jurisdiction] : state.jurisdictions)
    for (const auto& [id, incident] : jurisdiction.incidents) all.push_back(&incident);
  return all;
}

void SmallTown::look(const Moment& moment) {
  const State& state = moment.dispatcher.state();
  look_at_promises(state);
  look_at_questions(state);
  std::size_t helped = 0;
  for (const Incident* incident : incidents_of(state)) {
    bool somebody = false;
    for (const auto& [number, task] : incident->tasks) somebody |= task.active();
    helped += somebody;
    if (incident->waves > 1) ++seen_.replaced;
    bool watched = incident->is_final() || !incident->timers.empty();
    for (const Alarm& alarm : incident->alarms) watched |= !alarm.acknowledged_at;
    expect(watched, "an open incident is forgotten: no timer, no alarm");
  }
  if (helped == 2) ++seen_.two_helped;
}

/// Whoever holds what, counted anew from the tasks.
void SmallTown::look_at_promises(const State& state) {
  std::map<ResponderId, OfferId> holders;
  std::map<AedId, OfferId> promised;
  for (const Incident* incident : incidents_of(state)) {
    for (const auto& [number, task] : incident->tasks) {
      if (!task.active()) continue;
      const OfferId id{incident->id, number};
      expect(!incident->is_final(), "a task goes on though its incident has ended");
      expect(holders.emplace(task.responder, id).second, "one person holds two tasks");
      if (task.role != Role::kAed || task.aed.empty()) continue;
      expect(promised.emplace(task.aed, id).second, "one AED is promised twice");
      expect(!state.reported_missing.contains(task.aed), "somebody fetches what is not there");
      expect(task.alternate != task.aed, "the alternate is the AED itself");
    }
  }
  expect(holders == state.commitments, "the table of commitments differs from the tasks");
  expect(promised == state.reservations, "the table of reservations differs from the tasks");
  if (promised.size() == 2) ++seen_.both_promised;
}

/// Whoever is asked what, counted anew from the offers.
void SmallTown::look_at_questions(const State& state) {
  std::map<ResponderId, OfferId> asked;
  for (const Incident* incident : incidents_of(state)) {
    std::set<ResponderId> said_no;
    for (const auto& [number, offer] : incident->offers) {
      if (offer.end == OfferEnd::kDeclined) said_no.insert(offer.responder);
      if (!offer.outstanding()) continue;
      expect(incident->status == IncidentStatus::kOpen, "somebody is asked for what has ended");
      expect(asked.emplace(offer.responder, OfferId{incident->id, number}).second,
             "one person is asked two things");
      expect(!state.commitments.contains(offer.responder), "who is on the way is asked again");
      expect(!said_no.contains(offer.responder), "who said no is asked again for the same");
    }
  }
  expect(asked == state.asked, "the table of those asked differs from the offers");
}

void SmallTown::finish(Moment moment) {
  ++seen_.endings;
  const std::size_t journal = journal_.size();
  pass(moment, kUntilAllIsQuiet);
  for (std::uint32_t number = 1; number <= 2; ++number)
    say(moment, EmsOnScene{IncidentId{kTown, 1, number}}, true);
  for (const Incident* incident : incidents_of(moment.dispatcher.state()))
    if (!incident->is_final())
      say(moment, CloseIncident{incident->id, CloseReason::kHandedOver}, true);
  look(moment);
  const State& state = moment.dispatcher.state();
  expect(state.commitments.empty() && state.asked.empty() && state.reservations.empty(),
         "somebody or something is held though all is over");
  const Life again(*this, moment.clock);
  expect(again.dispatcher.hash() == moment.dispatcher.hash(), "law 24 at the end");
  journal_.resize(journal);
}

void SmallTown::report(const Breach& breach) {
  expect(false, "law " + std::to_string(breach.law) + ": " + breach.what);
}

void SmallTown::expect(bool fine, const std::string& what) {
  if (fine || wrong_.size() >= kWrongKept) return;
  std::string story;
  for (const std::string& step : story_) story += step + "; ";
  wrong_.push_back(what + "\n    " + story);
}

std::string SmallTown::tell(const Event& event) const {
  const std::string who = event.who.value();
  const std::string about = " to " + to_string(event.offer);
  switch (event.what) {
    case What::kAlert:
      return event.which == 0 ? "alert at P" : "alert at Q";
    case What::kCancel:
      return "the first alert is called off";
    case What::kYes:
      return who + " says yes" + about;
    case What::kNo:
      return who + " says no" + about;
    case What::kLateYes:
      return who + " says yes too late" + about;
    case What::kEmptyCabinet:
      return who + " finds cabinet " + event.aed.value() + " empty";
    case What::kSilence:
      return "half a minute of silence";
  }
  return {};
}

}  // namespace goldenfour::sim
