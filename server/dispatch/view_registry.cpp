#include "server/dispatch/view.h"

namespace goldenfour::dispatch {
namespace {

bool maintains_registry(Audience audience) {
  return audience == Audience::kRegistrar || audience == Audience::kOperator;
}

}  // namespace

std::optional<registry::Aed> aed_view(const registry::Aed& aed, Audience audience) {
  if (aed.access == registry::AedAccess::kPrivate && !maintains_registry(audience)) {
    return std::nullopt;
  }
  registry::Aed view = aed;
  view.door_code.reset();
  return view;
}

registry::Responder responder_view(const registry::Responder& responder, Audience audience) {
  registry::Responder view = responder;
  if (!maintains_registry(audience)) view.particulars.reset();
  return view;
}

registry::Team team_view(const registry::Team& team, Audience audience) {
  registry::Team view = team;
  if (!maintains_registry(audience) && audience != Audience::kDispatcher) view.name.reset();
  return view;
}

}  // namespace goldenfour::dispatch
