#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <optional>

#include "server/dispatch/publish.h"
#include "server/sim/env.h"
#include "server/sim/server.h"
#include "server/sim/truth.h"

namespace goldenfour::sim {

/// Who carries a phone: what it shows them.
class Carrier {
 public:
  virtual ~Carrier() = default;
  virtual void asked(const dispatch::OfferNotice& offer) = 0;
  virtual void tasked(const dispatch::TaskNotice& task) = 0;
  virtual void stood_down(const dispatch::OfferId& offer) = 0;
  /// After a reset: nothing but this is open.
  virtual void only_open(const dispatch::ResponderStart& start) = 0;
  virtual geo::Position position() const = 0;
  virtual registry::TravelMode mode() const = 0;
};

/// A responder's device: one stream over a bad link, resumed from where it stood; requests that are
/// repeated until they are answered.
class Phone {
 public:
  Phone(Env& env, Server& server, Truth& truth, registry::ResponderId id, Carrier& carrier);

  void switch_on();
  /// A message that came another way wakes the phone and its owner.
  void wake();

  void answer(const dispatch::OfferId& offer, bool accept);
  void progress(const dispatch::OfferId& task, dispatch::TaskStep step, const registry::AedId& aed);
  void report(const dispatch::OfferId& task, dispatch::Hazard hazard);
  void seen(const dispatch::OfferId& offer);

  bool connected() const { return link_.up; }
  const registry::ResponderId& id() const { return id_; }

 private:
  /// One connection. Messages of an older one arrive nowhere.
  struct Link {
    std::uint64_t number = 0;
    std::uint64_t life = 0;
    std::uint64_t session = 0;
    bool up = false;
    bool started = false;  ///< the server's first message has come
    Duration last_arrival{0};
  };
  struct Request {
    std::uint64_t number;
    dispatch::CommandBody body;
    dispatch::JurisdictionId jurisdiction;
    int tries = 0;
  };
  enum class Way { kUp, kDown };

  void connect();
  void opened(std::uint64_t number);
  void break_link(bool server_notices);
  void fall_asleep();
  void live();
  void beat();
  void transmit(Way way, std::function<void()> deliver);
  void to_server(std::function<void(Node&)> deliver);
  void receive(const Downlink& message);
  void take_start(const dispatch::ResponderStart& start);
  void take_frame(const dispatch::ResponderFrame& frame);
  void consume(const dispatch::ResponderFrame& frame);
  void acknowledge();
  void request(const dispatch::OfferId& about, dispatch::CommandBody body);
  void send_request(std::uint64_t number);
  void expect(int law, bool fine, const char* what);

  Env& env_;
  Server& server_;
  Truth& truth_;
  registry::ResponderId id_;
  Carrier& carrier_;
  Random random_;
  Link link_;
  bool awake_ = true;
  bool connecting_ = false;
  std::uint64_t nap_ = 0;
  std::optional<dispatch::StreamPosition> position_;
  std::list<Request> requests_;
  std::uint64_t next_request_ = 1;
};

}  // namespace goldenfour::sim
