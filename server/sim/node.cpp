#include "server/sim/node.h"

#include <utility>
#include <variant>

#include "server/dispatch/restart.h"
#include "server/registry/check.h"

namespace goldenfour::sim {
namespace {

constexpr Duration kSweepEvery{30'000};
constexpr Duration kLostAfter{1000};
constexpr dispatch::ConsoleLimits kConsoleLimits{};

const dispatch::OfferId* offered(const dispatch::ResponderFrame& frame) {
  const auto* notice = std::get_if<dispatch::OfferNotice>(&frame.body);
  return notice ? &notice->offer : nullptr;
}

}  // namespace

Node::Node(Env& env, const City& city, Disk& disk, NodeEvents& events, Sabotage sabotage)
    : env_(env),
      disk_(disk),
      events_(events),
      sabotage_(std::move(sabotage)),
      world_(directory_, city.policy, {}),
      dispatcher_(city.jurisdictions, directory_) {}

void Node::start() {
  const auto replayed = disk_.replay(
      [this](std::uint64_t, const dispatch::Decision& decision) { dispatcher_.replay(decision); });
  registry::check(replayed.has_value(), "the simulated disk is sound");
  sequence_ = *replayed;
  outbox_.durable(sequence_);
  publisher_.emplace(state());
  timers_.load(state(), env_.clock.now());
  disk_.on_durable([this](std::uint64_t sequence) {
    outbox_.durable(sequence);
    events_.durable(*this, sequence);
    drain();
  });
  for (const dispatch::Effect& effect : dispatch::effects_at_start(state())) perform(effect, {});
  schedule_timers();
  drain();
  later(kSweepEvery, [this] { sweep(); });
}

void Node::submit(dispatch::Command command, ports::OnReply on_reply) {
  command.correlation = on_reply ? next_correlation_++ : 0;
  handle(command, on_reply, false);
  if (env_.happens(Fault::kCommandTwice, env_.knobs.command_twice)) {
    if (command.correlation != 0) command.correlation = next_correlation_++;
    handle(command, {}, true);
  }
  schedule_timers();
  drain();
}

void Node::handle(const dispatch::Command& command, const ports::OnReply& on_reply, bool again) {
  dispatch::Step step = dispatcher_.handle(command, world_, env_.clock.now());
  if (sabotage_) sabotage_(step);
  if (step.decision) {
    const bool taken = disk_.append(++sequence_, *step.decision);
    registry::check(taken, "the journal's queue is long enough for a simulation");
  }
  events_.handled(*this, command, step, sequence_, again);
  for (const dispatch::Effect& effect : step.effects) perform(effect, on_reply);
}

void Node::perform(const dispatch::Effect& effect, const ports::OnReply& on_reply) {
  struct Performer {
    Node& node;
    const ports::OnReply& on_reply;
    void operator()(const dispatch::Reply& reply) {
      node.put([&owner = node, reply, then = on_reply] {
        owner.events_.replied(owner, reply);
        if (then) then(reply);
      });
    }
    void operator()(const dispatch::PushFrames& push) { node.push_frames(push.responder); }
    void operator()(const dispatch::PublishTopic& topic) { node.publish_topic(topic.jurisdiction); }
    void operator()(const dispatch::SendByChannel& notice) {
      node.put([&owner = node, notice] { owner.events_.sent_by_channel(notice); });
    }
    void operator()(const dispatch::ArmTimer& arm) {
      node.timers_.arm(arm.timer, node.env_.clock.now());
    }
    void operator()(const dispatch::DisarmTimer& disarm) {
      node.timers_.disarm(disarm.incident, disarm.timer);
    }
    void operator()(const dispatch::SoundAlarm& alarm) {
      node.put([&owner = node, alarm] { owner.events_.sounded(alarm); });
    }
  };
  std::visit(Performer{*this, on_reply}, effect);
}

void Node::put(ports::Continuation item) {
  outbox_.put(sequence_, std::move(item));
}

void Node::drain() {
  while (outbox_.ready()) outbox_.take()();
}

void Node::presence(const registry::ResponderId& id, const registry::Presence& presence) {
  registry::Presence received = presence;
  received.at = env_.clock.now().utc;
  received.received = env_.clock.now().steady;
  directory_.set_presence(id, received);
  heard_from(id);
  const auto held = state().commitments.find(id);
  if (held == state().commitments.end()) return;
  const dispatch::OfferId task = held->second;
  submit({task.incident.jurisdiction, {}, 0, dispatch::ReconsiderTask{task}}, {});
}

void Node::heard_from(const registry::ResponderId& id) {
  directory_.heard_from(id, env_.clock.now().steady);
}

std::uint64_t Node::connect(const registry::ResponderId& id,
                            std::optional<dispatch::StreamPosition> from,
                            std::function<void(const Downlink&)> write) {
  const std::uint64_t number = next_session_++;
  sessions_[id] = Session{number, false, std::move(write), {}};
  heard_from(id);
  push_frames(id);
  put([this, id, number, start = dispatch::start_responder(state(), directory_, id, from)] {
    send(id, number, start);
  });
  drain();
  return number;
}

void Node::disconnect(const registry::ResponderId& id, std::uint64_t session) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.number != session) return;
  sessions_.erase(found);
  later(kLostAfter, [this, id] {
    const registry::Responder* known = directory_.responder(id);
    if (known == nullptr || sessions_.contains(id)) return;
    submit({known->jurisdiction, {}, 0, dispatch::PresenceLost{id}}, {});
  });
}

void Node::push_frames(const registry::ResponderId& id) {
  for (auto& frame : publisher_->take(state(), directory_, id)) {
    put([this, id, frame] {
      const auto found = sessions_.find(id);
      if (found != sessions_.end()) send(id, found->second.number, frame);
    });
  }
}

void Node::send(const registry::ResponderId& id, std::uint64_t session, const Downlink& message) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.number != session) return;
  Session& its = found->second;
  if (const auto* start = std::get_if<dispatch::ResponderStart>(&message)) {
    its.started = true;
    events_.started(*this, id, *start);
    if (start->known_offer) report(*start->known_offer, dispatch::DeliveryStage::kDelivered);
    for (const auto& frame : start->missed)
      if (const auto* offer = offered(frame)) note_offer(its, frame.position.sequence, *offer);
    for (const auto& offer : start->offers) note_offer(its, start->position.sequence, offer.offer);
  } else if (const auto* frame = std::get_if<dispatch::ResponderFrame>(&message)) {
    if (!its.started) return;
    events_.framed(id, *frame);
    if (const auto* offer = offered(*frame)) note_offer(its, frame->position.sequence, *offer);
  }
  its.write(message);
}

void Node::note_offer(Session& session, std::uint64_t sequence, const dispatch::OfferId& offer) {
  session.unacknowledged.emplace_back(sequence, offer);
  report(offer, dispatch::DeliveryStage::kSent);
}

void Node::report(const dispatch::OfferId& offer, dispatch::DeliveryStage stage) {
  later(Duration{0}, [this, offer, stage] {
    submit({offer.incident.jurisdiction,
            {},
            0,
            dispatch::ReportDelivery{offer, dispatch::Channel::kWebSocket, stage}},
           {});
  });
}

void Node::acknowledge(const registry::ResponderId& id, std::uint64_t session,
                       const dispatch::StreamPosition& position) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.number != session) return;
  heard_from(id);
  auto& waiting = found->second.unacknowledged;
  while (!waiting.empty() && waiting.front().first <= position.sequence) {
    report(waiting.front().second, dispatch::DeliveryStage::kDelivered);
    waiting.pop_front();
  }
}

void Node::connect_console(const registry::JurisdictionId& id,
                           std::optional<dispatch::StreamPosition> from,
                           std::function<void(const ConsoleDownlink&)> write) {
  publish_topic(id);
  consoles_[id] = Console{false, std::move(write)};
  put([this, id, start = dispatch::start_console(state(), directory_, id, from, kConsoleLimits)] {
    consoles_.at(id).started = true;
    consoles_.at(id).write(start);
  });
  drain();
}

void Node::publish_topic(const registry::JurisdictionId& id) {
  for (auto& frame : publisher_->take(state(), directory_, id)) {
    put([this, id, frame] {
      const auto found = consoles_.find(id);
      if (found != consoles_.end() && found->second.started) found->second.write(frame);
    });
  }
}

void Node::schedule_timers() {
  const auto due = timers_.next_due();
  if (!due || (wakes_at_ && *wakes_at_ <= *due)) return;
  wakes_at_ = due;
  const Duration wait = std::max(*due - env_.clock.now().steady, Duration{0});
  later(wait + env_.draw(milliseconds(0), milliseconds(40)), [this] {
    wakes_at_.reset();
    fire_timers();
  });
}

void Node::fire_timers() {
  const Instant now = env_.clock.now().steady;
  while (const auto fired = timers_.pop_due(now))
    submit({fired->incident.jurisdiction, {}, 0, *fired}, {});
  schedule_timers();
}

void Node::sweep() {
  const Instant now = env_.clock.now().steady;
  directory_.forget_presence_before(now + -world_.policy({}).presence_kept);
  later(kSweepEvery, [this] { sweep(); });
}

void Node::later(Duration delay, EventQueue::Action action) {
  env_.after(delay, [alive = std::weak_ptr<char>(alive_), run = std::move(action)] {
    if (!alive.expired()) run();
  });
}

}  // namespace goldenfour::sim
