#include <algorithm>
#include <array>
#include <cmath>

#include "geo/cell.h"
#include "server/dispatch/names.h"
#include "server/dispatch/view.h"

namespace goldenfour::dispatch {
namespace {

constexpr int kOfferCellLevel = 15;
constexpr std::uint32_t kArrivalStep = 30;

struct Band {
  std::uint32_t from;
  std::uint32_t to;
};

/// Wide enough that a distance and a cell together do not give a house away.
Band distance_band(geo::Meters distance) {
  constexpr std::array<std::uint32_t, 6> kEdges{0, 250, 500, 1000, 2000, 5000};
  const auto above = std::upper_bound(kEdges.begin(), kEdges.end(), distance.value());
  if (above == kEdges.begin()) return {kEdges[0], kEdges[1]};
  if (above == kEdges.end()) return {kEdges.back(), 2 * kEdges.back()};
  return {*(above - 1), *above};
}

std::uint32_t planned_arrival(const Offer& offer) {
  const bool by_aed = offer.role == Role::kAed && offer.why.via_aed_arrival.has_value();
  const Duration arrival = by_aed ? *offer.why.via_aed_arrival : offer.why.direct_arrival;
  const auto seconds = std::max<std::int64_t>(0, arrival.count()) / 1000;
  return static_cast<std::uint32_t>((seconds + kArrivalStep - 1) / kArrivalStep * kArrivalStep);
}

enum class Trust : std::uint8_t { kAsked, kHolder, kHolderAlternate };

std::optional<AedDirections> directions(const registry::Directory& directory, const AedId& id,
                                        Trust trust) {
  if (id.empty()) return std::nullopt;
  AedDirections result;
  result.id = id;
  const registry::Aed* aed = directory.aed(id);
  if (aed == nullptr) return result;
  result.access = aed->access;
  result.equipment = aed->equipment;
  if (trust == Trust::kAsked && aed->access == registry::AedAccess::kPrivate) return result;
  result.position = aed->position;
  result.name = aed->name;
  result.address = aed->address;
  result.location_hint = aed->location_hint;
  result.floor = aed->floor;
  result.opening_hours = aed->opening_hours.text();
  if (trust == Trust::kHolder) result.door_code = aed->door_code.value_or("");
  return result;
}

const Offer* find_offer(const State& state, const OfferId& id, const Incident*& incident) {
  incident = state.find(id.incident);
  if (incident == nullptr) return nullptr;
  const auto found = incident->offers.find(id.number);
  return found == incident->offers.end() ? nullptr : &found->second;
}

std::string_view cause_of_end(const State& state, const OfferId& id) {
  const Incident* incident = nullptr;
  const Offer* offer = find_offer(state, id, incident);
  if (offer == nullptr) return text_of(OfferEnd::kClosed);  // archived meanwhile
  const auto task = incident->tasks.find(id.number);
  if (task != incident->tasks.end()) return text_of(task->second.end);
  return text_of(offer->end);
}

}  // namespace

std::optional<OfferNotice> offer_notice(const State& state, const registry::Directory& directory,
                                        const OfferId& id) {
  const Incident* incident = nullptr;
  const Offer* offer = find_offer(state, id, incident);
  if (offer == nullptr || !offer->outstanding()) return std::nullopt;
  OfferNotice notice;
  notice.offer = id;
  notice.role = offer->role;
  notice.kind = incident->kind;
  notice.drill = incident->is_drill();
  notice.deadline = offer->deadline;
  const Band band = distance_band(offer->why.distance);
  notice.distance_meters_from = band.from;
  notice.distance_meters_to = band.to;
  notice.arrival_seconds = planned_arrival(*offer);
  if (incident->scene && incident->scene->public_place) {
    notice.place = incident->scene->position;
  } else if (incident->scene) {
    notice.cell = geo::cell_token(incident->scene->position, kOfferCellLevel);
  }
  notice.hazards = incident->hazards;
  notice.team = offer->team;
  notice.aed = directions(directory, offer->aed, Trust::kAsked);
  return notice;
}

std::optional<TaskNotice> task_notice(const State& state, const registry::Directory& directory,
                                      const OfferId& id) {
  const Incident* incident = state.find(id.incident);
  if (incident == nullptr) return std::nullopt;
  const auto found = incident->tasks.find(id.number);
  if (found == incident->tasks.end() || !found->second.active()) return std::nullopt;
  const Task& task = found->second;
  TaskNotice notice;
  notice.task = id;
  notice.role = task.role;
  notice.kind = incident->kind;
  notice.drill = incident->is_drill();
  notice.scene = incident->scene;
  if (notice.scene) notice.scene->caller_phone.clear();
  notice.hazards = incident->hazards;
  notice.crew_due = incident->crew_due;
  notice.aed = directions(directory, task.aed, Trust::kHolder);
  notice.alternate = directions(directory, task.alternate, Trust::kHolderAlternate);
  notice.no_alternate_in_reach = task.role == Role::kAed && task.alternate.empty();
  notice.step = task.step;
  notice.team = incident->offers.at(id.number).team;
  notice.wait = incident->status == IncidentStatus::kHeld && !task.on_scene_at;
  return notice;
}

ResponderFrame shape(const State& state, const registry::Directory& directory, std::uint32_t epoch,
                     const MailboxFrame& frame) {
  ResponderFrame result{{epoch, frame.sequence}, frame.at, {}};
  if (auto task = task_notice(state, directory, frame.offer)) {
    result.body = std::move(*task);
  } else if (auto offer = offer_notice(state, directory, frame.offer)) {
    result.body = std::move(*offer);
  } else {
    result.body = StandDownNotice{frame.offer, cause_of_end(state, frame.offer)};
  }
  return result;
}

}  // namespace goldenfour::dispatch
