#include <algorithm>
#include <string>

#include "geo/cell.h"
#include "server/dispatch/assign.h"
#include "server/dispatch/caps.h"
#include "server/dispatch/explain.h"
#include "server/dispatch/limits.h"
#include "server/dispatch/locate.h"
#include "server/dispatch/names.h"
#include "server/dispatch/stages.h"

// The dispatcher's hand.
namespace goldenfour::dispatch {
namespace {

struct Note {
  Act act;
  std::uint32_t offer = 0;
  bool forced = false;
  std::uint32_t level = 0;
};

void note(Draft& draft, const IncidentId& id, const Note& what) {
  ActTaken fact;
  fact.act = what.act;
  fact.offer = what.offer;
  fact.forced = what.forced;
  fact.level = what.level;
  fact.at = draft.utc();
  draft.record(id, fact);
}

bool said_no_here(const Incident& incident, const ResponderId& responder) {
  return std::any_of(incident.offers.begin(), incident.offers.end(), [&](const auto& entry) {
    const Offer& offer = entry.second;
    const auto task = incident.tasks.find(entry.first);
    const bool gave_up = task != incident.tasks.end() && task->second.end == TaskEnd::kGaveUp;
    return offer.responder == responder && (offer.end == OfferEnd::kDeclined || gave_up);
  });
}

const Offer* open_offer(const Incident& incident, const ResponderId& responder) {
  for (const auto& [number, offer] : incident.offers)
    if (offer.outstanding() && offer.responder == responder) return &offer;
  return nullptr;
}

struct Objection {
  Exclusion reason;
  std::string remedy;
};

/// Why this person cannot be asked; what `force` overrides is not an objection with it.
std::optional<Objection> objection(Draft& draft, const AssignResponder& command,
                                   const registry::Responder& person,
                                   const std::optional<NearbyResponder>& where) {
  const Incident& incident = draft.incident(command.incident);
  const Policy& policy = draft.policy(command.incident);
  if (!person.duty.on_duty) return Objection{Exclusion::kOffDuty, "the responder is off duty"};
  if (person.certified_until < draft.utc())
    return Objection{Exclusion::kNotCertified, "the certificate has run out"};
  if (command.role != Role::kGuide && !policy.of(incident.kind).is_skilled(person))
    return Objection{Exclusion::kNotSkilled, "lacks a skill that this emergency needs"};
  if (incident.is_drill() && !person.enrolled_for_drills)
    return Objection{Exclusion::kNotEnrolledForDrill, "not enrolled for drills"};
  if (where && !where->device_ready)
    return Objection{Exclusion::kDeviceNotReady, "the device says that it cannot ring"};
  if (draft.is_asked(person.id) && !open_offer(incident, person.id))
    return Objection{Exclusion::kAlreadyAsked, "is asked for another incident just now"};
  if (command.force) return {};
  if (said_no_here(incident, person.id))
    return Objection{Exclusion::kAlreadyAsked, "has said no here; force asks again"};
  if (!where) return Objection{Exclusion::kNoPosition, "no position is known; force asks anyway"};
  if (where->distance > search_radius_of(policy, incident))
    return Objection{Exclusion::kTooFar, "beyond the search radius; force asks anyway"};
  const Duration arrival = Journeys(draft, command.incident).straight(*where).median();
  if (incident.crew_due && draft.utc() + arrival > *incident.crew_due)
    return Objection{Exclusion::kAfterCrew, "would arrive after the crew; force asks anyway"};
  if (is_tired(draft, policy, person.id))
    return Objection{Exclusion::kTired, "was asked too often lately; force asks anyway"};
  return {};
}

/// The errand that the dispatcher wants, or a refusal.
std::optional<Assignment> wanted_errand(Draft& draft, const AssignResponder& command,
                                        const std::optional<NearbyResponder>& where,
                                        const AedId& held) {
  if (command.role != Role::kAed) return Assignment{command.role, {}, {}};
  AedId aed = command.aed;
  if (aed.empty()) aed = held;
  if (aed.empty() && where)
    aed = best_aed_for(draft, command.incident, Journeys(draft, command.incident), *where);
  const auto& scene = draft.incident(command.incident).scene;
  if (aed.empty() || !scene) {
    draft.refuse(ErrorCode::kAedUnavailable, "aed", "no AED is in reach; choose another role");
    return {};
  }
  if (aed != held && !is_available(draft, command.incident, aed)) {
    const bool known = draft.world().aed(aed) != nullptr;
    const char* why = !known                           ? "no such AED"
                      : draft.is_reserved(aed)         ? "it is reserved for somebody else"
                      : draft.is_reported_missing(aed) ? "it was found missing"
                                                       : "it is out of service, or of no use here";
    draft.refuse(known ? ErrorCode::kAedUnavailable : ErrorCode::kNotFound, "aed", why);
    return {};
  }
  AedId alternate = free_aed_for(draft, command.incident, aed);
  const registry::Aed* own = held.empty() ? nullptr : draft.world().aed(held);
  if (alternate.empty() && held != aed && own && !draft.is_reported_missing(held) &&
      own->status == registry::AedStatus::kInService)
    alternate = held;  // free again by this very change
  return Assignment{Role::kAed, aed, alternate};
}

/// Somebody whose position nobody knows: as far off as anybody who is asked.
NearbyResponder at_the_edge(const registry::Responder& person, geo::Position patient,
                            geo::Meters radius) {
  NearbyResponder unknown;
  unknown.responder = &person;
  unknown.position = patient;
  unknown.distance = radius;
  unknown.from_home = true;
  unknown.mode = person.usual_mode;
  return unknown;
}

Why figures(Draft& draft, const IncidentId& id, const Assignment& errand,
            const NearbyResponder& person) {
  const Journeys journeys(draft, id);
  Why why;
  why.acceptance = journeys.acceptance(person);
  why.from_home = person.from_home;
  why.distance = person.distance;
  ArrivalTime arrival = journeys.straight(person);
  why.direct_arrival = arrival.median();
  if (errand.role == Role::kAed) {
    const registry::Aed& aed = *draft.world().aed(errand.aed);
    why.aed_reached = journeys.turnout(person) + journeys.to_aed_from_here(person, aed);
    judge_aed(draft, aed, why);
    const ArrivalTime by_aed = journeys.by_aed(person, aed);
    // Who is nowhere in particular is not sooner there with an AED than without.
    if (by_aed.log_seconds > arrival.log_seconds) arrival = by_aed;
    why.via_aed_arrival = arrival.median();
  }
  why.arrival_early = arrival.at(-kTenthQuantile);
  why.arrival_late = arrival.at(kTenthQuantile);
  return why;
}

void ask_by_hand(Draft& draft, const AssignResponder& command, const Assignment& errand,
                 const NearbyResponder& person) {
  const IncidentId& id = command.incident;
  if (const Offer* standing = open_offer(draft.incident(id), command.responder)) {
    const bool any_aed = command.role != Role::kAed || command.aed.empty();
    if (standing->role == errand.role && (any_aed || standing->aed == errand.aed)) return;
    end_offer(draft, id, standing->number, OfferEnd::kWithdrawn);
  }
  OfferMade fact;
  fact.wave = kByHand;
  fact.responder = command.responder;
  fact.role = errand.role;
  fact.aed = errand.aed;
  fact.alternate = errand.alternate;
  fact.why = figures(draft, id, errand, person);
  const std::uint32_t number = draft.incident(id).next_offer();
  ask(draft, id, std::move(fact));
  note(draft, id, {.act = Act::kAssigned, .offer = number, .forced = command.force});
  watch_for_silence(draft, id);
}

/// Somebody who is on the way here already gets another errand.
void reassign(Draft& draft, const AssignResponder& command, const Task& task) {
  const IncidentId& id = command.incident;
  const bool any_aed = command.role != Role::kAed || command.aed.empty();
  if (task.role == command.role && (any_aed || command.aed == task.aed)) return draft.confirm(id);
  if (task.aed_collected_at)
    return draft.refuse(ErrorCode::kIllegalTransition, "role",
                        "the responder carries an AED already; release them first");
  const auto where = whereabouts(draft, id, task.responder);
  const auto errand = wanted_errand(draft, command, where, task.aed);
  if (!errand) return;
  const std::uint32_t number = task.offer;
  change_task(draft, id, number, *errand);
  note(draft, id, {.act = Act::kAssigned, .offer = number, .forced = command.force});
  stand_down_surplus(draft, id);
  look_for_people(draft, id);
  draft.confirm(id);
}

/// Why nobody is asked for this incident as it is now.
const char* not_now(const Incident& incident) {
  if (incident.status == IncidentStatus::kHeld) return "the incident is held; resume it first";
  if (incident.crew_arrived_at) return "the crew has taken over";
  if (!incident.scene) return "the incident's place is no longer kept";
  if (incident.offers.size() >= kOffersPerIncident) return "the incident has no offer left";
  return nullptr;
}

}  // namespace

void assign_responder(Draft& draft, const AssignResponder& command) {
  const IncidentId& id = command.incident;
  if (refuse_final(draft, id)) return;
  const registry::Responder* person = draft.world().responder(command.responder);
  if (!person) return draft.refuse(ErrorCode::kNotFound, "responder", "no such responder");
  if (const OfferId* held = draft.commitment(command.responder)) {
    if (held->incident != id)
      return draft.refuse(ErrorCode::kAlreadyCommitted, "responder",
                          "COMMITTED: has a task elsewhere; nothing overrides that");
    return reassign(draft, command, Task(draft.incident(id).tasks.at(held->number)));
  }
  if (const char* why = not_now(draft.incident(id)))
    return draft.refuse(ErrorCode::kIllegalTransition, "status", why);
  const auto where = whereabouts(draft, id, command.responder);
  if (const auto no = objection(draft, command, *person, where))
    return draft.refuse(ErrorCode::kResponderUnavailable, "responder",
                        std::string(text_of(no->reason)) + ": " + no->remedy);
  const auto errand = wanted_errand(draft, command, where, {});
  if (!errand) return;
  const geo::Position patient = draft.incident(id).scene->position;
  const geo::Meters edge = search_radius_of(draft.policy(id), draft.incident(id));
  ask_by_hand(draft, command, *errand, where.value_or(at_the_edge(*person, patient, edge)));
  draft.confirm(id);
}

void release_responder(Draft& draft, const ReleaseResponder& command) {
  const IncidentId& id = command.incident;
  const Incident& incident = draft.incident(id);
  const auto offer = incident.offers.find(command.offer);
  if (offer == incident.offers.end())
    return draft.refuse(ErrorCode::kNotFound, "offer", "the incident has no such offer or task");
  const auto task = incident.tasks.find(command.offer);
  const bool holds = task != incident.tasks.end() && task->second.active();
  if (!holds && !offer->second.outstanding()) return draft.confirm(id);
  if (holds)
    end_task(draft, id, command.offer, TaskEnd::kReleased);
  else
    end_offer(draft, id, command.offer, OfferEnd::kReleased);
  note(draft, id, {.act = Act::kReleased, .offer = command.offer});
  look_for_people(draft, id);
  draft.confirm(id);
}

void escalate_incident(Draft& draft, const EscalateIncident& command) {
  const IncidentId& id = command.incident;
  if (refuse_final(draft, id)) return;
  const std::uint32_t most = draft.policy(id).escalation.max_level;
  if (command.level > most)
    return draft.refuse(ErrorCode::kInvalidField, "level",
                        "at most " + std::to_string(most) + " by this jurisdiction's policy");
  const std::uint32_t before = draft.incident(id).escalation;
  if (before == command.level) return draft.confirm(id);
  note(draft, id, {.act = Act::kEscalated, .level = command.level});
  if (command.level > before) raise_alarm(draft, id, AlarmKind::kEscalated);
  stand_down_surplus(draft, id);
  look_for_people(draft, id);
  draft.confirm(id);
}

}  // namespace goldenfour::dispatch
