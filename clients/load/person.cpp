#include "clients/load/person.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "clients/common/wire.h"

namespace goldenfour::load {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kSpread = 0.35;           // of the logarithm of human delays
constexpr double kFirstPresence = 1.0;     // the hello has carried one already
constexpr double kCprAfterArrival = 15;    // seconds to kneel down and start
constexpr double kShockAfterArrival = 60;  // pads, analysis, shock
constexpr double kStrollSpeed = 1.2;
constexpr double kHandOverTakes = 60;

std::optional<geo::Position> to_geo(const v1::Position& place) {
  if (!place.has_latitude() || !place.has_longitude()) return std::nullopt;
  const auto position = geo::Position::from_degrees(place.latitude(), place.longitude());
  if (!position) return std::nullopt;
  return *position;
}

double seconds_between(const google::protobuf::Timestamp& from,
                       const google::protobuf::Timestamp& to) {
  return std::chrono::duration<double>(client::to_time(to) - client::to_time(from)).count();
}

}  // namespace

Person::Person(Profile profile, const Behaviour* behaviour, sim::Random random)
    : profile_(std::move(profile)),
      behaviour_(behaviour),
      random_(random),
      leg_{profile_.home, profile_.home, 0, 0},
      presence_due_(kFirstPresence + behaviour->presence_every * random_.uniform()) {}

double Person::speed() const {
  return (profile_.bicycle ? behaviour_->bicycle_speed : behaviour_->speed) / behaviour_->detour;
}

geo::Position Person::position(double now) const {
  if (now >= leg_.end || leg_.end <= leg_.start) return leg_.to;
  return between(leg_.from, leg_.to, std::max(0.0, (now - leg_.start) / (leg_.end - leg_.start)));
}

v1::PresenceReport Person::presence(double now) const {
  v1::PresenceReport report;
  const geo::Position place = position(now);
  report.mutable_position()->set_latitude(place.latitude_degrees());
  report.mutable_position()->set_longitude(place.longitude_degrees());
  report.mutable_position()->set_datum(v1::DATUM_WGS84);
  report.set_accuracy_meters(15);
  report.set_mode(profile_.bicycle ? v1::BICYCLE : v1::FOOT);
  return report;
}

double Person::next_due() const {
  const double answer = answer_ ? answer_due_ : kNever;
  const double task = task_ ? task_->due : kNever;
  return std::min({answer, task, presence_due_});
}

void Person::on_frame(const v1::ServerFrame& frame, double now, std::vector<v1::ClientFrame>* out) {
  const auto crew_in = [&](const v1::TaskNotice& task) {
    return task.has_crew_due() && frame.has_at() ? seconds_between(frame.at(), task.crew_due())
                                                 : -1.0;
  };
  if (frame.has_offer()) offered(frame.offer(), now);
  if (frame.has_task()) tasked(frame.task(), now, crew_in(frame.task()));
  if (frame.has_stand_down()) stood_down(frame.stand_down().offer());
  if (!frame.has_reset()) return;
  forget_unless_in(frame.reset());
  for (const auto& offer : frame.reset().offers()) offered(offer, now);
  for (const auto& task : frame.reset().tasks()) tasked(task, now, crew_in(task));
  on_time(now, out);
}

void Person::forget_unless_in(const v1::Reset& reset) {
  const auto& offers = reset.offers();
  const auto& tasks = reset.tasks();
  if (std::ranges::none_of(offers, [&](const auto& o) { return o.offer() == offer_; })) {
    answer_.reset();
  }
  if (task_ && std::ranges::none_of(
                   tasks, [&](const auto& t) { return t.task() == task_->notice.task(); })) {
    task_.reset();
  }
}

void Person::offered(const v1::OfferNotice& offer, double now) {
  if (offer.offer() == offer_) return;  // a reset repeats what is already being thought about
  offer_ = offer.offer();
  ++counts_.offers;
  const double night = night_ ? behaviour_->night_acceptance : 1.0;
  const double accepts = behaviour_->acceptance * night;
  const double drawn = random_.uniform();
  const double delay = around(behaviour_->answer_median, kSpread, &random_);
  if (drawn >= accepts + behaviour_->decline_share) {
    ++counts_.silent;
    return;
  }
  answer_.emplace();
  answer_->mutable_answer()->set_offer(offer_);
  answer_->mutable_answer()->set_accept(drawn < accepts);
  answer_due_ = now + delay;
}

void Person::answer(std::vector<v1::ClientFrame>* out) {
  ++(answer_->answer().accept() ? counts_.accepted : counts_.declined);
  out->push_back(std::move(*answer_));
  answer_.reset();
}

void Person::tasked(const v1::TaskNotice& notice, double now, double crew_in) {
  if (task_ && task_->notice.task() == notice.task()) {
    // Another role or AED on the way: go on from here. Whoever has arrived stays.
    task_->notice = notice;
    if (task_->stage == TaskStage::kToAed || task_->stage == TaskStage::kAtAed ||
        task_->stage == TaskStage::kToScene) {
      const bool fetch = notice.role() == v1::AED && !task_->has_aed && notice.has_aed();
      head_for(fetch ? notice.aed().position() : notice.place(),
               fetch ? TaskStage::kToAed : TaskStage::kToScene, now);
    }
    return;
  }
  ++counts_.tasks;
  const double turnout = night_ ? behaviour_->turnout_night : behaviour_->turnout_day;
  task_.emplace();
  task_->notice = notice;
  task_->due = now + around(turnout, kSpread, &random_);
  const double drawn = around(behaviour_->crew_median, kSpread, &random_);
  const double unknown = behaviour_->crew_median > 0 ? drawn : kNever;
  task_->hand_over_at = now + (crew_in >= 0 ? crew_in + kHandOverTakes : unknown);
}

void Person::stood_down(const std::string& id) {
  if (offer_ == id) answer_.reset();
  if (!task_ || task_->notice.task() != id) return;
  ++counts_.stood_down;
  task_.reset();
}

void Person::report(v1::TaskStep step, std::vector<v1::ClientFrame>* out) const {
  v1::ClientFrame frame;
  frame.mutable_progress()->set_task(task_->notice.task());
  frame.mutable_progress()->set_step(step);
  if (task_->notice.has_aed()) frame.mutable_progress()->set_aed(task_->notice.aed().id());
  out->push_back(std::move(frame));
}

void Person::head_for(const v1::Position& place, TaskStage stage, double now) {
  const geo::Position here = position(now);
  const geo::Position there = to_geo(place).value_or(here);
  const double time = geo::distance(here, there).value() / speed();
  leg_ = {here, there, now, now + time};
  task_->stage = stage;
  task_->due = now + time;
}

void Person::advance(double now, std::vector<v1::ClientFrame>* out) {
  switch (task_->stage) {
    case TaskStage::kTurnout:
      return after_turnout(now, out);
    case TaskStage::kToAed:
      task_->stage = TaskStage::kAtAed;
      task_->due = now + behaviour_->aed_pick_up;
      return;
    case TaskStage::kAtAed:
      return at_aed(now, out);
    case TaskStage::kToScene:
      return on_scene(now, out);
    case TaskStage::kOnScene:
      report(task_->has_aed ? v1::SHOCK_DELIVERED : v1::CPR_STARTED, out);
      task_->stage = TaskStage::kHelping;
      task_->due = std::max(now + 1, task_->hand_over_at);
      return;
    case TaskStage::kHelping:
      ++counts_.handed_over;
      report(v1::STEP_HANDED_OVER, out);
      task_.reset();
      return;
  }
}

void Person::after_turnout(double now, std::vector<v1::ClientFrame>* out) {
  ++counts_.left;
  report(v1::LEFT, out);
  const bool fetch = task_->notice.role() == v1::AED && task_->notice.has_aed();
  head_for(fetch ? task_->notice.aed().position() : task_->notice.place(),
           fetch ? TaskStage::kToAed : TaskStage::kToScene, now);
}

void Person::at_aed(double now, std::vector<v1::ClientFrame>* out) {
  if (random_.chance(behaviour_->aed_missing)) {
    ++counts_.aeds_missing;
    report(v1::AED_UNAVAILABLE, out);
  } else {
    ++counts_.aeds_collected;
    task_->has_aed = true;
    report(v1::AED_COLLECTED, out);
  }
  // A task that changes because the AED was missing redirects us by the next notice.
  head_for(task_->notice.place(), TaskStage::kToScene, now);
}

void Person::on_scene(double now, std::vector<v1::ClientFrame>* out) {
  ++counts_.on_scene;
  report(v1::ON_SCENE, out);
  const bool guide = task_->notice.role() == v1::GUIDE;
  task_->stage = guide ? TaskStage::kHelping : TaskStage::kOnScene;
  task_->due = guide ? std::max(now + 1, task_->hand_over_at)
                     : now + (task_->has_aed ? kShockAfterArrival : kCprAfterArrival);
}

void Person::wander(double now) {
  if (task_ || now < leg_.end) return;
  const double reach = behaviour_->wander_radius;
  const geo::Position here = position(now);
  const geo::Position there =
      offset(profile_.home, random_.uniform(-reach, reach), random_.uniform(-reach, reach));
  leg_ = {here, there, now, now + geo::distance(here, there).value() / kStrollSpeed};
}

void Person::on_time(double now, std::vector<v1::ClientFrame>* out) {
  if (answer_ && answer_due_ <= now) answer(out);
  while (task_ && task_->due <= now) advance(now, out);
  if (presence_due_ > now) return;
  wander(now);
  v1::ClientFrame frame;
  *frame.mutable_presence() = presence(now);
  out->push_back(std::move(frame));
  presence_due_ = now + behaviour_->presence_every * random_.uniform(0.8, 1.2);
}

}  // namespace goldenfour::load
