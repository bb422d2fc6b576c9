#include "server/registry/directory.h"

#include "server/registry/canonical_hash.h"
#include "server/registry/check.h"

namespace goldenfour::registry {
namespace {

/// Returns the slot of `id`, giving it the next free one at first sight.
template <class Id>
std::uint64_t slot(std::map<Id, std::uint64_t>& slots, const Id& id, std::uint64_t& next) {
  const auto [found, is_new] = slots.try_emplace(id, next);
  if (is_new) ++next;
  return found->second;
}

}  // namespace

void Directory::put(const Aed& aed) {
  const Aed& stored = aeds_.insert_or_assign(aed.id, aed).first->second;
  const Slot at = slot(aed_slots_, aed.id, next_slot_);
  aed_by_slot_[at] = &stored;
  aed_index_.upsert(at, stored.position);
}

void Directory::erase(const AedId& id) {
  const auto found = aed_slots_.find(id);
  if (found == aed_slots_.end()) return;
  aed_index_.erase(found->second);
  aed_by_slot_.erase(found->second);
  aed_slots_.erase(found);
  aeds_.erase(id);
}

void Directory::put(const Responder& responder) {
  const Responder& stored = responders_.insert_or_assign(responder.id, responder).first->second;
  responder_by_slot_[slot(responder_slots_, responder.id, next_slot_)] = &stored;
  place(responder.id);
}

void Directory::erase(const ResponderId& id) {
  const auto found = responder_slots_.find(id);
  if (found == responder_slots_.end()) return;
  responder_index_.erase(found->second);
  responder_by_slot_.erase(found->second);
  responder_slots_.erase(found);
  presences_.erase(id);
  heard_.erase(id);
  responders_.erase(id);
}

void Directory::put(const Team& team) {
  teams_.insert_or_assign(team.id, team);
}

void Directory::erase(const TeamId& id) {
  teams_.erase(id);
}

const Team* Directory::team(const TeamId& id) const {
  const auto found = teams_.find(id);
  return found == teams_.end() ? nullptr : &found->second;
}

void Directory::set_duty(const ResponderId& id, const Duty& duty) {
  const auto found = responders_.find(id);
  if (found != responders_.end()) found->second.duty = duty;
}

const Aed* Directory::aed(const AedId& id) const {
  const auto found = aeds_.find(id);
  return found == aeds_.end() ? nullptr : &found->second;
}

const Responder* Directory::responder(const ResponderId& id) const {
  const auto found = responders_.find(id);
  return found == responders_.end() ? nullptr : &found->second;
}

void Directory::place(const ResponderId& id) {
  const Slot at = responder_slots_.at(id);
  const auto seen = presences_.find(id);
  const auto& particulars = responders_.at(id).particulars;
  if (seen != presences_.end()) {
    responder_index_.upsert(at, seen->second.position);
  } else if (particulars && particulars->home) {
    responder_index_.upsert(at, *particulars->home);
  } else {
    responder_index_.erase(at);
  }
}

void Directory::set_presence(const ResponderId& id, const Presence& presence) {
  if (!responders_.contains(id)) return;
  presences_.insert_or_assign(id, presence);
  place(id);
}

const Presence* Directory::presence(const ResponderId& id) const {
  const auto found = presences_.find(id);
  return found == presences_.end() ? nullptr : &found->second;
}

void Directory::forget_presence(const ResponderId& id) {
  if (presences_.erase(id) != 0 && responders_.contains(id)) place(id);
}

std::size_t Directory::forget_presence_before(Instant limit) {
  std::vector<ResponderId> stale;
  for (const auto& [id, presence] : presences_)
    if (presence.received < limit) stale.push_back(id);
  for (const ResponderId& id : stale) forget_presence(id);
  return stale.size();
}

void Directory::heard_from(const ResponderId& id, Instant at) {
  if (responders_.contains(id)) heard_[id] = at;
}

void Directory::gone(const ResponderId& id) {
  heard_.erase(id);
}

std::optional<Instant> Directory::last_heard(const ResponderId& id) const {
  const auto found = heard_.find(id);
  if (found == heard_.end()) return {};
  return found->second;
}

std::vector<Directory::AedHit> Directory::aeds_near(
    geo::Position center, geo::Meters radius, std::size_t limit,
    const std::function<bool(const Aed&)>& filter) const {
  std::vector<AedHit> hits;
  const auto accepts = [&](std::uint64_t slot) { return filter(*aed_by_slot_.at(slot)); };
  for (const geo::Hit& hit :
       aed_index_.nearest(center, {.max_results = limit, .max_distance = radius}, accepts))
    hits.push_back({aed_by_slot_.at(hit.id), hit.distance});
  return hits;
}

std::vector<Directory::ResponderHit> Directory::responders_near(
    geo::Position center, geo::Meters radius, std::size_t limit,
    const std::function<bool(const Responder&)>& filter) const {
  std::vector<ResponderHit> hits;
  const auto accepts = [&](std::uint64_t slot) { return filter(*responder_by_slot_.at(slot)); };
  for (const geo::Hit& hit :
       responder_index_.nearest(center, {.max_results = limit, .max_distance = radius}, accepts)) {
    const Responder* responder = responder_by_slot_.at(hit.id);
    const Presence* seen = presence(responder->id);
    hits.push_back({responder, seen ? seen->position : *responder->particulars->home,
                    seen == nullptr, hit.distance});
  }
  return hits;
}

std::vector<const Aed*> Directory::aeds_in(const geo::Rectangle& rectangle,
                                           std::size_t limit) const {
  std::vector<const Aed*> found;
  const auto hits = aed_index_.in_rectangle(rectangle, limit);
  for (std::uint64_t slot : hits.ids) found.push_back(aed_by_slot_.at(slot));
  return found;
}

std::uint64_t Directory::hash() const {
  CanonicalHash hash;
  hash.add(aeds_);
  hash.add(responders_);
  hash.add(teams_);
  return hash.value();
}

}  // namespace goldenfour::registry
