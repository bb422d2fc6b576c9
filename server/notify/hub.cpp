#include "server/notify/hub.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <boost/asio/post.hpp>

#include "server/registry/canonical_hash.h"

namespace goldenfour::notify {

using dispatch::DeliveryStage;
using ports::ConnectionId;
using ports::StreamEnd;
using ports::StreamFrame;
using ports::Subscriber;

Hub::Hub(boost::asio::any_io_executor effects, ports::Engine& engine, ports::StreamSender& sender,
         const ports::Clock& clock, HubOptions options)
    : effects_(std::move(effects)),
      timer_(effects_),
      engine_(engine),
      sender_(sender),
      clock_(clock),
      options_(options) {}

// ---- from the connections ---------------------------------------------------------------------

void Hub::open(ConnectionId id, Subscriber subscriber) {
  boost::asio::post(effects_, [this, id, subscriber = std::move(subscriber)]() mutable {
    admit(id, std::move(subscriber));
  });
}

void Hub::written(ConnectionId id, std::uint64_t tag) {
  boost::asio::post(effects_, [this, id, tag] {
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    for (Tracked& tracked : found->second.offers) {
      if (tracked.written || tracked.sequence > tag) continue;
      tracked.written = report(found->second, tracked.offer, DeliveryStage::kSent);
    }
  });
}

void Hub::acknowledged(ConnectionId id, dispatch::StreamPosition position) {
  boost::asio::post(effects_, [this, id, position] {
    const auto found = connections_.find(id);
    if (found == connections_.end() || position.epoch != found->second.sent.epoch) return;
    std::erase_if(found->second.offers, [&](const Tracked& tracked) {
      return tracked.sequence <= position.sequence &&
             report(found->second, tracked.offer, DeliveryStage::kDelivered);
    });
  });
}

void Hub::seen(ConnectionId id, dispatch::OfferId offer) {
  boost::asio::post(effects_, [this, id, offer = std::move(offer)] {
    const auto found = connections_.find(id);
    if (found != connections_.end()) report(found->second, offer, DeliveryStage::kSeen);
  });
}

void Hub::closed(ConnectionId id) {
  boost::asio::post(effects_, [this, id] { remove(id); });
}

void Hub::revoked(std::string token) {
  boost::asio::post(effects_, [this, token = std::move(token)] {
    std::vector<ConnectionId> ended;
    for (const auto& [id, connection] : connections_) {
      if (connection.subscriber.token == token) ended.push_back(id);
    }
    for (const ConnectionId& id : ended) {
      sender_.close(id, StreamEnd::kRevoked);
      remove(id);
    }
  });
}

// ---- subscribing ------------------------------------------------------------------------------

void Hub::admit(const ConnectionId& id, Subscriber subscriber) {
  if (connections_.size() >= options_.connections) {
    sender_.close(id, StreamEnd::kOverloaded);
    return;
  }
  make_room(subscriber);
  Ids& others = siblings(subscriber);
  if (!subscriber.responder.empty()) {
    if (others.empty()) ++people_[subscriber.jurisdiction];
    lost_.erase(subscriber.responder);
  } else {
    consoles_[subscriber.jurisdiction].insert(id);
  }
  others.insert(id);
  Connection connection;
  connection.subscriber = subscriber;
  connection.opened = next_opened_++;
  connections_.emplace(id, std::move(connection));
  subscribe(id, subscriber);
}

Hub::Ids& Hub::siblings(const Subscriber& subscriber) {
  if (!subscriber.responder.empty()) return responders_[subscriber.responder];
  return console_subjects_[{subscriber.jurisdiction, subscriber.subject}];
}

void Hub::make_room(const Subscriber& subscriber) {
  const Ids& open = siblings(subscriber);
  if (open.size() < options_.connections_per_subject) return;
  const ConnectionId oldest = *std::min_element(
      open.begin(), open.end(), [&](const ConnectionId& a, const ConnectionId& b) {
        return connections_.at(a).opened < connections_.at(b).opened;
      });
  sender_.close(oldest, StreamEnd::kReplaced);
  remove(oldest);
}

void Hub::subscribe(const ConnectionId& id, const Subscriber& subscriber) {
  const auto ask = [this, id, subscriber](const dispatch::State& state,
                                          const registry::Directory& directory,
                                          dispatch::Now) -> ports::Continuation {
    if (subscriber.responder.empty()) {
      auto start = dispatch::start_console(state, directory, subscriber.jurisdiction,
                                           subscriber.resume, options_.console);
      return [this, id, start = std::move(start)] { begin(id, start); };
    }
    auto start =
        dispatch::start_responder(state, directory, subscriber.responder, subscriber.resume);
    return [this, id, start = std::move(start)] { begin(id, start); };
  };
  if (engine_.query(ask) != dispatch::ErrorCode::kNone) refuse(id);
}

void Hub::refuse(const ConnectionId& id) {
  sender_.close(id, StreamEnd::kOverloaded);
  remove(id);
}

Hub::Connection* Hub::welcome(const ConnectionId& id, const dispatch::StreamPosition& position,
                              bool resumed) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return nullptr;  // closed meanwhile
  Connection& connection = found->second;
  connection.live = true;
  connection.sent = position;
  send(id, {now(), ports::Welcome{position, connection.subscriber.subject, resumed}}, 0);
  return &connection;
}

void Hub::begin(const ConnectionId& id, const dispatch::ResponderStart& start) {
  Connection* connection = welcome(id, start.position, start.resumed);
  if (connection == nullptr) return;
  if (!start.resumed) {
    for (const auto& offer : start.offers) track(*connection, start.position.sequence, offer.offer);
    const ports::Reset reset{start.position, start.offers, start.tasks, {}, false};
    send(id, {now(), reset}, start.offers.empty() ? 0 : start.position.sequence);
    return;
  }
  if (start.known_offer) report(*connection, *start.known_offer, DeliveryStage::kDelivered);
  for (const auto& frame : start.missed) send(id, *connection, frame);
}

void Hub::begin(const ConnectionId& id, const dispatch::ConsoleStart& start) {
  if (welcome(id, start.position, start.resumed) == nullptr) return;
  if (!start.resumed) {
    send(id, {now(), ports::Reset{start.position, {}, {}, start.incidents, start.truncated}}, 0);
    return;
  }
  for (const auto& frame : start.missed) send(id, {frame.at, frame}, 0);
}

void Hub::remove(const ConnectionId& id) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  const Subscriber subscriber = std::move(found->second.subscriber);
  connections_.erase(found);
  Ids& others = siblings(subscriber);
  others.erase(id);
  if (subscriber.responder.empty()) {
    if (others.empty()) console_subjects_.erase({subscriber.jurisdiction, subscriber.subject});
    Ids& consoles = consoles_[subscriber.jurisdiction];
    consoles.erase(id);
    if (consoles.empty()) {
      consoles_.erase(subscriber.jurisdiction);
      shown_.erase(subscriber.jurisdiction);
    }
    return;
  }
  if (!others.empty()) return;
  responders_.erase(subscriber.responder);
  --people_[subscriber.jurisdiction];
  if (lost_.size() < options_.connections) {
    lost_[subscriber.responder] = {clock_.now().steady, subscriber.jurisdiction};
  } else {
    report_lost(subscriber.responder, subscriber.jurisdiction);
  }
}

// ---- frames -----------------------------------------------------------------------------------

void Hub::push(const dispatch::ResponderId& responder,
               const std::vector<dispatch::ResponderFrame>& frames) {
  const auto found = responders_.find(responder);
  if (found == responders_.end()) return;
  const Ids ids = found->second;  // a gap removes connections
  for (const auto& frame : frames) {
    for (const ConnectionId& id : ids) {
      const auto connection = connections_.find(id);
      if (connection == connections_.end()) continue;
      if (!follows(id, connection->second, frame.position)) continue;
      send(id, connection->second, frame);
    }
  }
}

void Hub::publish(const dispatch::JurisdictionId& jurisdiction,
                  const std::vector<dispatch::ConsoleFrame>& frames) {
  const auto found = consoles_.find(jurisdiction);
  if (found == consoles_.end()) return;
  const Ids ids = found->second;  // a gap removes connections
  std::vector<ConnectionId> to;
  for (const auto& frame : frames) {
    to.clear();
    for (const ConnectionId& id : ids) {
      const auto connection = connections_.find(id);
      if (connection == connections_.end()) continue;
      if (follows(id, connection->second, frame.position)) to.push_back(id);
    }
    if (!to.empty()) sender_.send(to, {frame.at, frame}, 0);
  }
}

/// True when `next` is to be sent now. Frames that the start already covered are skipped; a gap,
/// which the order of effects excludes, ends the connection rather than staying silent.
bool Hub::follows(const ConnectionId& id, Connection& connection,
                  const dispatch::StreamPosition& next) {
  if (!connection.live) return false;
  const bool same_epoch = next.epoch == connection.sent.epoch;
  if (same_epoch && next.sequence <= connection.sent.sequence) return false;
  if (!same_epoch || next.sequence != connection.sent.sequence + 1) {
    refuse(id);
    return false;
  }
  connection.sent = next;
  return true;
}

void Hub::send(const ConnectionId& to, const StreamFrame& frame, std::uint64_t tag) {
  sender_.send({&to, 1}, frame, tag);
}

void Hub::send(const ConnectionId& to, Connection& connection,
               const dispatch::ResponderFrame& frame) {
  const auto* offer = std::get_if<dispatch::OfferNotice>(&frame.body);
  if (offer != nullptr) track(connection, frame.position.sequence, offer->offer);
  send(to, {frame.at, frame}, offer == nullptr ? 0 : frame.position.sequence);
}

// ---- deliveries -------------------------------------------------------------------------------

void Hub::track(Connection& connection, std::uint64_t sequence, const dispatch::OfferId& offer) {
  if (connection.offers.size() == options_.tracked_offers) connection.offers.pop_front();
  connection.offers.push_back({sequence, offer, false});
}

bool Hub::report(const Connection& connection, const dispatch::OfferId& offer,
                 DeliveryStage stage) {
  if (connection.subscriber.responder.empty()) return true;
  dispatch::Command command;
  command.jurisdiction = offer.incident.jurisdiction;
  if (stage != DeliveryStage::kSent) {
    command.actor = {dispatch::ActorKind::kResponder, connection.subscriber.responder.value()};
  }
  command.body = dispatch::ReportDelivery{offer, dispatch::Channel::kWebSocket, stage};
  return engine_.submit(std::move(command), {}) == dispatch::ErrorCode::kNone;
}

void Hub::report_lost(const dispatch::ResponderId& responder,
                      const dispatch::JurisdictionId& jurisdiction) {
  dispatch::Command command;
  command.jurisdiction = jurisdiction;
  command.body = dispatch::PresenceLost{responder};
  // Refused means overload; then the core's own timers notice the silence.
  static_cast<void>(engine_.submit(std::move(command), {}));
}

// ---- once per second --------------------------------------------------------------------------

void Hub::start() {
  boost::asio::post(effects_, [this] {
    ticking_ = true;
    tick();
  });
}

void Hub::stop() {
  boost::asio::post(effects_, [this] {
    ticking_ = false;
    timer_.cancel();
  });
}

void Hub::tick() {
  timer_.expires_after(options_.counts_every);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || !ticking_) return;
    send_figures();
    report_losses();
    tick();
  });
}

void Hub::report_losses() {
  const auto now = clock_.now().steady;
  // Sockets die in real time, also when a drill's clock runs faster.
  const double patience = static_cast<double>(options_.lost_after.count()) * clock_.rate();
  std::erase_if(lost_, [&](const auto& entry) {
    const auto& [responder, lost] = entry;
    if (static_cast<double>((now - lost.since).count()) < patience) return false;
    report_lost(responder, lost.jurisdiction);
    return true;
  });
}

void Hub::send_figures() {
  if (consoles_.empty()) return;
  FigureRequest request;
  for (const auto& [jurisdiction, ids] : consoles_)
    request.connected[jurisdiction] = people_[jurisdiction];
  request.by_cell = cells_are_due();
  // Shed under load: the next second brings newer ones.
  const auto ask = [this, request = std::move(request)](const dispatch::State& state,
                                                        const registry::Directory& directory,
                                                        dispatch::Now) {
    return ports::Continuation(
        [this, figures = console_figures(request, options_.figures, state, directory)] {
          for (const auto& [jurisdiction, each] : figures) tell(jurisdiction, each);
        });
  };
  static_cast<void>(engine_.query(ask));
}

/// Counting by cell looks at everybody, so it is done rarely; at once where nobody watched before.
bool Hub::cells_are_due() {
  since_cells_ += options_.counts_every;
  const bool new_watcher = std::ranges::any_of(
      consoles_, [this](const auto& entry) { return !shown_.contains(entry.first); });
  if (!new_watcher && since_cells_ < options_.cells_every) return false;
  since_cells_ = std::chrono::milliseconds(0);
  return true;
}

void Hub::tell(const dispatch::JurisdictionId& jurisdiction, ConsoleFigures figures) {
  const auto found = consoles_.find(jurisdiction);
  if (found == consoles_.end()) return;
  Shown& shown = shown_[jurisdiction];
  if (figures.cells) shown.cells = std::move(*figures.cells);
  figures.counts.cells = shown.cells;
  std::vector<ConnectionId> to;
  for (const ConnectionId& id : found->second) {
    if (connections_.at(id).live) to.push_back(id);
  }
  if (!to.empty()) sender_.send(to, {now(), figures.counts}, 0);
  const std::uint64_t hash = registry::canonical_hash(figures.movements);
  const bool news = std::exchange(shown.movements, hash) != hash;
  tell_movements(found->second, news, figures.movements);
}

/// To who has not been sent any yet, and when there is news to all.
void Hub::tell_movements(const Ids& consoles, bool news, const dispatch::Movements& movements) {
  std::vector<ConnectionId> to;
  for (const ConnectionId& id : consoles) {
    Connection& console = connections_.at(id);
    if (!console.live || (console.moves && !news)) continue;
    console.moves = true;
    to.push_back(id);
  }
  if (!to.empty()) sender_.send(to, {now(), movements}, 0);
}

Hub::Figures Hub::figures() const {
  Figures figures;
  for (const auto& [id, connection] : connections_) {
    ++(connection.subscriber.responder.empty() ? figures.consoles : figures.responders);
  }
  return figures;
}

}  // namespace goldenfour::notify
