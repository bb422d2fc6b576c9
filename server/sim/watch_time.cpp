#include <algorithm>
#include <utility>

#include "geo/position.h"
#include "server/dispatch/timers.h"
#include "server/sim/watch.h"

// The laws that need time, a crash or the end to be seen.
namespace goldenfour::sim {
namespace {

constexpr Duration kAfterStart{10'000};
constexpr Duration kPresenceKept = minutes(10);
constexpr Duration kSweepSlack{75'000};
constexpr std::size_t kNearest = 12;

/// Who is within reach, by a full scan: everybody's distance.
template <class Id>
using Distances = std::map<Id, double>;

/// Whether the index's answer is one of the nearest `kNearest`: equals may stand in any order.
template <class Id>
bool are_nearest(const std::vector<std::pair<Id, double>>& answer, const Distances<Id>& all) {
  std::vector<double> expected;
  for (const auto& [id, meters] : all) expected.push_back(meters);
  std::sort(expected.begin(), expected.end());
  if (expected.size() > kNearest) expected.resize(kNearest);
  std::set<Id> different;
  if (answer.size() != expected.size()) return false;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    const auto& [id, meters] = answer[i];
    const auto found = all.find(id);
    if (found == all.end() || found->second != meters || meters != expected[i]) return false;
    different.insert(id);
  }
  return different.size() == answer.size();
}

/// The console was told that there is nobody.
bool has_told(const dispatch::Incident& incident) {
  return std::any_of(incident.alarms.begin(), incident.alarms.end(), [](const auto& alarm) {
    return alarm.kind == dispatch::AlarmKind::kNoCandidate;
  });
}

}  // namespace

void Watch::crashing(const Server& server) {
  Standby all(city_);
  for (const auto& decision : server.disk().written()) all.read(decision);
  tally_.lost += server.disk().written().size() - server.disk().durable();
  expect(24, all.hash() == server.node().dispatcher().hash(),
         "at the crash, what was written does not explain the state");
  written_.clear();
}

void Watch::restarted(Server& server) {
  ++life_;
  up_since_ = env_.time();
  const Node& node = server.node();
  durable_before_ = durable_ = node.sequence();
  const auto lost = [&](const auto& entry) { return entry.second > durable_; };
  std::erase_if(fired_, lost);
  std::erase_if(ended_, lost);
  const auto never_was = [&](const auto& need) { return need.second.sequence > durable_; };
  std::erase_if(needs_, never_was);
  std::erase_if(calls_, never_was);
  std::erase_if(messages_, never_was);
  std::erase_if(sounds_, never_was);
  std::erase_if(samples_, [&](const auto& sampled) { return sampled.first > durable_; });
  for (auto& [incident, need] : needs_) need.due = env_.time() + kAfterStart;
  for (auto& [who, call] : calls_) call.due.reset();
  // What had not left leaves now.
  for (auto& [offer, need] : messages_) need.due = env_.time() + kDoneWithin;
  for (auto& [alarm, need] : sounds_) need.due = env_.time() + kDoneWithin;
  seen_by_.clear();

  truth_.laws.add(checker_.counts());
  checker_ = {};
  standby_.forget();
  for (std::uint64_t i = 0; i < durable_; ++i) {
    checker_.read(server.disk().written()[i]);
    standby_.read(server.disk().written()[i]);
    const auto sampled = samples_.find(i + 1);
    if (sampled != samples_.end())
      expect(24, standby_.hash() == sampled->second, "a replay differs from what was live");
  }
  checker_.forget_counts();
  expect(24, standby_.hash() == node.dispatcher().hash(), "a start differs from a replay");
  truth_.laws.add(env_.time(), dispatch::check_state(node.state(), counts_));
  check_promises(node.state());

  due_at_start_.clear();
  const Now now = env_.clock.now();
  for (const auto& [jurisdiction, its] : node.state().jurisdictions)
    for (const auto& [id, incident] : its.incidents)
      for (const auto& [number, timer] : incident.timers)
        due_at_start_[{id, number}] = now.steady + dispatch::remaining(timer, now);
}

void Watch::look(const Server& server) {
  if (!server.up()) return;
  const Node& node = server.node();
  std::uint64_t open = 0;
  for (const auto& [jurisdiction, its] : node.state().jurisdictions)
    for (const auto& [id, incident] : its.incidents) open += incident.is_final() ? 0 : 1;
  tally_.most_open = std::max(tally_.most_open, open);
  check_timers(node);
  check_needs(node);
  check_calls(node);
  check_outgoing(node);
  if (random_.chance(0.05)) check_directory(node);
  if (random_.chance(0.05)) check_presence(node);
}

/// Law 15: an overdue timer acts within two seconds. When it is due after a start was settled then.
void Watch::check_timers(const Node& node) {
  if (env_.time() - up_since_ < kDoneWithin) return;
  const Now now = env_.clock.now();
  for (const auto& [jurisdiction, its] : node.state().jurisdictions) {
    for (const auto& [id, incident] : its.incidents) {
      if (incident.status == dispatch::IncidentStatus::kOpen) met(4);
      for (const auto& [number, timer] : incident.timers) {
        const auto carried = due_at_start_.find({id, number});
        const bool here = timer.boot == now.boot || carried == due_at_start_.end();
        const Instant due = here ? timer.due_steady : carried->second;
        expect(15, now.steady - due <= kDoneWithin,
               to_string(id) + ": timer " + std::to_string(number) + " is overdue");
      }
    }
  }
}

/// Law 6: two seconds after it is durable, somebody is being asked, or an alarm tells why not.
void Watch::check_needs(const Node& node) {
  std::vector<dispatch::IncidentId> settled;
  for (const auto& [id, need] : needs_) {
    if (!need.due || *need.due > env_.time()) continue;
    const dispatch::Incident* incident = node.state().find(id);
    expect(6, incident && has_told(*incident), to_string(id) + ": nobody is asked, and no alarm");
    settled.push_back(id);
  }
  for (const auto& id : settled) needs_.erase(id);
}

/// Law 14: whoever is connected hears of a cancellation within five seconds.
void Watch::check_calls(const Node& node) {
  std::erase_if(calls_, [&](const auto& entry) {
    const auto& [who, call] = entry;
    if (!call.due || *call.due > env_.time()) return false;
    if (call.life == life_)
      expect(14, !node.is_connected(who.first),
             who.first.value() + " is connected and does not hear that " + to_string(who.second) +
                 " is cancelled");
    return true;
  });
}

/// Law 1: what was promised exists, once, with that content or a later one.
void Watch::check_promises(const dispatch::State& state) {
  for (const auto& [name, promise] : truth_.promises) {
    const dispatch::Incident* incident = state.find(promise.incident);
    expect(1, incident != nullptr, name.second + ": promised, but gone");
    if (!incident || truth_.edited.contains(promise.incident)) continue;
    expect(1, incident->sent >= promise.sent, name.second + ": older than promised");
    if (incident->sent == promise.sent)
      expect(1, incident->scene && incident->scene->position == promise.place,
             name.second + ": another place than promised");
  }
}

/// Law 17: the index answers like a full scan.
void Watch::check_directory(const Node& node) {
  const geo::Position center = city_.draw_place(random_);
  const geo::Meters radius{random_.uniform(100, 3000)};
  const registry::Directory& directory = node.directory();

  Distances<registry::AedId> aeds;
  for (const auto& [id, aed] : directory.aeds()) {
    const geo::Meters away = geo::distance(center, aed.position);
    if (aed.status == registry::AedStatus::kInService && away <= radius)
      aeds.emplace(id, away.value());
  }
  std::vector<std::pair<registry::AedId, double>> found;
  for (const auto& near : node.world().aeds_near(center, radius, kNearest))
    found.emplace_back(near.aed->id, near.distance.value());
  expect(17, are_nearest(found, aeds), "AEDs near a place differ from a full scan");

  Distances<registry::ResponderId> people;
  for (const auto& [id, responder] : directory.responders()) {
    const registry::Presence* seen = directory.presence(id);
    const auto& home = responder.particulars ? responder.particulars->home : std::nullopt;
    if (!responder.duty.on_duty || (!seen && !home)) continue;
    const geo::Meters away = geo::distance(center, seen ? seen->position : *home);
    if (away <= radius) people.emplace(id, away.value());
  }
  std::vector<std::pair<registry::ResponderId, double>> asked;
  for (const auto& near :
       node.world().responders_near(center, radius, kNearest, env_.clock.now()).on_duty)
    asked.emplace_back(near.responder->id, near.distance.value());
  expect(17, are_nearest(asked, people), "responders near a place differ from a full scan");
}

/// Law 19: no position is kept longer than ten minutes of true time.
void Watch::check_presence(const Node& node) {
  for (const registry::Responder& responder : city_.responders) {
    const registry::Presence* seen = node.directory().presence(responder.id);
    if (!seen) {
      presences_.erase(responder.id);
      continue;
    }
    auto& [at, since] = presences_[responder.id];
    if (at != seen->at) {
      at = seen->at;
      since = env_.time();
    }
    expect(19, env_.time() - since <= kPresenceKept + kSweepSlack,
           responder.id.value() + ": an old position is kept");
  }
}

void Watch::finish(const Server& server) {
  truth_.laws.add(checker_.counts());
  checker_.forget_counts();
  if (server.up()) {
    const Node& node = server.node();
    truth_.laws.add(env_.time(), dispatch::check_state(node.state(), counts_));
    check_promises(node.state());
    sample(node, node.sequence());
    for (const auto& [jurisdiction, its] : node.state().jurisdictions)
      for (const auto& [id, incident] : its.incidents)
        expect(13, incident.is_final(), to_string(id) + ": not ended when all is over");
  }
  truth_.laws.add(counts_);
}

}  // namespace goldenfour::sim
