#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "server/dispatch/publish.h"
#include "server/sim/env.h"
#include "server/sim/law_book.h"

namespace goldenfour::sim {

/// What really happened outside the server, for laws that compare its word with the facts.
struct Truth {
  LawBook laws;
  /// Offers that a device, or the gateway's receipt, really had.
  std::set<std::pair<dispatch::OfferId, dispatch::Channel>> delivered;

  /// What a caller was told with a 2xx: this incident exists, with this content or a later one.
  struct Promise {
    dispatch::IncidentId incident;
    WallTime sent;
    geo::Position place;
  };
  /// By source and external id, or source and key where there is no external id.
  std::map<std::pair<std::string, std::string>, Promise> promises;
  /// Incidents whose content a console changed, or may have.
  std::set<dispatch::IncidentId> edited;

  void has(const dispatch::OfferId& offer, dispatch::Channel channel) {
    delivered.emplace(offer, channel);
  }
};

}  // namespace goldenfour::sim
