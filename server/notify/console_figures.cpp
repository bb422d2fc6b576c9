#include "server/notify/console_figures.h"

#include <algorithm>
#include <set>
#include <utility>

namespace goldenfour::notify {
namespace {

using FiguresBy = std::map<dispatch::JurisdictionId, ConsoleFigures>;

void count_on_duty(const registry::Directory& directory, FiguresBy& figures) {
  for (const auto& [id, responder] : directory.responders()) {
    if (!responder.duty.on_duty) continue;
    const auto found = figures.find(responder.jurisdiction);
    if (found != figures.end()) ++found->second.counts.responders_on_duty;
  }
}

void count_open(const dispatch::State& state, FiguresBy& figures) {
  for (auto& [id, of_one] : figures) {
    const auto found = state.jurisdictions.find(id);
    if (found == state.jurisdictions.end()) continue;
    const auto& incidents = found->second.incidents;
    of_one.counts.open_incidents = static_cast<std::uint32_t>(
        std::count_if(incidents.begin(), incidents.end(),
                      [](const auto& each) { return !each.second.is_final(); }));
  }
}

void count_by_cell(const registry::Directory& directory, std::size_t limit, FiguresBy& figures) {
  std::set<dispatch::JurisdictionId> jurisdictions;
  for (const auto& [id, of_one] : figures) jurisdictions.insert(id);
  auto cells = dispatch::responders_per_cell(directory, jurisdictions, limit);
  for (auto& [id, of_one] : figures) of_one.cells = std::move(cells[id]);
}

}  // namespace

FiguresBy console_figures(const FigureRequest& request, const FigureLimits& limits,
                          const dispatch::State& state, const registry::Directory& directory) {
  FiguresBy figures;
  for (const auto& [id, connected] : request.connected) {
    figures[id].counts.responders_connected = connected;
    figures[id].movements = dispatch::movements(state, directory, id, limits.movements);
  }
  count_on_duty(directory, figures);
  count_open(state, figures);
  if (request.by_cell) count_by_cell(directory, limits.cells, figures);
  return figures;
}

}  // namespace goldenfour::notify
