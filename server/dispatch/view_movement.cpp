#include "server/dispatch/view_movement.h"

#include <algorithm>
#include <utility>

#include "geo/cell.h"
#include "server/dispatch/replan.h"

namespace goldenfour::dispatch {
namespace {

using Crowds = std::map<std::uint64_t, std::uint32_t>;  ///< people by cell

/// Nothing when the task has ended, or nobody knows where its holder is.
std::optional<Movement> movement(const State& state, const registry::Directory& directory,
                                 const ResponderId& responder, const OfferId& id) {
  const Incident* incident = state.find(id.incident);
  const registry::Presence* seen = directory.presence(responder);
  if (incident == nullptr || seen == nullptr) return std::nullopt;
  const auto task = incident->tasks.find(id.number);
  if (task == incident->tasks.end() || !task->second.active()) return std::nullopt;
  Movement movement{.task = id,
                    .responder = responder,
                    .role = task->second.role,
                    .position = seen->position,
                    .accuracy_meters = seen->accuracy.value(),
                    .at = seen->at,
                    .expected_at = {}};
  if (!task->second.on_scene_at) movement.expected_at = expected_arrival(*incident, task->second);
  return movement;
}

std::vector<CellCount> fullest(const Crowds& crowds, std::size_t limit) {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> order;
  for (const auto& [cell, people] : crowds)
    if (people >= kSmallestCrowd) order.emplace_back(people, cell);
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > limit) order.resize(limit);
  std::vector<CellCount> cells;
  for (const auto& [people, cell] : order) {
    const geo::Position center = geo::cell_center(cell);
    cells.push_back({geo::cell_token(center, kCrowdCellLevel), center, people});
  }
  return cells;
}

}  // namespace

Movements movements(const State& state, const registry::Directory& directory,
                    const JurisdictionId& jurisdiction, std::size_t limit) {
  Movements found;
  for (const auto& [responder, task] : state.commitments) {
    if (task.incident.jurisdiction != jurisdiction) continue;
    auto one = movement(state, directory, responder, task);
    if (!one) continue;
    if (found.all.size() == limit) {
      found.truncated = true;
      break;
    }
    found.all.push_back(std::move(*one));
  }
  return found;
}

std::map<JurisdictionId, std::vector<CellCount>> responders_per_cell(
    const registry::Directory& directory, const std::set<JurisdictionId>& jurisdictions,
    std::size_t limit) {
  std::map<JurisdictionId, Crowds> crowds;
  for (const JurisdictionId& jurisdiction : jurisdictions) crowds[jurisdiction];
  for (const auto& [id, responder] : directory.responders()) {
    if (!responder.duty.on_duty) continue;
    const auto found = crowds.find(responder.jurisdiction);
    if (found == crowds.end()) continue;
    if (const registry::Presence* seen = directory.presence(id))
      ++found->second[geo::cell_id(seen->position, kCrowdCellLevel)];
  }
  std::map<JurisdictionId, std::vector<CellCount>> counts;
  for (const auto& [jurisdiction, cells] : crowds) counts[jurisdiction] = fullest(cells, limit);
  return counts;
}

}  // namespace goldenfour::dispatch
