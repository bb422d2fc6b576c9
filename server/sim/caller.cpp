#include "server/sim/caller.h"

#include <utility>

namespace goldenfour::sim {
namespace {

using dispatch::Alert;
using dispatch::ErrorCode;
using dispatch::Hazard;
using dispatch::IncidentKind;
using dispatch::Reply;

IncidentKind draw_kind(Random& random) {
  if (random.chance(0.6)) return IncidentKind::kCardiacArrest;
  return static_cast<IncidentKind>(random.below(dispatch::kIncidentKindCount));
}

std::pair<std::string, std::string> name_of(const Alert& alert) {
  return {alert.source,
          alert.external_id.empty() ? "key " + alert.idempotency_key : alert.external_id};
}

}  // namespace

Caller::Caller(Env& env, Server& server, const City& city, Truth& truth, OnIncident on_incident)
    : env_(env),
      server_(server),
      city_(city),
      truth_(truth),
      on_incident_(std::move(on_incident)),
      start_(env.clock.now().utc - env.time()) {}

void Caller::begin(Duration end, double per_hour, int burst) {
  end_ = end;
  per_hour_ = per_hour;
  env_.after(env_.next_in(per_hour_), [this] { next(); });
  const Duration from = env_.draw(Duration{0}, end * 2 / 3);
  for (int i = 0; i < burst; ++i)
    env_.after(from + env_.draw(Duration{0}, minutes(4)), [this] { raise(); });
}

void Caller::next() {
  if (env_.time() >= end_) return;
  raise();
  env_.after(env_.next_in(per_hour_), [this] { next(); });
}

Alert Caller::draw_alert() {
  Random& random = env_.random;
  Alert alert;
  alert.source = random.chance(0.7) ? "centre" : "watch-app";
  const std::string number = std::to_string(++raised_);
  const bool has_key = random.chance(0.7);
  if (has_key) alert.idempotency_key = "k" + std::to_string(next_key_++);
  if (!has_key || random.chance(0.8)) alert.external_id = "call-" + number;
  alert.sent = own_clock();
  alert.kind = draw_kind(random);
  if (random.chance(0.12)) alert.status = dispatch::AlertStatus::kExercise;
  if (random.chance(0.1)) alert.hazards.insert(static_cast<Hazard>(random.below(5)));
  if (random.chance(0.06)) alert.casualties = static_cast<std::uint32_t>(random.between(2, 30));
  if (random.chance(0.5)) alert.crew_due = alert.sent + env_.draw(minutes(5), minutes(14));
  alert.scene.position = city_.draw_place(random);
  alert.scene.uncertainty = geo::Meters{random.uniform(5, 80)};
  alert.scene.address = "Street " + number;
  alert.scene.public_place = random.chance(0.3);
  return alert;
}

void Caller::raise() {
  auto emergency = std::make_shared<Emergency>();
  emergency->alert = draw_alert();
  emergency->jurisdiction = city_.jurisdiction_at(emergency->alert.scene.position);
  send(emergency);
}

void Caller::call(const Shared& emergency, const Alert& alert,
                  std::function<void(const Reply*)> done) {
  server_.call({emergency->jurisdiction,
                {dispatch::ActorKind::kIntegration, alert.source},
                0,
                dispatch::RaiseAlert{alert}},
               std::move(done));
}

void Caller::send(const Shared& emergency) {
  call(emergency, emergency->alert, [this, emergency](const Reply* reply) {
    if (reply && reply->error == ErrorCode::kNone) return taken(emergency, *reply);
    if (reply && !dispatch::info(reply->error).retryable) {
      expect(1, false, reply->incident,
             "a good alert is refused: " + std::string(dispatch::info(reply->error).text));
      return;
    }
    env_.after(env_.draw(milliseconds(500), seconds(3)), [this, emergency] { send(emergency); });
  });
}

void Caller::promise(const Shared& emergency, const Alert& alert) {
  truth_.promises[name_of(emergency->alert)] = {emergency->incident, alert.sent,
                                                alert.scene.position};
}

void Caller::taken(const Shared& emergency, const Reply& reply) {
  emergency->incident = reply.incident;
  emergency->known = true;
  promise(emergency, emergency->alert);
  env_.trace.line(env_.time(), [&] {
    return "caller is told: " + to_string(reply.incident) + (reply.created ? " (new)" : " (known)");
  });
  on_incident_(reply.incident, emergency->alert);
  follow_up(emergency);
}

void Caller::follow_up(const Shared& emergency) {
  Random& random = env_.random;
  const auto soon = [&](Duration most) { return env_.draw(seconds(1), most); };
  if (random.chance(0.25)) env_.after(soon(minutes(3)), [=, this] { repeat(emergency); });
  if (random.chance(0.3) && !emergency->alert.external_id.empty())
    env_.after(soon(minutes(5)), [=, this] { correct(emergency); });
  if (random.chance(0.08)) env_.after(soon(minutes(4)), [=, this] { call_again(*emergency); });
  if (!emergency->alert.idempotency_key.empty() && random.chance(env_.knobs.key_reused))
    env_.after(soon(minutes(6)), [=, this] { reuse_key(emergency); });
  if (!emergency->alert.external_id.empty() && random.chance(env_.knobs.stale_alert))
    env_.after(soon(minutes(6)), [=, this] { send_stale(emergency); });
}

void Caller::repeat(const Shared& emergency) {
  call(emergency, emergency->alert, [this, emergency](const Reply* reply) {
    if (!reply) return;
    const bool same = reply->error == ErrorCode::kNone && !reply->created &&
                      reply->incident == emergency->incident;
    const bool overtaken = reply->error == ErrorCode::kStaleUpdate;
    expect(12, same || overtaken, emergency->incident, "a repeated alert leads elsewhere");
  });
}

void Caller::call_again(const Emergency& known) {
  if (env_.time() >= end_) return;
  auto second = std::make_shared<Emergency>();
  second->alert = draw_alert();
  second->alert.kind = known.alert.kind;
  second->alert.status = known.alert.status;
  second->alert.scene.position = draw_near(known.alert.scene.position, 60, env_.random);
  second->jurisdiction = city_.jurisdiction_at(second->alert.scene.position);
  send(second);
}

void Caller::correct(const Shared& emergency) {
  Random& random = env_.random;
  Alert later = emergency->alert;
  later.sent = own_clock();
  if (!later.idempotency_key.empty()) later.idempotency_key = "k" + std::to_string(next_key_++);
  if (random.chance(0.6)) later.scene.position = draw_near(later.scene.position, 600, random);
  if (random.chance(0.3)) later.kind = draw_kind(random);
  if (random.chance(0.15)) later.hazards.insert(Hazard::kFire);
  if (random.chance(0.5)) later.crew_due = later.sent + env_.draw(minutes(2), minutes(10));
  later.scene.note = "corrected";
  call(emergency, later, [this, emergency, later](const Reply* reply) {
    if (!reply) {
      truth_.edited.insert(emergency->incident);  // it may have arrived
      return;
    }
    const bool ended =
        reply->error == ErrorCode::kIllegalTransition || reply->error == ErrorCode::kStaleUpdate;
    expect(1, ended || (reply->error == ErrorCode::kNone && reply->incident == emergency->incident),
           emergency->incident, "a correction leads elsewhere");
    if (reply->error == ErrorCode::kNone) promise(emergency, later);
  });
}

void Caller::reuse_key(const Shared& emergency) {
  env_.count(Fault::kKeyReused);
  Alert other = emergency->alert;
  other.scene.address = "elsewhere";
  other.scene.position = city_.draw_place(env_.random);
  other.external_id = "other-" + std::to_string(next_key_);
  call(emergency, other, [this, emergency](const Reply* reply) {
    if (!reply) return;
    expect(3, reply->error == ErrorCode::kIdempotencyKeyReused, emergency->incident,
           "a key with another body is taken");
  });
}

void Caller::send_stale(const Shared& emergency) {
  env_.count(Fault::kStaleAlert);
  Alert stale = emergency->alert;
  stale.sent = stale.sent - seconds(30);
  stale.idempotency_key.clear();
  stale.scene.note = "stale";
  call(emergency, stale, [this, emergency](const Reply* reply) {
    if (!reply) return;
    expect(1, reply->error == ErrorCode::kStaleUpdate, emergency->incident,
           "an older alert replaces a later one");
  });
}

void Caller::expect(int law, bool fine, const dispatch::IncidentId& incident,
                    const std::string& what) {
  truth_.laws.met(law);
  if (!fine) truth_.laws.broken(env_.time(), law, to_string(incident) + ": " + what);
}

}  // namespace goldenfour::sim
