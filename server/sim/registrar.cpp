#include "server/sim/registrar.h"

#include <utility>

namespace goldenfour::sim {

using dispatch::ErrorCode;
using dispatch::Reply;
using registry::Aed;
using registry::AedStatus;
using registry::Responder;

Registrar::Registrar(Env& env, Server& server, const City& city, Truth& truth)
    : env_(env), server_(server), city_(city), truth_(truth) {}

void Registrar::register_everybody() {
  for (const Responder& responder : city_.responders)
    server_.node().submit(
        {responder.jurisdiction, {}, 0, dispatch::PutResponder{responder, std::nullopt}}, {});
  for (const auto& team : city_.teams)
    server_.node().submit({team.jurisdiction, {}, 0, dispatch::PutTeam{team, std::nullopt}}, {});
  for (const auto& jurisdiction : city_.jurisdictions) {
    dispatch::ImportAeds batch;
    for (const Aed& aed : city_.aeds)
      if (aed.jurisdiction == jurisdiction) batch.aeds.push_back(aed);
    server_.node().submit({jurisdiction, {}, 0, batch}, {});
  }
}

void Registrar::begin(Duration end) {
  end_ = end;
  if (env_.knobs.registry_changes_per_hour <= 0 || env_.time() >= end) return;
  env_.after(env_.next_in(env_.knobs.registry_changes_per_hour), [this] {
    change();
    begin(end_);
  });
}

void Registrar::change() {
  switch (env_.random.below(9)) {
    case 0:
    case 1:
      return toggle_aed(any_aed());
    case 2:
      return remove_aed(any_aed());
    case 3:
      return import_again();
    case 4:
      return replace_responder();
    case 5:
      return put_with_stale_version(any_aed());
    case 6:
      return replace_team();
    default:
      return change_duty();
  }
}

/// Rather one that somebody fetches just now: that is where it hurts.
const Aed& Registrar::any_aed() {
  if (server_.up() && env_.random.chance(0.5)) {
    const auto& reservations = server_.node().state().reservations;
    for (const auto& [id, task] : reservations)
      for (const Aed& aed : city_.aeds)
        if (aed.id == id && env_.random.chance(0.5)) return aed;
  }
  return city_.aeds[static_cast<std::size_t>(env_.random.below(city_.aeds.size()))];
}

const Responder& Registrar::anybody() {
  return city_.responders[static_cast<std::size_t>(env_.random.below(city_.responders.size()))];
}

void Registrar::toggle_aed(const Aed& aed) {
  env_.count(Fault::kAedWithdrawn);
  Aed broken = aed;
  broken.status = AedStatus::kOutOfService;
  say(aed.jurisdiction, dispatch::PutAed{broken, std::nullopt});
  env_.after(env_.draw(minutes(2), minutes(20)),
             [this, aed] { say(aed.jurisdiction, dispatch::PutAed{aed, std::nullopt}); });
}

void Registrar::remove_aed(const Aed& aed) {
  env_.count(Fault::kAedWithdrawn);
  say(aed.jurisdiction, dispatch::DeleteAed{aed.id, std::nullopt});
  env_.after(env_.draw(minutes(2), minutes(20)),
             [this, aed] { say(aed.jurisdiction, dispatch::PutAed{aed, std::nullopt}); });
}

void Registrar::import_again() {
  const auto& jurisdiction = city_.jurisdictions[env_.random.chance(0.5) ? 0 : 1];
  dispatch::ImportAeds batch;
  for (const Aed& aed : city_.aeds)
    if (aed.jurisdiction == jurisdiction && env_.random.chance(0.3)) batch.aeds.push_back(aed);
  if (!batch.aeds.empty()) batch.aeds.front().location_hint += " (moved)";
  say(jurisdiction, batch);
}

void Registrar::change_duty() {
  const Responder& who = anybody();
  env_.count(Fault::kOffDuty);
  say(who.jurisdiction, dispatch::SetDuty{who.id, false});
  env_.after(env_.draw(minutes(2), minutes(30)),
             [this, &who] { say(who.jurisdiction, dispatch::SetDuty{who.id, true}); });
}

void Registrar::replace_responder() {
  const Responder& who = anybody();
  say(who.jurisdiction, dispatch::DeleteResponder{who.id});
  env_.after(env_.draw(minutes(1), minutes(5)),
             [this, &who] { say(who.jurisdiction, dispatch::PutResponder{who, std::nullopt}); });
}

void Registrar::replace_team() {
  const registry::Team& team = city_.teams[env_.random.chance(0.5) ? 0 : 1];
  say(team.jurisdiction, dispatch::DeleteTeam{team.id});
  env_.after(env_.draw(minutes(1), minutes(5)),
             [this, &team] { say(team.jurisdiction, dispatch::PutTeam{team, std::nullopt}); });
}

void Registrar::put_with_stale_version(const Aed& aed) {
  server_.call({aed.jurisdiction,
                {dispatch::ActorKind::kRegistrar, "registry"},
                0,
                dispatch::PutAed{aed, 1'000'000}},
               [this](const Reply* reply) {
                 if (!reply) return;
                 truth_.laws.met(9);
                 if (reply->error != ErrorCode::kPreconditionFailed)
                   truth_.laws.broken(env_.time(), 9, "a stale registry write is taken");
               });
}

void Registrar::say(const registry::JurisdictionId& jurisdiction, dispatch::CommandBody body) {
  server_.call({jurisdiction, {dispatch::ActorKind::kRegistrar, "registry"}, 0, body},
               [this, jurisdiction, body](const Reply* reply) {
                 if (reply && !dispatch::info(reply->error).retryable) return;
                 env_.after(env_.draw(seconds(1), seconds(3)),
                            [=, this] { say(jurisdiction, body); });
               });
}

}  // namespace goldenfour::sim
