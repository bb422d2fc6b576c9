// The decisions of one incident: opened, offered, accepted, on scene with an AED, closed.
#pragma once

#include <vector>

#include "server/dispatch/fact.h"

namespace goldenfour::store {

inline dispatch::WallTime at_second(std::int64_t second) {
  return {dispatch::Duration(second * 1000)};
}

// `first_sequence` is the jurisdiction's; there are four decisions.
inline std::vector<dispatch::Decision> life_of(std::uint32_t number, std::uint64_t first_sequence) {
  using namespace dispatch;
  const IncidentId incident{JurisdictionId("jinhua"), 1, number};
  const ResponderId responder("r" + std::to_string(number));
  const AedId aed("a" + std::to_string(number));
  IncidentOpened opened;
  opened.incident = incident;
  opened.kind = IncidentKind::kCardiacArrest;
  opened.source = "120";
  opened.external_id = "case-" + std::to_string(number);
  opened.scene.emplace().address = "Trubarjeva 1";
  opened.at = at_second(1);
  OfferMade offer;
  offer.incident = incident;
  offer.version = 2;
  offer.offer = 1;
  offer.responder = responder;
  offer.role = Role::kAed;
  offer.aed = aed;
  offer.at = at_second(2);
  const OfferEnded accepted{incident, 3, 1, OfferEnd::kAccepted, at_second(20)};
  const TaskStarted task{incident, 4, 1, responder, Role::kAed, aed, {}, at_second(20)};
  const AedReserved reserved{incident, 5, 1, aed, at_second(20)};
  const TaskProgressed collected{incident, 6, 1, TaskStep::kAedCollected, at_second(120)};
  const TaskProgressed on_scene{incident, 7, 1, TaskStep::kOnScene, at_second(200)};
  const TaskEnded ended{incident, 8, 1, TaskEnd::kHandedOver, at_second(500)};
  const AedReleased released{incident, 9, 1, aed, at_second(500)};
  const IncidentStatusChanged closed{
      incident,      10, IncidentStatus::kOpen, IncidentStatus::kClosed, CloseReason::kHandedOver,
      at_second(500)};
  std::vector<std::vector<Fact>> steps = {{opened, offer},
                                          {accepted, task, reserved},
                                          {collected, on_scene},
                                          {ended, released, closed}};
  std::vector<Decision> decisions;
  for (auto& facts : steps) {
    Decision decision;
    decision.jurisdiction = incident.jurisdiction;
    decision.epoch = 1;
    decision.sequence = first_sequence + decisions.size();
    decision.facts = std::move(facts);
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

}  // namespace goldenfour::store
