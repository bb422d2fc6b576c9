#include "server/sim/lab/rehearsal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <utility>

#include "server/dispatch/names.h"

namespace goldenfour::sim::lab {
namespace {

using dispatch::Role;
using dispatch::TaskStep;

const std::array kJurisdictions{registry::JurisdictionId("lab")};
constexpr Duration kDeliveryTakes{500};
constexpr Duration kNextChannelTakes{6'000};
constexpr Duration kPacking{5'000};         // from yes to the door, at least
constexpr Duration kLookingInVain{20'000};  // before a closed door or an empty hook
constexpr std::uint32_t kHandsOfUse = 2;    // two alternate at the chest; more are redundant

double seconds_of(Duration duration) {
  return static_cast<double>(duration.count()) / 1000;
}

Duration from_seconds(double value) {
  return Duration{std::llround(value * 1000)};
}

geo::Position between(geo::Position from, geo::Position to, double share) {
  const auto mix = [&](double a, double b) { return a + (b - a) * share; };
  return geo::Position::from_degrees(mix(from.latitude_degrees(), to.latitude_degrees()),
                                     mix(from.longitude_degrees(), to.longitude_degrees()))
      .value_or(from);
}

}  // namespace

double larsen(double to_cpr_seconds, double to_shock_seconds, double to_crew_seconds) {
  return std::max(
      0.0,
      0.67 - (0.023 * to_cpr_seconds + 0.011 * to_shock_seconds + 0.021 * to_crew_seconds) / 60);
}

double valenzuela(double to_cpr_seconds, double to_shock_seconds) {
  return 1 / (1 + std::exp(-0.260 + (0.106 * to_cpr_seconds + 0.139 * to_shock_seconds) / 60));
}

Rehearsal::Rehearsal(Occasion& occasion, const dispatch::Policy& policy, Tracer tracer)
    : occasion_(occasion),
      world_(occasion.directory, policy),
      dispatcher_(kJurisdictions, occasion.directory),
      clock_(occasion.call.at),
      tracer_(std::move(tracer)) {}

Outcome Rehearsal::run() {
  const Call& call = occasion_.call;
  dispatch::RaiseAlert raise;
  raise.alert.source = "lab";
  raise.alert.sent = call.at;
  raise.alert.kind = dispatch::IncidentKind::kCardiacArrest;
  if (call.crew_said) raise.alert.crew_due = call.at + *call.crew_said;
  raise.alert.scene.position = call.position;
  raise.alert.scene.public_place = call.public_place;
  if (call.tower) raise.alert.scene.floor = "12";
  incident_ = dispatch::IncidentId{kJurisdictions.front(), 1, 1};
  handle(std::move(raise));
  while (!queue_.empty() && queue_.next_time() < call.crew) queue_.run_next(clock_);
  restore_positions();
  return measured();
}

Outcome Rehearsal::measured() const {
  Outcome outcome = outcome_;
  const Duration crew = occasion_.call.crew;
  outcome.to_crew = seconds_of(crew);
  outcome.to_cpr = seconds_of(std::min(crew, first_cpr_.value_or(crew)));
  outcome.to_shock = seconds_of(std::min(crew, first_shock_.value_or(crew)));
  outcome.larsen = larsen(outcome.to_cpr, outcome.to_shock, outcome.to_crew);
  outcome.valenzuela = valenzuela(outcome.to_cpr, outcome.to_shock);
  return outcome;
}

void Rehearsal::trace(const std::string& line) const {
  if (tracer_) tracer_(clock_.time(), line);
}

void Rehearsal::later(Duration delay, EventQueue::Action action) {
  queue_.at(clock_.time() + delay, std::move(action));
}

void Rehearsal::handle(dispatch::CommandBody body) {
  dispatch::Command command;
  command.jurisdiction = kJurisdictions.front();
  command.body = std::move(body);
  const dispatch::Step step = dispatcher_.handle(command, world_, clock_.now());
  for (const dispatch::Effect& effect : step.effects) {
    if (const auto* arm = std::get_if<dispatch::ArmTimer>(&effect)) {
      const dispatch::TimerSet& timer = arm->timer;
      later(timer.duration, [this, number = timer.timer, attempt = timer.attempt] {
        const dispatch::Incident* incident = dispatcher_.state().find(incident_);
        const auto found = incident->timers.find(number);
        if (found != incident->timers.end() && found->second.attempt == attempt)
          handle(dispatch::TimerFired{incident_, number, attempt});
      });
    } else if (const auto* send = std::get_if<dispatch::SendByChannel>(&effect)) {
      later(kNextChannelTakes, [this, offer = send->offer.number, channel = send->channel] {
        ring(offer, asked_.at(offer), channel);
      });
    }
  }
  if (!step.decision) return;
  ++outcome_.decisions;
  for (const dispatch::Fact& fact : step.decision->facts) follow(fact);
}

void Rehearsal::follow(const dispatch::Fact& fact) {
  if (const auto* offer = std::get_if<dispatch::OfferMade>(&fact)) return offered(*offer);
  if (const auto* task = std::get_if<dispatch::TaskStarted>(&fact)) return started(*task);
  if (const auto* task = std::get_if<dispatch::TaskChanged>(&fact)) return changed(*task);
  if (const auto* task = std::get_if<dispatch::TaskEnded>(&fact)) {
    walkers_[task->offer].done = true;
    ++walkers_[task->offer].leg;
    trace("the task of offer " + std::to_string(task->offer) +
          " ends: " + std::string(dispatch::text_of(task->cause)));
  }
  if (const auto* ended = std::get_if<dispatch::OfferEnded>(&fact))
    trace("offer " + std::to_string(ended->offer) +
          " ends: " + std::string(dispatch::text_of(ended->cause)));
}

void Rehearsal::offered(const dispatch::OfferMade& offer) {
  ++outcome_.alerts;
  asked_[offer.offer] = offer.responder;
  trace("offer " + std::to_string(offer.offer) + " to " + offer.responder.value() + ": " +
        std::string(dispatch::text_of(offer.role)) + " " + offer.aed.value() + ", direct in " +
        std::to_string(offer.why.direct_arrival.count() / 1000) + " s");
  const bool by_socket = offer.first_channel == dispatch::Channel::kWebSocket;
  if (by_socket && !occasion_.trips.at(offer.responder).message_lost)
    later(kDeliveryTakes, [this, number = offer.offer, id = offer.responder] {
      ring(number, id, dispatch::Channel::kWebSocket);
    });
}

void Rehearsal::ring(std::uint32_t offer, const registry::ResponderId& id,
                     dispatch::Channel channel) {
  const Trip& trip = occasion_.trips.at(id);
  handle(
      dispatch::ReportDelivery{{incident_, offer}, channel, dispatch::DeliveryStage::kDelivered});
  if (!trip.accepts && !trip.declines) return;
  later(trip.answer, [this, offer, id, yes = trip.accepts] {
    trace("offer " + std::to_string(offer) + ": " + id.value() + (yes ? " accepts" : " declines"));
    handle(dispatch::Answer{{incident_, offer}, id, yes});
  });
}

void Rehearsal::started(const dispatch::TaskStarted& task) {
  ++outcome_.accepted;
  Walker& walker = walkers_[task.offer];
  walker.role = task.role;
  walker.aed = task.aed;
  const Trip& trip = trip_of(task.offer);
  trace("offer " + std::to_string(task.offer) +
        " is a task: " + std::string(dispatch::text_of(task.role)) + " " + task.aed.value());
  if (!trip.arrives) return;
  const dispatch::Incident* incident = dispatcher_.state().find(incident_);
  const Duration asked_at = incident->offers.at(task.offer).at - occasion_.call.at;
  const Duration leaves = std::max(asked_at + trip.turnout, clock_.time() + kPacking);
  queue_.at(leaves, [this, offer = task.offer] { set_out(offer); });
}

void Rehearsal::changed(const dispatch::TaskChanged& task) {
  Walker& walker = walkers_[task.offer];
  walker.role = task.role;
  if (walker.aed == task.aed) return;
  walker.aed = task.aed;
  trace("offer " + std::to_string(task.offer) +
        " changes: " + std::string(dispatch::text_of(task.role)) + " " + task.aed.value());
  if (!walker.left || walker.done || walker.carries) return;
  const double share =
      walker.takes.count() > 0
          ? std::min(1.0, seconds_of(clock_.time() - walker.began) / seconds_of(walker.takes))
          : 1.0;
  walker.from = between(walker.from, walker.to, share);
  walk(task.offer);
}

const Trip& Rehearsal::trip_of(std::uint32_t offer) const {
  return occasion_.trips.at(asked_.at(offer));
}

void Rehearsal::set_out(std::uint32_t offer) {
  Walker& walker = walkers_.at(offer);
  if (walker.done) return;
  walker.left = true;
  walker.from = trip_of(offer).place;
  say(offer, TaskStep::kLeft);
  walk(offer);
}

void Rehearsal::walk(std::uint32_t offer) {
  Walker& walker = walkers_.at(offer);
  const Trip& trip = trip_of(offer);
  const auto aed = occasion_.aeds.find(walker.aed);
  const bool fetches = walker.role == Role::kAed && !walker.carries && aed != occasion_.aeds.end();
  walker.to = fetches ? aed->second.place : occasion_.call.position;
  const double way = trip.detour * geo::distance(walker.from, walker.to).value() / trip.speed;
  walker.takes =
      from_seconds(way) + (fetches ? aed->second.pickup : from_seconds(occasion_.call.vertical));
  walker.began = clock_.time();
  const std::uint32_t leg = ++walker.leg;
  later(walker.takes, [this, offer, leg, fetches] {
    if (walkers_.at(offer).leg != leg) return;
    if (fetches)
      at_aed(offer);
    else
      at_patient(offer);
  });
}

void Rehearsal::at_aed(std::uint32_t offer) {
  Walker& walker = walkers_.at(offer);
  const Errand& errand = occasion_.aeds.at(walker.aed);
  walker.from = errand.place;
  walker.to = errand.place;
  if (errand.can_be_taken) {
    walker.carries = true;
    walker.carried_works = errand.works;
    say(offer, TaskStep::kAedCollected);
    return walk(offer);
  }
  ++outcome_.in_vain;
  trace("offer " + std::to_string(offer) + ": " + walker.aed.value() + " cannot be had");
  later(kLookingInVain, [this, offer, leg = walker.leg] {
    if (walkers_.at(offer).leg != leg) return;
    say(offer, TaskStep::kAedUnavailable);
    Walker& waiting = walkers_.at(offer);
    if (waiting.done || waiting.leg != leg) return;
    waiting.role = Role::kCpr;  // nobody named another one
    walk(offer);
  });
}

void Rehearsal::at_patient(std::uint32_t offer) {
  Walker& walker = walkers_.at(offer);
  ++walker.leg;
  walker.from = occasion_.call.position;
  walker.to = walker.from;
  walker.takes = Duration{0};
  trace("offer " + std::to_string(offer) + " arrives" + (walker.carries ? " with an AED" : ""));
  const bool first_aed = walker.carries && walker.carried_works && !first_shock_;
  if (walker.carries && !walker.carried_works) ++outcome_.in_vain;
  if (walker.role != Role::kGuide) {
    if (!first_cpr_) first_cpr_ = clock_.time();
    if (first_aed) first_shock_ = clock_.time();
    if (outcome_.arrivals >= kHandsOfUse && !first_aed) ++outcome_.redundant;
    ++outcome_.arrivals;
  }
  walker.done = true;
  say(offer, TaskStep::kOnScene);
}

void Rehearsal::show_position(std::uint32_t offer, geo::Position position) {
  const registry::ResponderId& id = asked_.at(offer);
  registry::Directory& directory = occasion_.directory;
  const registry::Presence* known = directory.presence(id);
  positions_before_.try_emplace(id, known ? std::optional(*known) : std::nullopt);
  registry::Presence presence;
  presence.position = position;
  presence.accuracy = geo::Meters{20};
  presence.at = clock_.now().utc;
  presence.received = clock_.now().steady;
  presence.mode = directory.responder(id)->usual_mode;
  directory.set_presence(id, presence);
  world_.forget();
}

void Rehearsal::restore_positions() {
  for (const auto& [id, presence] : positions_before_) {
    if (presence)
      occasion_.directory.set_presence(id, *presence);
    else
      occasion_.directory.forget_presence(id);
  }
}

/// Every step goes with the phone's position: who helps shares it.
void Rehearsal::say(std::uint32_t offer, TaskStep step) {
  show_position(offer, walkers_.at(offer).from);
  handle(dispatch::Progress{{incident_, offer}, asked_.at(offer), step, walkers_.at(offer).aed});
}

}  // namespace goldenfour::sim::lab
