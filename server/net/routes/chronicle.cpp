#include "server/net/routes/chronicle.h"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace goldenfour::net {

using dispatch::Actor;
using dispatch::ActorKind;

void Chronicle::note(const dispatch::Decision& decision) {
  const ActorKind kind = decision.actor.kind;
  const std::scoped_lock lock(mutex_);
  const Known& actor =
      *actors_.emplace(kind, kind == ActorKind::kResponder ? std::string() : decision.actor.id)
           .first;
  for (const dispatch::Fact& fact : decision.facts) add(fact, actor);
}

void Chronicle::add(const dispatch::Fact& fact, const Known& actor) {
  const auto one = [&]<class F>(const F& held) {
    if constexpr (std::is_same_v<F, dispatch::IncidentArchived>) {
      stories_.erase(held.incident);
    } else if constexpr (dispatch::IncidentFact<F>) {
      std::vector<Turn>& turns = stories_[held.incident].turns;
      if (turns.empty() || turns.back().actor != &actor) turns.push_back({held.version, &actor});
    }
    if constexpr (std::is_same_v<F, dispatch::AlarmAcknowledged>) {
      stories_[held.incident].acknowledged[held.alarm] = &actor;
    } else if constexpr (std::is_same_v<F, dispatch::OfferMade>) {
      ++tallies_[held.responder].offers;
    } else if constexpr (std::is_same_v<F, dispatch::TaskStarted>) {
      ++tallies_[held.responder].tasks;
    } else if constexpr (std::is_same_v<F, dispatch::ResponderDeleted>) {
      tallies_.erase(held.responder);
    }
  };
  std::visit(one, fact);
}

std::optional<Actor> Chronicle::who(const dispatch::IncidentId& incident,
                                    std::uint64_t version) const {
  const std::scoped_lock lock(mutex_);
  const auto found = stories_.find(incident);
  if (found == stories_.end()) return std::nullopt;
  const auto& turns = found->second.turns;
  const auto next = std::ranges::upper_bound(turns, version, {}, &Turn::version);
  if (next == turns.begin()) return std::nullopt;
  const Known& actor = *std::prev(next)->actor;
  return Actor{actor.first, actor.second};
}

std::optional<Actor> Chronicle::who_acknowledged(const dispatch::IncidentId& incident,
                                                 std::uint32_t alarm) const {
  const std::scoped_lock lock(mutex_);
  const auto found = stories_.find(incident);
  if (found == stories_.end()) return std::nullopt;
  const auto& acknowledged = found->second.acknowledged;
  const auto by = acknowledged.find(alarm);
  if (by == acknowledged.end()) return std::nullopt;
  return Actor{by->second->first, by->second->second};
}

Chronicle::Tally Chronicle::tally(const dispatch::ResponderId& responder) const {
  const std::scoped_lock lock(mutex_);
  const auto found = tallies_.find(responder);
  return found == tallies_.end() ? Tally{} : found->second;
}

}  // namespace goldenfour::net
