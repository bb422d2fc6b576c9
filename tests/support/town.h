#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "server/dispatch/directory_world.h"
#include "server/dispatch/dispatcher.h"
#include "server/registry/directory.h"

namespace goldenfour::support {

/// A small town around a patient, with the product's dispatcher: what a test says in metres north
/// and east of the patient is placed there.
class Town {
 public:
  static constexpr double kLatitude = 46.05;
  static constexpr double kLongitude = 14.5;

  explicit Town(dispatch::Policy policy = dispatch::default_policy())
      : jurisdictions_{registry::JurisdictionId("ljubljana"), registry::JurisdictionId("kranj")},
        dispatcher_(jurisdictions_, directory_),
        world_(directory_, std::move(policy), {}) {}

  static geo::Position at(double north_meters, double east_meters) {
    return *geo::Position::from_degrees(kLatitude + north_meters / 111'195.0,
                                        kLongitude + east_meters / 77'170.0);
  }

  registry::Responder person(const std::string& id, geo::Position home) const {
    registry::Responder responder;
    responder.id = registry::ResponderId(id);
    responder.jurisdiction = jurisdictions_[0];
    responder.particulars = registry::Particulars{"Test " + id, "+000", home};
    responder.certified_until = {registry::Duration(4'000'000'000'000)};
    responder.duty.on_duty = true;
    return responder;
  }

  /// A responder on duty, on foot, connected and standing there.
  void add_person(const std::string& id, geo::Position where) {
    send(dispatch::PutResponder{person(id, where), std::nullopt});
    directory_.set_presence(registry::ResponderId(id),
                            {where, geo::Meters{10}, now_.utc, registry::TravelMode::kFoot, true});
    directory_.heard_from(registry::ResponderId(id), now_.steady);
  }

  /// A public AED that is always open.
  void add_aed(const std::string& id, geo::Position where) {
    registry::Aed aed;
    aed.id = registry::AedId(id);
    aed.jurisdiction = jurisdictions_[0];
    aed.position = where;
    aed.access = registry::AedAccess::kPublic;
    aed.opening_hours = "24/7";
    send(dispatch::PutAed{aed, std::nullopt});
  }

  dispatch::Alert alert(const std::string& external_id = "") const {
    dispatch::Alert alert;
    alert.source = "test";
    alert.external_id = external_id;
    alert.sent = now_.utc;
    alert.kind = dispatch::IncidentKind::kCardiacArrest;
    alert.scene.position = at(0, 0);
    alert.scene.uncertainty = geo::Meters{20};
    return alert;
  }

  /// Hands in a command and returns its reply.
  dispatch::Reply send(dispatch::CommandBody body) {
    dispatch::Command command;
    command.jurisdiction = jurisdictions_[0];
    command.actor = {dispatch::ActorKind::kDispatcher, "test"};
    command.body = std::move(body);
    return hand_in(std::move(command));
  }

  /// The same for a command of somebody else.
  dispatch::Reply hand_in(dispatch::Command command) {
    command.correlation = 1;
    step_ = dispatcher_.handle(command, world_, now_);
    for (const dispatch::Effect& effect : step_.effects)
      if (const auto* reply = std::get_if<dispatch::Reply>(&effect)) return *reply;
    ADD_FAILURE() << "no reply to " << name(command.body);
    return {};
  }

  const dispatch::Incident& raise() {
    return incident(send(dispatch::RaiseAlert{alert()}).incident);
  }
  dispatch::Reply answer(const dispatch::Incident& incident, std::uint32_t offer, bool accept) {
    return send(
        dispatch::Answer{{incident.id, offer}, incident.offers.at(offer).responder, accept});
  }

  /// Lets time pass and fires what falls due, in order.
  void wait(registry::Duration duration) {
    const registry::Instant until = now_.steady + duration;
    while (const auto due = next_timer(until)) {
      const registry::Duration ahead = due->due_steady - now_.steady;
      if (ahead.count() > 0) pass(ahead);
      send(dispatch::TimerFired{due->incident, due->timer, due->attempt});
    }
    pass(until - now_.steady);
  }

  const dispatch::Incident& incident(const dispatch::IncidentId& id) const {
    return *dispatcher_.state().find(id);
  }
  const dispatch::State& state() const { return dispatcher_.state(); }
  const dispatch::Step& step() const { return step_; }
  registry::Directory& directory() { return directory_; }
  dispatch::Dispatcher& dispatcher() { return dispatcher_; }
  std::span<const registry::JurisdictionId> jurisdictions() const { return jurisdictions_; }
  registry::Now now() const { return now_; }
  void pass(registry::Duration duration) {
    now_.steady = now_.steady + duration;
    now_.utc = now_.utc + duration;
  }

 private:
  std::optional<dispatch::TimerSet> next_timer(registry::Instant until) const {
    std::optional<dispatch::TimerSet> next;
    for (const auto& [id, jurisdiction] : state().jurisdictions)
      for (const auto& [number, incident] : jurisdiction.incidents)
        for (const auto& [timer_number, timer] : incident.timers)
          if (timer.due_steady <= until && (!next || timer.due_steady < next->due_steady))
            next = timer;
    return next;
  }

  std::vector<registry::JurisdictionId> jurisdictions_;
  registry::Directory directory_;
  dispatch::Dispatcher dispatcher_;
  dispatch::DirectoryWorld world_;
  dispatch::Step step_;
  registry::Now now_{{registry::Duration(1'000'000)}, {registry::Duration(1'790'000'000'000)}, {7}};
};

}  // namespace goldenfour::support
