#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/notify/hub.h"
#include "server/notify/stream_shaper.h"
#include "tests/support/town_engine.h"

/// The hub as a dialogue: a town behind the engine's port, connections that are names, and a sender
/// that writes down what each of them was told.
namespace goldenfour::notify {

using dispatch::DeliveryStage;
using dispatch::StreamPosition;
using ports::ConnectionId;
using ports::StreamEnd;
using registry::ResponderId;
using support::Town;
using support::TownEngine;

class Recorder final : public ports::StreamSender {
 public:
  struct Told {
    std::vector<ports::StreamFrame> frames;
    std::vector<std::uint64_t> tags;
    std::optional<StreamEnd> end;
  };

  void send(std::span<const ConnectionId> to, const ports::StreamFrame& frame,
            std::uint64_t tag) override {
    for (const ConnectionId& id : to) {
      told[id].frames.push_back(frame);
      told[id].tags.push_back(tag);
    }
  }
  void close(const ConnectionId& id, StreamEnd why) override { told[id].end = why; }

  template <class Body>
  std::vector<Body> all(const ConnectionId& id) {
    std::vector<Body> found;
    for (const auto& frame : told[id].frames) {
      if (const auto* body = std::get_if<Body>(&frame.body)) found.push_back(*body);
    }
    return found;
  }

  std::map<ConnectionId, Told> told;
};

class HubTest : public ::testing::Test {
 protected:
  explicit HubTest(HubOptions options = fast())
      : hub_(io_.get_executor(), engine_, sender_, engine_, options) {
    town().add_person("ana", Town::at(100, 0));
    town().add_person("bor", Town::at(0, 200));
    town().add_aed("aed-1", Town::at(120, 30));
    shaper_ = std::make_unique<StreamShaper>(town().state(), hub_);
    engine_.shape = [this](const dispatch::Effect& effect) -> ports::Continuation {
      if (const auto* push = std::get_if<dispatch::PushFrames>(&effect)) {
        return shaper_->shape(*push, town().state(), town().directory());
      }
      if (const auto* topic = std::get_if<dispatch::PublishTopic>(&effect)) {
        return shaper_->shape(*topic, town().state(), town().directory());
      }
      return {};
    };
  }

  static HubOptions fast() {
    HubOptions options;
    options.counts_every = std::chrono::milliseconds(1);
    options.connections_per_subject = 2;
    options.connections = 8;
    return options;
  }

  Town& town() { return engine_.town; }
  registry::JurisdictionId here() { return town().jurisdictions()[0]; }

  ConnectionId open(const std::string& responder, std::optional<StreamPosition> resume = {}) {
    const ConnectionId id{next_slot_++, 1, 0};
    hub_.open(id, {responder, "token-" + responder, here(), ResponderId(responder), resume});
    engine_.settle();
    return id;
  }
  ConnectionId open_console(const std::string& name, std::optional<StreamPosition> resume = {}) {
    const ConnectionId id{next_slot_++, 1, 0};
    hub_.open(id, {name, name, here(), {}, resume});
    engine_.settle();
    return id;
  }

  dispatch::IncidentId raise() {
    const auto id = engine_.happen([](Town& here) { return here.raise().id; });
    engine_.settle();
    return id;
  }
  void cancel(const dispatch::IncidentId& incident) {
    engine_.happen([&](Town& here) { return here.send(dispatch::CancelIncident{incident}); });
    engine_.settle();
  }
  DeliveryStage stage(const dispatch::OfferId& offer) {
    return town()
        .incident(offer.incident)
        .offers.at(offer.number)
        .delivery(dispatch::Channel::kWebSocket)
        .stage;
  }

  /// The offer that a responder has in hand.
  dispatch::OfferId offer_of(const std::string& responder) {
    const auto open = dispatch::open_for(town().state(), ResponderId(responder));
    EXPECT_TRUE(open.offer) << responder << " was not asked";
    return open.offer.value_or(dispatch::OfferId{});
  }

  std::size_t losses() const {
    return static_cast<std::size_t>(
        std::count_if(engine_.commands.begin(), engine_.commands.end(), [](const auto& command) {
          return std::holds_alternative<dispatch::PresenceLost>(command.body);
        }));
  }

  boost::asio::io_context io_;
  TownEngine engine_{io_};
  Recorder sender_;
  Hub hub_;
  std::unique_ptr<StreamShaper> shaper_;
  std::uint32_t next_slot_ = 1;
};

}  // namespace goldenfour::notify
