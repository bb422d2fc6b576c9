#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "geo/grid_index.h"
#include "geo/rectangle.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"
#include "server/registry/team.h"

namespace goldenfour::registry {

/// Everybody and everything that can help: AEDs, responders, and in memory only, where people are.
/// Keeps the geo indexes in step. One thread (the state thread). All positions WGS-84.
class Directory {
 public:
  void put(const Aed& aed);
  void erase(const AedId& id);
  void put(const Responder& responder);
  void erase(const ResponderId& id);
  void put(const Team& team);
  void erase(const TeamId& id);
  /// No effect for somebody unknown.
  void set_duty(const ResponderId& id, const Duty& duty);

  const Aed* aed(const AedId& id) const;
  const Responder* responder(const ResponderId& id) const;
  const Team* team(const TeamId& id) const;
  const std::map<TeamId, Team>& teams() const { return teams_; }
  const std::map<AedId, Aed>& aeds() const { return aeds_; }
  const std::map<ResponderId, Responder>& responders() const { return responders_; }

  /// The newest position wins. Ignored for somebody unknown.
  void set_presence(const ResponderId& id, const Presence& presence);
  const Presence* presence(const ResponderId& id) const;
  void forget_presence(const ResponderId& id);
  /// Forgets every position received before `limit`; law: none is kept longer than ten minutes,
  /// whatever the wall clock does.
  std::size_t forget_presence_before(Instant limit);
  std::size_t presence_count() const { return presences_.size(); }

  /// The device acknowledged something.
  void heard_from(const ResponderId& id, Instant at);
  /// The device's last connection ended: it is not reachable until it is heard from again.
  void gone(const ResponderId& id);
  std::optional<Instant> last_heard(const ResponderId& id) const;

  struct AedHit {
    const Aed* aed;
    geo::Meters distance;
  };
  struct ResponderHit {
    const Responder* responder;
    geo::Position position;
    bool from_home;
    geo::Meters distance;
  };
  /// Nearest first, ties by id of insertion; at most `limit`.
  std::vector<AedHit> aeds_near(geo::Position center, geo::Meters radius, std::size_t limit,
                                const std::function<bool(const Aed&)>& filter) const;
  std::vector<ResponderHit> responders_near(
      geo::Position center, geo::Meters radius, std::size_t limit,
      const std::function<bool(const Responder&)>& filter) const;
  /// AEDs in a rectangle, at most `limit`.
  std::vector<const Aed*> aeds_in(const geo::Rectangle& rectangle, std::size_t limit) const;

  /// Over AEDs, responders and teams, not over positions of people.
  std::uint64_t hash() const;

 private:
  using Slot = std::uint64_t;
  void place(const ResponderId& id);

  std::map<AedId, Aed> aeds_;
  std::map<ResponderId, Responder> responders_;
  std::map<TeamId, Team> teams_;
  std::map<ResponderId, Presence> presences_;
  std::map<ResponderId, Instant> heard_;
  std::map<AedId, Slot> aed_slots_;
  std::map<ResponderId, Slot> responder_slots_;
  std::unordered_map<Slot, const Aed*> aed_by_slot_;
  std::unordered_map<Slot, const Responder*> responder_by_slot_;
  Slot next_slot_ = 1;
  geo::GridIndex aed_index_;
  geo::GridIndex responder_index_;
};

}  // namespace goldenfour::registry
