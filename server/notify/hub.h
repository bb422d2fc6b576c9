#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/notify/console_figures.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/stream.h"

namespace goldenfour::notify {

struct HubOptions {
  std::size_t connections = 15'000;
  std::size_t connections_per_subject = 4;        ///< beyond it the oldest is closed
  std::size_t tracked_offers = 16;                ///< per connection, not yet acknowledged
  std::chrono::milliseconds counts_every{1000};   ///< to consoles; movements too
  std::chrono::milliseconds cells_every{10'000};  ///< people by cell are counted
  FigureLimits figures;
  /// A responder without a connection for so long is reported as lost: what it is asked goes by the
  /// next channel at once, for within two seconds somebody must be asked. Longer than a
  /// reconnection that follows at once.
  std::chrono::milliseconds lost_after{1000};
  dispatch::ConsoleLimits console;
};

/// Who is subscribed to what, and what became of the offers that were written to them. All state
/// belongs to one executor, the effect runner's strand, on which continuations of the engine run
/// too; so a snapshot and the frames after it meet here in the order of their facts.
class Hub final : public ports::StreamHub {
 public:
  /// The references must outlive the executor's last handler.
  Hub(boost::asio::any_io_executor effects, ports::Engine& engine, ports::StreamSender& sender,
      const ports::Clock& clock, HubOptions options);

  /// Starts the ticking of counts and losses. `stop` ends it; both on any thread.
  void start();
  void stop();

  // On the effect runner's strand: frames in the order of their sequence.
  void push(const dispatch::ResponderId& responder,
            const std::vector<dispatch::ResponderFrame>& frames);
  void publish(const dispatch::JurisdictionId& jurisdiction,
               const std::vector<dispatch::ConsoleFrame>& frames);

  // ports::StreamHub: any thread.
  void open(ports::ConnectionId id, ports::Subscriber subscriber) override;
  void written(ports::ConnectionId id, std::uint64_t tag) override;
  void acknowledged(ports::ConnectionId id, dispatch::StreamPosition position) override;
  void seen(ports::ConnectionId id, dispatch::OfferId offer) override;
  void closed(ports::ConnectionId id) override;
  void revoked(std::string token) override;

  struct Figures {
    std::size_t responders = 0;  ///< connections, not people
    std::size_t consoles = 0;
  };
  /// On the effect runner's strand.
  Figures figures() const;

 private:
  /// An offer on its way to one device.
  struct Tracked {
    std::uint64_t sequence = 0;
    dispatch::OfferId offer;
    bool written = false;
  };
  struct Connection {
    ports::Subscriber subscriber;
    std::uint64_t opened = 0;  ///< order of opening
    bool live = false;         ///< its start was sent
    bool moves = false;        ///< it was sent movements
    dispatch::StreamPosition sent;
    std::deque<Tracked> offers;
  };
  using Connections = std::map<ports::ConnectionId, Connection>;
  using Ids = std::set<ports::ConnectionId>;

  void admit(const ports::ConnectionId& id, ports::Subscriber subscriber);
  Ids& siblings(const ports::Subscriber& subscriber);
  void make_room(const ports::Subscriber& subscriber);
  void subscribe(const ports::ConnectionId& id, const ports::Subscriber& subscriber);
  void begin(const ports::ConnectionId& id, const dispatch::ResponderStart& start);
  void begin(const ports::ConnectionId& id, const dispatch::ConsoleStart& start);
  Connection* welcome(const ports::ConnectionId& id, const dispatch::StreamPosition& position,
                      bool resumed);
  void refuse(const ports::ConnectionId& id);
  void remove(const ports::ConnectionId& id);
  void track(Connection& connection, std::uint64_t sequence, const dispatch::OfferId& offer);
  /// False: not taken, to be reported again.
  bool report(const Connection& connection, const dispatch::OfferId& offer,
              dispatch::DeliveryStage stage);
  void send(const ports::ConnectionId& to, const ports::StreamFrame& frame, std::uint64_t tag);
  void send(const ports::ConnectionId& to, Connection& connection,
            const dispatch::ResponderFrame& frame);
  bool follows(const ports::ConnectionId& id, Connection& connection,
               const dispatch::StreamPosition& next);
  dispatch::WallTime now() const { return clock_.now().utc; }

  void tick();
  void send_figures();
  bool cells_are_due();
  void tell(const dispatch::JurisdictionId& jurisdiction, ConsoleFigures figures);
  void tell_movements(const Ids& consoles, bool news, const dispatch::Movements& movements);
  void report_losses();
  void report_lost(const dispatch::ResponderId& responder,
                   const dispatch::JurisdictionId& jurisdiction);

  boost::asio::any_io_executor effects_;
  boost::asio::steady_timer timer_;
  ports::Engine& engine_;
  ports::StreamSender& sender_;
  const ports::Clock& clock_;
  const HubOptions options_;
  bool ticking_ = false;

  Connections connections_;
  std::map<dispatch::ResponderId, Ids> responders_;
  std::map<dispatch::JurisdictionId, Ids> consoles_;
  std::map<std::pair<dispatch::JurisdictionId, std::string>, Ids> console_subjects_;
  std::map<dispatch::JurisdictionId, std::uint32_t> people_;  ///< connected responders
  /// What the consoles of a jurisdiction know, for as long as one watches.
  struct Shown {
    std::vector<dispatch::CellCount> cells;
    std::uint64_t movements = 0;  ///< a hash alone: nobody's position is kept twice
  };
  std::map<dispatch::JurisdictionId, Shown> shown_;
  std::chrono::milliseconds since_cells_{0};
  struct Lost {
    dispatch::Instant since;
    dispatch::JurisdictionId jurisdiction;
  };
  std::map<dispatch::ResponderId, Lost> lost_;
  std::uint64_t next_opened_ = 1;
};

}  // namespace goldenfour::notify
