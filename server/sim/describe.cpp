#include "server/sim/describe.h"

#include <cmath>
#include <type_traits>
#include <variant>

#include "server/dispatch/invariants.h"
#include "server/dispatch/names.h"

namespace goldenfour::sim {
namespace {

using namespace dispatch;

std::string text(std::string_view view) {
  return std::string(view);
}
std::string number(std::uint32_t value) {
  return std::to_string(value);
}

std::string errand(Role role, const AedId& aed, const AedId& alternate) {
  std::string told = text(text_of(role));
  if (!aed.empty()) told += ' ' + aed.value();
  if (!alternate.empty()) told += " or " + alternate.value();
  return told;
}

/// ", there in 170 s, accepts 38 %, gain 41/1000": why somebody was asked.
std::string figures(const Why& why) {
  const Duration arrival = why.via_aed_arrival.value_or(why.direct_arrival);
  return ", there in " + std::to_string(arrival.count() / 1000) + " s, accepts " +
         std::to_string(std::lround(why.acceptance * 100)) + " %, gain " +
         std::to_string(std::lround(why.gain * 1000)) + "/1000";
}

/// One overload per fact, so that a new fact fails the build here.
struct Teller {
  std::string operator()(const IncidentOpened& f) {
    return "opened " + text(text_of(f.status)) + ' ' + text(text_of(f.kind)) +
           (f.alert_status == AlertStatus::kActual ? "" : " drill");
  }
  std::string operator()(const IdempotencyKeyUsed& f) { return "key " + f.idempotency_key; }
  std::string operator()(const IncidentUpdated&) { return "updated"; }
  std::string operator()(const IncidentStatusChanged& f) {
    return text(text_of(f.from)) + " -> " + text(text_of(f.to));
  }
  std::string operator()(const MajorDeclared& f) {
    return "major event, casualties " + number(f.casualties);
  }
  std::string operator()(const MergeChanged& f) {
    return text(text_of(f.step)) + " " + to_string(f.other);
  }
  std::string operator()(const TaskJoined& f) {
    return "goes on as task " + number(f.offer) + ", was " + to_string(f.from);
  }
  std::string operator()(const TeamPut& f) { return "put team " + f.team.id.value(); }
  std::string operator()(const TeamDeleted& f) { return "deleted team " + f.team.value(); }
  std::string operator()(const EmsArrived&) { return "crew on scene"; }
  std::string operator()(const IncidentArchived&) { return "archived"; }
  std::string operator()(const PlanMade& f) {
    std::string line = "plan " + number(f.wave) + ": " + number(f.offers) + " offers";
    for (std::size_t i = 0; i < f.excluded.size(); ++i)
      if (f.excluded[i] > 0)
        line += ", " + number(f.excluded[i]) + ' ' + text(text_of(static_cast<Exclusion>(i)));
    return line;
  }
  std::string operator()(const OfferMade& f) {
    return "offer " + number(f.offer) + " to " + f.responder.value() + " as " +
           errand(f.role, f.aed, f.alternate) + " by " + text(text_of(f.first_channel)) +
           figures(f.why);
  }
  std::string operator()(const DeliveryChanged& f) {
    return "offer " + number(f.offer) + ' ' + text(text_of(f.stage)) + " by " +
           text(text_of(f.channel));
  }
  std::string operator()(const OfferEnded& f) {
    return "offer " + number(f.offer) + " ended " + text(text_of(f.cause));
  }
  std::string operator()(const TaskStarted& f) {
    return "task " + number(f.offer) + " of " + f.responder.value() + " as " +
           errand(f.role, f.aed, f.alternate);
  }
  std::string operator()(const TaskChanged& f) {
    return "task " + number(f.offer) + " now " + errand(f.role, f.aed, f.alternate);
  }
  std::string operator()(const TaskProgressed& f) {
    return "task " + number(f.offer) + ' ' + text(text_of(f.step));
  }
  std::string operator()(const TaskEnded& f) {
    return "task " + number(f.offer) + " ended " + text(text_of(f.cause));
  }
  std::string operator()(const AedReserved& f) {
    return f.aed.value() + " reserved for " + number(f.offer);
  }
  std::string operator()(const AedReleased& f) { return f.aed.value() + " free"; }
  std::string operator()(const TimerSet& f) {
    return "timer " + number(f.timer) + '.' + number(f.attempt) + ' ' + text(text_of(f.purpose)) +
           " in " + std::to_string(f.duration.count()) + " ms";
  }
  std::string operator()(const TimerCleared& f) { return "timer " + number(f.timer) + " off"; }
  std::string operator()(const AlarmRaised& f) { return "ALARM " + text(text_of(f.kind)); }
  std::string operator()(const AlarmAcknowledged& f) {
    return "alarm " + number(f.alarm) + " seen";
  }
  std::string operator()(const ActTaken& f) {
    std::string told = "by hand: " + text(text_of(f.act));
    if (f.offer != 0) told += ' ' + number(f.offer);
    if (f.act == Act::kEscalated) told += " to " + number(f.level);
    return told + (f.forced ? " by force" : "");
  }
  std::string operator()(const ContactChanged& f) {
    return "task " + number(f.offer) + " contact " + text(text_of(f.contact));
  }
  std::string operator()(const ArrivalChanged& f) {
    return "task " + number(f.offer) + " expected in " +
           std::to_string((f.expected - f.at).count() / 1000) + " s";
  }
  std::string operator()(const AedPut& f) { return "AED " + f.aed.id.value(); }
  std::string operator()(const AedDeleted& f) { return "AED " + f.aed.value() + " deleted"; }
  std::string operator()(const ResponderPut& f) { return "responder " + f.responder.id.value(); }
  std::string operator()(const ResponderDeleted& f) {
    return "responder " + f.responder.value() + " deleted";
  }
  std::string operator()(const DutyChanged& f) {
    return f.responder.value() + (f.duty.on_duty ? " on duty" : " off duty");
  }
};

}  // namespace

std::string describe(const Fact& fact) {
  return std::visit(Teller{}, fact);
}

std::string describe(const Decision& decision) {
  std::string line = decision.command;
  for (const IncidentId& id : incidents_of(decision)) line += ' ' + to_string(id);
  const char* separator = ": ";
  for (const Fact& fact : decision.facts) {
    line += separator + describe(fact);
    separator = "; ";
  }
  return line;
}

}  // namespace goldenfour::sim
