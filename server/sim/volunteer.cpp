#include "server/sim/volunteer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geo/travel_time.h"

namespace goldenfour::sim {
namespace {

using dispatch::TaskStep;

geo::TravelModel model(registry::TravelMode mode) {
  switch (mode) {
    case registry::TravelMode::kFoot:
      return {1.4, geo::MetersPerSecond{2.1}, geo::Seconds{20}};
    case registry::TravelMode::kBicycle:
      return {1.4, geo::MetersPerSecond{4.5}, geo::Seconds{20}};
    case registry::TravelMode::kCar:
      return {1.5, geo::MetersPerSecond{6.5}, geo::Seconds{30}};
  }
  return {1.4, geo::MetersPerSecond{2.1}, geo::Seconds{20}};
}

}  // namespace

Volunteer::Volunteer(Env& env, Server& server, Truth& truth, const registry::Responder& who,
                     geo::Position at, Manners manners)
    : env_(env),
      who_(who),
      at_(at),
      manners_(manners),
      random_(env.random.fork()),
      phone_(env, server, truth, who.id, *this) {}

void Volunteer::rung(const dispatch::OfferId&) {
  env_.after(env_.draw(seconds(2), seconds(9)), [this] { phone_.wake(); });
}

void Volunteer::asked(const dispatch::OfferNotice& offer) {
  asked_ = offer.offer;
  if (!considered_.insert(offer.offer).second) return;
  if (random_.chance(0.7))
    env_.after(env_.draw(milliseconds(500), seconds(3)),
               [this, id = offer.offer] { phone_.seen(id); });
  env_.after(env_.draw(manners_.thinks_min, manners_.thinks_max),
             [this, id = offer.offer] { decide(id); });
}

void Volunteer::decide(const dispatch::OfferId& offer) {
  const bool called_off = asked_ != offer;
  if (called_off && !random_.chance(0.1)) return;  // some press all the same
  const double drawn = random_.uniform();
  if (drawn < manners_.accepts)
    phone_.answer(offer, true);
  else if (drawn < manners_.accepts + manners_.declines)
    phone_.answer(offer, false);
}

void Volunteer::stood_down(const dispatch::OfferId& offer) {
  if (asked_ == offer) asked_.reset();
  if (errand_ && errand_->task.task == offer) errand_.reset();
  if (!errand_) stop();
}

void Volunteer::only_open(const dispatch::ResponderStart& start) {
  asked_.reset();
  const bool still =
      errand_ && !start.tasks.empty() && start.tasks.front().task == errand_->task.task;
  if (!still) errand_.reset();
  if (!errand_) stop();
  for (const auto& offer : start.offers) asked(offer);
  for (const auto& task : start.tasks) tasked(task);
}

void Volunteer::tasked(const dispatch::TaskNotice& task) {
  if (asked_ == task.task) asked_.reset();
  const bool known = errand_ && errand_->task.task == task.task;
  if (known && errand_->arrived) return;
  if (task.wait) {  // stays where they are until told to go on
    stop();
    errand_ =
        Errand{task, next_errand_++, known && errand_->left, false, known && errand_->has_aed};
    return;
  }
  if (known && errand_->has_aed) {
    if (std::exchange(errand_->task, task).wait) to_patient();
    return;
  }
  stop();
  Errand errand{task, next_errand_++, known && errand_->left, false, false};
  errand_ = errand;
  if (!known && random_.chance(manners_.gives_up))
    return later(env_.draw(seconds(5), seconds(60)), [this] { give_up(); });
  later(errand.left ? seconds(2) : env_.draw(seconds(15), seconds(120)), [this] { set_out(); });
}

void Volunteer::stop() {
  at_ = position();
  way_.reset();
}

geo::Position Volunteer::position() const {
  if (!way_ || way_->to_time <= way_->from_time) return at_;
  const double done = std::clamp(static_cast<double>((env_.time() - way_->from_time).count()) /
                                     static_cast<double>((way_->to_time - way_->from_time).count()),
                                 0.0, 1.0);
  const double latitude =
      at_.latitude_degrees() + done * (way_->to.latitude_degrees() - at_.latitude_degrees());
  const double longitude =
      at_.longitude_degrees() + done * (way_->to.longitude_degrees() - at_.longitude_degrees());
  return *geo::Position::from_degrees(latitude, longitude);
}

void Volunteer::walk(geo::Position to, Duration extra, std::function<void()> then) {
  const Duration takes = travel(to);
  way_ = Way{to, env_.time(), env_.time() + takes};
  later(takes + extra, std::move(then));
}

void Volunteer::give_up() {
  phone_.answer(errand_->task.task, false);
  errand_.reset();
}

void Volunteer::set_out() {
  if (!std::exchange(errand_->left, true)) {
    say(TaskStep::kLeft);
    if (random_.chance(manners_.turns_back))
      return later(env_.draw(seconds(10), seconds(90)), [this] { give_up(); });
  }
  const bool fetches = errand_->task.role == dispatch::Role::kAed && errand_->task.aed &&
                       errand_->task.aed->position;
  if (fetches)
    to_aed();
  else
    to_patient();
}

void Volunteer::to_aed() {
  walk(*errand_->task.aed->position, seconds(30), [this] { at_aed(); });
}

void Volunteer::at_aed() {
  at_ = *errand_->task.aed->position;
  way_.reset();
  if (!env_.happens(Fault::kAedMissing, env_.knobs.aed_missing)) {
    errand_->has_aed = true;
    say(TaskStep::kAedCollected);
    return to_patient();
  }
  say(TaskStep::kAedUnavailable);
  later(seconds(25), [this] { to_patient(); });  // unless the server names another one
}

void Volunteer::to_patient() {
  if (!errand_->task.scene) return;
  walk(errand_->task.scene->position, Duration{0}, [this] { at_patient(); });
}

void Volunteer::at_patient() {
  at_ = errand_->task.scene->position;
  way_.reset();
  errand_->arrived = true;
  say(TaskStep::kOnScene);
  if (random_.chance(manners_.needs_help)) say(TaskStep::kNeedHelp);
  if (random_.chance(0.02)) say(TaskStep::kWrongPlace);
  if (random_.chance(0.02)) phone_.report(errand_->task.task, dispatch::Hazard::kViolence);
  later(env_.draw(seconds(5), seconds(40)), [this] { say(TaskStep::kCprStarted); });
  if (errand_->has_aed)
    later(env_.draw(seconds(50), seconds(120)), [this] { say(TaskStep::kShockDelivered); });
  if (!random_.chance(manners_.stays_until_crew)) return;
  later(env_.draw(minutes(3), minutes(12)), [this] {
    phone_.progress(errand_->task.task, TaskStep::kHandedOver, {});
    errand_.reset();
  });
}

void Volunteer::say(TaskStep step) {
  if (random_.chance(manners_.skips_step)) return;
  const dispatch::OfferId task = errand_->task.task;
  const registry::AedId aed = errand_->task.aed ? errand_->task.aed->id : registry::AedId();
  const Duration late = random_.chance(0.1) ? env_.draw(seconds(5), seconds(60)) : Duration{0};
  env_.after(late, [this, task, step, aed] { phone_.progress(task, step, aed); });
  if (random_.chance(manners_.repeats_step))
    env_.after(late + env_.draw(seconds(1), seconds(30)),
               [this, task, step, aed] { phone_.progress(task, step, aed); });
}

Duration Volunteer::travel(geo::Position to) const {
  const geo::Seconds takes = geo::travel_time(geo::distance(at_, to), model(who_.usual_mode));
  return Duration{static_cast<Duration::rep>(std::llround(takes.value() * 1000))};
}

void Volunteer::later(Duration delay, std::function<void()> action) {
  env_.after(delay, [this, number = errand_->number, run = std::move(action)] {
    if (errand_ && errand_->number == number) run();
  });
}

}  // namespace goldenfour::sim
