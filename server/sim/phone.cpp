#include "server/sim/phone.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace goldenfour::sim {
namespace {

constexpr Duration kBeatEvery{18'000};
constexpr Duration kDeadAfter{30'000};
constexpr Duration kStartWithin{8000};
constexpr Duration kRepeatEvery{4000};
constexpr int kMostTries = 30;

}  // namespace

Phone::Phone(Env& env, Server& server, Truth& truth, registry::ResponderId id, Carrier& carrier)
    : env_(env),
      server_(server),
      truth_(truth),
      id_(std::move(id)),
      carrier_(carrier),
      random_(env.random.fork()) {
  server_.on_crash([this] {
    if (link_.up) break_link(false);
  });
}

void Phone::switch_on() {
  env_.after(env_.draw(Duration{0}, seconds(8)), [this] { connect(); });
  env_.after(env_.draw(Duration{0}, kBeatEvery), [this] { beat(); });
  live();
}

/// Links break and phones fall asleep, each at its own rate.
void Phone::live() {
  if (env_.knobs.link_breaks_per_hour > 0) {
    env_.after(env_.next_in(env_.knobs.link_breaks_per_hour), [this] {
      if (link_.up) {
        env_.count(Fault::kLinkBroken);
        break_link(random_.chance(0.6));
      }
      live();
    });
  }
  if (env_.knobs.sleeps_per_hour > 0 && nap_ == 0) {
    ++nap_;
    env_.after(env_.next_in(env_.knobs.sleeps_per_hour), [this] { fall_asleep(); });
  }
}

void Phone::fall_asleep() {
  env_.count(Fault::kPhoneAsleep);
  awake_ = false;
  if (link_.up) break_link(random_.chance(0.5));
  const std::uint64_t nap = ++nap_;
  env_.after(env_.draw(minutes(1), minutes(15)), [this, nap] {
    if (nap_ == nap) wake();
  });
  env_.after(env_.next_in(env_.knobs.sleeps_per_hour) + minutes(16), [this] { fall_asleep(); });
}

void Phone::wake() {
  ++nap_;
  awake_ = true;
  connect();
}

void Phone::connect() {
  if (!awake_ || link_.up || connecting_) return;
  connecting_ = true;
  env_.after(env_.draw(env_.knobs.latency_min, env_.knobs.latency_max) * 2, [this] {
    connecting_ = false;
    if (!awake_ || link_.up) return;
    if (!server_.up()) {
      env_.after(env_.draw(milliseconds(800), milliseconds(3000)), [this] { connect(); });
      return;
    }
    opened(link_.number + 1);
  });
}

void Phone::opened(std::uint64_t number) {
  if (position_ && env_.happens(Fault::kPhoneForgot, env_.knobs.forget * 0.1)) position_.reset();
  link_ = Link{number, server_.life(), 0, true, false, env_.time()};
  link_.session = server_.node().connect(id_, position_, [this, number](const Downlink& message) {
    if (link_.number != number) return;
    transmit(Way::kDown, [this, message] { receive(message); });
  });
  env_.after(kStartWithin, [this, number] {
    if (link_.number == number && !link_.started) break_link(true);
  });
  std::vector<std::uint64_t> waiting;
  for (const Request& request : requests_) waiting.push_back(request.number);
  for (const std::uint64_t request : waiting) send_request(request);
}

/// `server_notices`: the connection is closed in form; else it is only dead, and the server finds
/// out by its heartbeat.
void Phone::break_link(bool server_notices) {
  const Link old = link_;
  link_.up = false;
  ++link_.number;
  const Duration notice = server_notices ? milliseconds(50) : kDeadAfter;
  env_.after(notice, [this, old] {
    if (server_.up() && server_.life() == old.life) server_.node().disconnect(id_, old.session);
  });
  env_.after(env_.draw(milliseconds(500), seconds(12)), [this] { connect(); });
}

void Phone::beat() {
  if (link_.up) {
    const registry::Presence presence{carrier_.position(), geo::Meters{15}, env_.clock.now().utc,
                                      carrier_.mode(), true};
    to_server([this, presence](Node& node) { node.presence(id_, presence); });
  }
  env_.after(kBeatEvery, [this] { beat(); });
}

/// One message over the link: in order, unless something goes wrong.
void Phone::transmit(Way way, std::function<void()> deliver) {
  if (env_.happens(Fault::kMessageDropped, env_.knobs.drop)) return;
  const auto arrive = [this, number = link_.number, run = std::move(deliver)] {
    if (link_.up && link_.number == number) run();
  };
  Duration at = env_.time() + env_.draw(env_.knobs.latency_min, env_.knobs.latency_max);
  if (env_.happens(Fault::kMessageReordered, env_.knobs.reorder)) {
    at += env_.draw(milliseconds(200), milliseconds(2500));
  } else if (way == Way::kDown) {
    at = link_.last_arrival = std::max(at, link_.last_arrival);
  }
  env_.queue.at(at, arrive);
  if (env_.happens(Fault::kMessageDuplicated, env_.knobs.duplicate))
    env_.queue.at(at + env_.draw(milliseconds(1), milliseconds(1500)), arrive);
}

void Phone::to_server(std::function<void(Node&)> deliver) {
  if (!link_.up) return;
  transmit(Way::kUp, [this, life = link_.life, run = std::move(deliver)] {
    if (server_.up() && server_.life() == life) run(server_.node());
  });
}

void Phone::receive(const Downlink& message) {
  if (const auto* start = std::get_if<dispatch::ResponderStart>(&message))
    take_start(*start);
  else
    take_frame(std::get<dispatch::ResponderFrame>(message));
}

void Phone::take_start(const dispatch::ResponderStart& start) {
  if (std::exchange(link_.started, true)) return;
  if (start.resumed) {
    for (const auto& frame : start.missed)
      if (link_.up) take_frame(frame);
    if (link_.up && position_)
      expect(10, position_->sequence >= start.position.sequence, "a resumption leaves a gap");
    return;
  }
  truth_.laws.met(10);
  position_ = start.position;
  for (const auto& offer : start.offers) truth_.has(offer.offer, dispatch::Channel::kWebSocket);
  carrier_.only_open(start);
  acknowledge();
}

void Phone::take_frame(const dispatch::ResponderFrame& frame) {
  if (!position_) return break_link(true);  // its start got lost; the next one will be a reset
  const bool same = frame.position.epoch == position_->epoch;
  expect(10, same, "a frame of another epoch without a reset");
  if (frame.position.sequence <= position_->sequence) return acknowledge();
  if (frame.position.sequence == position_->sequence + 1) return consume(frame);
  break_link(true);  // something got lost on the way: ask for it again
}

void Phone::consume(const dispatch::ResponderFrame& frame) {
  truth_.laws.met(10);
  position_ = frame.position;
  struct Show {
    Phone& phone;
    void operator()(const dispatch::OfferNotice& offer) {
      phone.truth_.has(offer.offer, dispatch::Channel::kWebSocket);
      phone.carrier_.asked(offer);
    }
    void operator()(const dispatch::TaskNotice& task) { phone.carrier_.tasked(task); }
    void operator()(const dispatch::StandDownNotice& notice) {
      phone.carrier_.stood_down(notice.offer);
    }
  };
  acknowledge();
  std::visit(Show{*this}, frame.body);
}

void Phone::acknowledge() {
  to_server([this, session = link_.session, position = *position_](Node& node) {
    node.acknowledge(id_, session, position);
  });
}

void Phone::answer(const dispatch::OfferId& offer, bool accept) {
  request(offer, dispatch::Answer{offer, id_, accept});
}

void Phone::progress(const dispatch::OfferId& task, dispatch::TaskStep step,
                     const registry::AedId& aed) {
  request(task, dispatch::Progress{task, id_, step, aed, {}});
}

void Phone::report(const dispatch::OfferId& task, dispatch::Hazard hazard) {
  request(task, dispatch::Progress{task, id_, dispatch::TaskStep::kHazardSeen, {}, hazard});
}

void Phone::seen(const dispatch::OfferId& offer) {
  to_server([offer](Node& node) {
    node.submit({offer.incident.jurisdiction,
                 {},
                 0,
                 dispatch::ReportDelivery{offer, dispatch::Channel::kWebSocket,
                                          dispatch::DeliveryStage::kSeen}},
                {});
  });
}

void Phone::request(const dispatch::OfferId& about, dispatch::CommandBody body) {
  const std::uint64_t number = next_request_++;
  requests_.push_back({number, std::move(body), about.incident.jurisdiction, 0});
  send_request(number);
}

/// Sends it now and again, until an answer comes; a phone without a link waits for one.
void Phone::send_request(std::uint64_t number) {
  const auto is_it = [number](const Request& request) { return request.number == number; };
  const auto found = std::find_if(requests_.begin(), requests_.end(), is_it);
  if (found == requests_.end() || !link_.up) return;
  if (++found->tries > kMostTries) {
    requests_.erase(found);
    return;
  }
  dispatch::Command command{
      found->jurisdiction, {dispatch::ActorKind::kResponder, id_.value()}, 0, found->body};
  to_server([this, command = std::move(command), number](Node& node) {
    node.submit(command, [this, number](const dispatch::Reply&) {
      transmit(Way::kDown, [this, number] {
        requests_.remove_if([number](const Request& request) { return request.number == number; });
      });
    });
  });
  env_.after(kRepeatEvery, [this, number, link = link_.number] {
    if (link_.number == link) send_request(number);
  });
}

void Phone::expect(int law, bool fine, const char* what) {
  truth_.laws.met(law);
  if (!fine) truth_.laws.broken(env_.time(), law, id_.value() + ": " + what);
}

}  // namespace goldenfour::sim
