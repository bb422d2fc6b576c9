#include "tests/sim/scenario.h"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

#include "server/dispatch/names.h"
#include "server/dispatch/restart.h"
#include "server/dispatch/view.h"

namespace goldenfour::sim {
namespace {

using namespace dispatch;

std::string errand(Role role, const AedId& aed, const AedId& alternate) {
  std::string told(text_of(role));
  if (!aed.empty()) told += ' ' + aed.value();
  if (!alternate.empty()) told += " or " + alternate.value();
  return told;
}

}  // namespace

Scenario::Scenario(const std::string& map) : clock_(kMorning) {
  start();
  for (const Letter& letter : letters_of(map)) place(letter);
}

void Scenario::start() {
  dispatcher_.reset();
  world_.reset();
  directory_.emplace();
  world_.emplace(*directory_, default_policy(), std::map<JurisdictionId, Policy>{});
  dispatcher_.emplace(std::span(&kTown, 1), *directory_);
  for (const Decision& decision : journal_) dispatcher_->replay(decision);
  timers_ = {};
  timers_.load(state(), clock_.now());
  for (const Effect& effect : effects_at_start(state())) perform(effect);
}

void Scenario::place(const Letter& place) {
  places_[place.letter] = place.where;
  if (place.letter == 'P') patient_ = place.where;
  if (is_cabinet(place.letter)) say(PutAed{cabinet_at(place), std::nullopt});
  const char who = person_of(place.letter);
  if (!who) return;
  const registry::Responder& person = people_[who] = person_at(place);
  stands_[who] = place.where;
  register_again(who);
  directory_->set_presence(person.id, presence_at(person, place.where, clock_.now().utc));
  if (place.letter == who) directory_->heard_from(person.id, clock_.now().steady);
}

void Scenario::register_again(char who) {
  say(PutResponder{people_.at(who), std::nullopt});
}

Reply Scenario::say(CommandBody body) {
  const Command command{kTown, {ActorKind::kDispatcher, "desk"}, 1, std::move(body)};
  const Step step = dispatcher_->handle(command, *world_, clock_.now());
  if (step.decision) {
    journal_.push_back(*step.decision);
    for (Breach& breach : checker_.read(*step.decision)) breaches_.push_back(std::move(breach));
    for (Breach& breach : check_touched(state(), *step.decision, counts_))
      breaches_.push_back(std::move(breach));
  }
  Reply reply;
  for (const Effect& effect : step.effects) {
    if (const auto* said = std::get_if<Reply>(&effect)) reply = *said;
    perform(effect);
  }
  return reply;
}

void Scenario::perform(const Effect& effect) {
  if (const auto* arm = std::get_if<ArmTimer>(&effect)) timers_.arm(arm->timer, clock_.now());
  if (const auto* disarm = std::get_if<DisarmTimer>(&effect))
    timers_.disarm(disarm->incident, disarm->timer);
  if (const auto* notice = std::get_if<SendByChannel>(&effect)) texted_.push_back(notice->offer);
}

Reply Scenario::raise(const std::function<void(Alert&)>& change) {
  Alert alert;
  alert.source = "centre";
  alert.external_id = "call-1";
  alert.sent = kMorning;
  alert.kind = IncidentKind::kCardiacArrest;
  alert.scene.position = patient_;
  alert.scene.uncertainty = geo::Meters{10};
  if (change) change(alert);
  const Reply reply = say(RaiseAlert{alert});
  if (reply.created) id_ = reply.incident;
  return reply;
}

void Scenario::hear(char who) {
  directory_->heard_from(id_of(who), clock_.now().steady);
  say(ReportDelivery{offer_id(who), Channel::kWebSocket, DeliveryStage::kDelivered});
}

void Scenario::everybody_hears() {
  for (const auto& [who, person] : people_)
    if (state().asked.contains(person.id)) hear(who);
}

Reply Scenario::accept(char who) {
  return say(Answer{offer_id(who), id_of(who), true});
}
Reply Scenario::decline(char who) {
  return say(Answer{offer_id(who), id_of(who), false});
}

Reply Scenario::report(char who, TaskStep step) {
  return say(Progress{offer_id(who), id_of(who), step, {}, {}});
}

Reply Scenario::report(char who, Hazard hazard) {
  return say(Progress{offer_id(who), id_of(who), TaskStep::kHazardSeen, {}, hazard});
}

Reply Scenario::correct(IncidentKind kind) {
  UpdateIncident update;
  update.incident = id_;
  update.kind = kind;
  return say(update);
}

Reply Scenario::correct(const Hazards& hazards) {
  UpdateIncident update;
  update.incident = id_;
  update.hazards = hazards;
  return say(update);
}

void Scenario::change_person(char who, const std::function<void(registry::Responder&)>& change) {
  change(people_.at(who));
  register_again(who);
  calls_in(who);
}

void Scenario::change_aed(char cabinet, const std::function<void(registry::Aed&)>& change) {
  registry::Aed record = *directory_->aed(AedId(std::string(1, cabinet)));
  change(record);
  say(PutAed{record, std::nullopt});
}

void Scenario::train(char who, registry::Skill skill) {
  change_person(who, [&](registry::Responder& person) { person.skills.insert(skill); });
}

void Scenario::stock(char cabinet, registry::EquipmentSet equipment) {
  change_aed(cabinet, [&](registry::Aed& aed) { aed.equipment = std::move(equipment); });
}

std::string Scenario::may(char who) const {
  const auto notice = task_notice(state(), *directory_, offer_id(who));
  if (!notice) return "no task";
  return notice->wait ? "wait" : "go";
}

Reply Scenario::assign(char who, Role role, const std::string& aed, bool force) {
  return say(AssignResponder{id_, id_of(who), role, AedId(aed), force});
}

Reply Scenario::release(char who) {
  return say(ReleaseResponder{id_, offer_id(who).number});
}

Reply Scenario::relocate(char place) {
  RelocateIncident command;
  command.incident = id_;
  command.position = places_.at(place);
  command.reason = RelocateReason::kWrongAddress;
  return say(command);
}

Reply Scenario::escalate(std::uint32_t level) {
  return say(EscalateIncident{id_, level});
}

void Scenario::reports(char who, geo::Position where) {
  stands_[who] = where;
  directory_->set_presence(id_of(who), presence_at(people_.at(who), where, clock_.now().utc));
  directory_->heard_from(id_of(who), clock_.now().steady);
  const auto held = state().commitments.find(id_of(who));
  if (held != state().commitments.end()) say(ReconsiderTask{OfferId(held->second)});
}

void Scenario::stands_at(char who, char place) {
  reports(who, places_.at(place));
}

void Scenario::walked(char who, double share) {
  const geo::Position from = stands_.at(who);
  const auto between = [share](double a, double b) { return a + share * (b - a); };
  const double latitude = between(from.latitude_degrees(), patient_.latitude_degrees());
  const double longitude = between(from.longitude_degrees(), patient_.longitude_degrees());
  reports(who, *geo::Position::from_degrees(latitude, longitude));
}

void Scenario::goes_silent(char who) {
  directory_->gone(id_of(who));
  say(PresenceLost{id_of(who)});
}

void Scenario::calls_in(char who) {
  reports(who, stands_.at(who));
}

void Scenario::wait_but_hear(Duration duration, const std::string& silent) {
  const Duration step = seconds(10);
  for (Duration waited{0}; waited < duration; waited += step) {
    wait(std::min(step, duration - waited));
    for (const auto& [who, person] : people_)
      if (silent.find(who) == std::string::npos) reports(who, stands_.at(who));
  }
}

void Scenario::wait(Duration duration) {
  const Duration end = clock_.time() + duration;
  for (;;) {
    const auto due = timers_.next_due();
    const Duration ahead = due ? *due - clock_.now().steady : duration;
    if (!due || clock_.time() + ahead > end) break;
    clock_.advance_to(clock_.time() + std::max(ahead, Duration{0}));
    const auto fired = timers_.pop_due(clock_.now().steady);
    if (fired) say(*fired);
  }
  clock_.advance_to(end);
}

void Scenario::crash(Duration down, bool reboot) {
  clock_.advance_to(clock_.time() + down);
  if (reboot) clock_.reboot();
  const std::uint64_t before = dispatcher_->hash();
  start();
  if (dispatcher_->hash() != before) breaches_.push_back({24, "a restart changes the state"});
}

const Offer* Scenario::latest_offer(char who) const {
  const Offer* latest = nullptr;
  for (const auto& [number, offer] : incident().offers)
    if (offer.responder == id_of(who)) latest = &offer;
  return latest;
}

OfferId Scenario::offer_id(char who) const {
  const Offer* offer = latest_offer(who);
  return {id_, offer ? offer->number : 0};
}

std::string Scenario::of(char who) const {
  const Offer* offer = latest_offer(who);
  if (!offer) return "not asked";
  if (offer->outstanding()) return "asked " + errand(offer->role, offer->aed, offer->alternate);
  const auto task = incident().tasks.find(offer->number);
  if (task == incident().tasks.end()) return std::string(text_of(offer->end));
  if (!task->second.active()) return "task " + std::string(text_of(task->second.end));
  return "task " + errand(task->second.role, task->second.aed, task->second.alternate);
}

bool Scenario::was_texted(char who) const {
  return std::find(texted_.begin(), texted_.end(), offer_id(who)) != texted_.end();
}

std::string Scenario::alarms() const {
  std::string all;
  for (const Alarm& alarm : incident().alarms)
    all += (all.empty() ? "" : " ") + std::string(text_of(alarm.kind));
  return all;
}

std::string Scenario::status() const {
  return std::string(text_of(incident().status));
}

}  // namespace goldenfour::sim
