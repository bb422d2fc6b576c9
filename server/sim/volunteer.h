#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "server/registry/responder.h"
#include "server/sim/phone.h"

namespace goldenfour::sim {

/// How people behave.
struct Manners {
  double accepts = 0.5;
  double declines = 0.25;  ///< the rest stay silent
  Duration thinks_min{3000};
  Duration thinks_max{40'000};
  double gives_up = 0.04;
  double turns_back = 0.03;  ///< gives up after leaving
  double skips_step = 0.1;
  double repeats_step = 0.08;
  double needs_help = 0.03;
  double stays_until_crew = 0.8;  ///< and says so
};

/// A responder: answers or not, leaves, fetches the AED, arrives, helps. Travels at the speed of
/// its mode over real distances.
class Volunteer final : public Carrier {
 public:
  Volunteer(Env& env, Server& server, Truth& truth, const registry::Responder& who,
            geo::Position at, Manners manners);

  Phone& phone() { return phone_; }
  const registry::Responder& who() const { return who_; }
  /// A message by SMS or voice tells of an offer.
  void rung(const dispatch::OfferId& offer);

  void asked(const dispatch::OfferNotice& offer) override;
  void tasked(const dispatch::TaskNotice& task) override;
  void stood_down(const dispatch::OfferId& offer) override;
  void only_open(const dispatch::ResponderStart& start) override;
  /// Between two stops, somewhere on the straight line.
  geo::Position position() const override;
  registry::TravelMode mode() const override { return who_.usual_mode; }

 private:
  /// The way of one task; a new one replaces it when the task changes.
  struct Errand {
    dispatch::TaskNotice task;
    std::uint64_t number = 0;
    bool left = false;
    bool has_aed = false;
    bool arrived = false;
  };

  void decide(const dispatch::OfferId& offer);
  void give_up();
  void set_out();
  void to_aed();
  void at_aed();
  void to_patient();
  void at_patient();
  void say(dispatch::TaskStep step);
  Duration travel(geo::Position to) const;
  /// On the way from where one stands; `then` runs at the end of it.
  void stop();
  void walk(geo::Position to, Duration extra, std::function<void()> then);
  /// Runs unless the errand has changed meanwhile.
  void later(Duration delay, std::function<void()> action);

  Env& env_;
  registry::Responder who_;
  geo::Position at_;
  /// A way that has been begun: left when, and when its end is reached.
  struct Way {
    geo::Position to;
    Duration from_time;
    Duration to_time;
  };
  std::optional<Way> way_;
  Manners manners_;
  Random random_;
  std::set<dispatch::OfferId> considered_;
  std::optional<dispatch::OfferId> asked_;
  std::optional<Errand> errand_;
  std::uint64_t next_errand_ = 1;
  Phone phone_;
};

}  // namespace goldenfour::sim
