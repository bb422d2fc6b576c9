#include "server/dispatch/view_public.h"

namespace goldenfour::dispatch {

using registry::AedAccess;

bool may_be_public(const registry::Aed& aed) {
  return aed.access == AedAccess::kPublic || aed.access == AedAccess::kUnknown;
}

std::optional<registry::Aed> public_aed_view(const registry::Aed& aed, bool missing) {
  if (!may_be_public(aed)) return std::nullopt;
  registry::Aed view = aed;
  view.door_code.reset();
  view.source.clear();
  if (view.telemetry) view.telemetry->fault.clear();
  if (missing) view.status = registry::AedStatus::kOutOfService;
  return view;
}

}  // namespace goldenfour::dispatch
