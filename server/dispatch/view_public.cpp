#include "server/dispatch/view_public.h"

namespace goldenfour::dispatch {

std::optional<registry::Aed> public_aed_view(const registry::Aed& aed, bool missing) {
  if (aed.access != registry::AedAccess::kPublic) return std::nullopt;
  registry::Aed view = aed;
  view.door_code.reset();
  view.source.clear();
  if (view.telemetry) view.telemetry->fault.clear();
  if (missing) view.status = registry::AedStatus::kOutOfService;
  return view;
}

}  // namespace goldenfour::dispatch
