#include "server/dispatch/timeline.h"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace goldenfour::dispatch {
namespace {

/// One overload per fact, so that a new fact fails the build here.
class Teller {
 public:
  explicit Teller(const Incident& incident) : incident_(incident) {}

  using Line = std::optional<TimelineEvent>;

  Line operator()(const IncidentOpened& fact) {
    return whole(EventCode::kOpened, fact.at, fact.kind);
  }
  Line operator()(const IdempotencyKeyUsed&) { return {}; }
  Line operator()(const IncidentUpdated& fact) {
    return whole(EventCode::kUpdated, fact.at, fact.kind);
  }
  Line operator()(const IncidentStatusChanged& fact) {
    return whole(EventCode::kStatusChanged, fact.at, fact.to,
                 static_cast<std::uint32_t>(fact.reason));
  }
  Line operator()(const EmsArrived& fact) { return whole(EventCode::kEmsArrived, fact.at, 0U); }
  Line operator()(const IncidentArchived&) { return {}; }
  Line operator()(const PlanMade& fact) {
    return whole(EventCode::kPlanned, fact.at, fact.wave, fact.offers);
  }
  Line operator()(const OfferMade& fact) {
    return line(EventCode::kOffered, fact.at, fact.offer, fact.responder, fact.role, fact.aed,
                static_cast<std::uint32_t>(fact.first_channel));
  }
  Line operator()(const DeliveryChanged& fact) {
    Line told = of_offer(EventCode::kDelivery, fact.at, fact.offer, fact.stage);
    told->detail2 = static_cast<std::uint32_t>(fact.channel);
    return told;
  }
  Line operator()(const OfferEnded& fact) {
    return of_offer(EventCode::kOfferEnded, fact.at, fact.offer, fact.cause);
  }
  Line operator()(const TaskStarted& fact) {
    return line(EventCode::kTaskStarted, fact.at, fact.offer, fact.responder, fact.role, fact.aed,
                0);
  }
  Line operator()(const TaskChanged& fact) {
    return of_task(EventCode::kTaskChanged, fact.at, fact.offer, 0U);
  }
  Line operator()(const TaskProgressed& fact) {
    return of_task(EventCode::kTaskProgressed, fact.at, fact.offer, fact.step);
  }
  Line operator()(const TaskEnded& fact) {
    return of_task(EventCode::kTaskEnded, fact.at, fact.offer, fact.cause);
  }
  Line operator()(const AedReserved&) { return {}; }
  Line operator()(const AedReleased&) { return {}; }
  Line operator()(const TimerSet&) { return {}; }
  Line operator()(const TimerCleared&) { return {}; }
  Line operator()(const AlarmRaised& fact) {
    return whole(EventCode::kAlarmRaised, fact.at, fact.kind, fact.alarm);
  }
  Line operator()(const AlarmAcknowledged& fact) {
    const auto kind = incident_.alarms[fact.alarm - 1].kind;
    return whole(EventCode::kAlarmAcknowledged, fact.at, kind, fact.alarm);
  }
  Line operator()(const ActTaken& fact) {
    const std::uint32_t more = fact.act == Act::kEscalated ? fact.level
                               : fact.act == Act::kRelocated
                                   ? static_cast<std::uint32_t>(fact.reason)
                                   : static_cast<std::uint32_t>(fact.forced);
    Line told = fact.offer == 0 ? whole(EventCode::kAct, fact.at, fact.act)
                                : of_offer(EventCode::kAct, fact.at, fact.offer, fact.act);
    told->detail2 = more;
    return told;
  }
  Line operator()(const ContactChanged& fact) {
    return of_task(EventCode::kContact, fact.at, fact.offer, fact.contact);
  }
  Line operator()(const ArrivalChanged& fact) {
    Line told = of_task(EventCode::kArrivalChanged, fact.at, fact.offer, 0U);
    const auto seconds = std::max<std::int64_t>(0, (fact.expected - fact.at).count()) / 1000;
    told->detail2 = static_cast<std::uint32_t>(seconds);
    return told;
  }
  Line operator()(const MajorDeclared& fact) {
    return whole(EventCode::kMajorDeclared, fact.at, 0U, fact.casualties);
  }
  Line operator()(const MergeChanged& fact) {
    return whole(EventCode::kMerge, fact.at, fact.step, fact.other.number);
  }
  Line operator()(const TaskJoined& fact) {
    return line(EventCode::kTaskStarted, fact.at, fact.offer, fact.responder, fact.role, fact.aed,
                0);
  }
  Line operator()(const AedPut&) { return {}; }
  Line operator()(const AedDeleted&) { return {}; }
  Line operator()(const ResponderPut&) { return {}; }
  Line operator()(const ResponderDeleted&) { return {}; }
  Line operator()(const DutyChanged&) { return {}; }
  Line operator()(const TeamPut&) { return {}; }
  Line operator()(const TeamDeleted&) { return {}; }

 private:
  template <class Detail>
  Line whole(EventCode code, WallTime at, Detail detail, std::uint32_t detail2 = 0) {
    TimelineEvent event;
    event.at = at;
    event.version = incident_.version;
    event.code = code;
    event.detail = static_cast<std::uint32_t>(detail);
    event.detail2 = detail2;
    return event;
  }

  Line line(EventCode code, WallTime at, std::uint32_t offer, const ResponderId& responder,
            Role role, const AedId& aed, std::uint32_t detail) {
    Line event = whole(code, at, detail);
    event->offer = offer;
    event->responder = responder;
    event->role = role;
    event->aed = aed;
    return event;
  }

  template <class Detail>
  Line of_offer(EventCode code, WallTime at, std::uint32_t number, Detail detail) {
    const Offer& offer = incident_.offers.at(number);
    return line(code, at, number, offer.responder, offer.role, offer.aed,
                static_cast<std::uint32_t>(detail));
  }

  template <class Detail>
  Line of_task(EventCode code, WallTime at, std::uint32_t number, Detail detail) {
    const Task& task = incident_.tasks.at(number);
    return line(code, at, number, task.responder, task.role, task.aed,
                static_cast<std::uint32_t>(detail));
  }

  const Incident& incident_;
};

}  // namespace

std::optional<TimelineEvent> timeline_event(const Incident& incident, const Fact& fact) {
  return std::visit(Teller{incident}, fact);
}

}  // namespace goldenfour::dispatch
