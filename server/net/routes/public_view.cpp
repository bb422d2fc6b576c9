#include "server/net/routes/public_view.h"

#include "server/dispatch/view_public.h"

namespace goldenfour::net {

using registry::AedAccess;

bool may_be_public(const registry::Aed& aed) {
  return aed.access == AedAccess::kPublic || aed.access == AedAccess::kUnknown;
}

std::optional<registry::Aed> public_view(const registry::Aed& aed, bool missing) {
  if (!may_be_public(aed)) return std::nullopt;
  registry::Aed shown = aed;
  shown.access = AedAccess::kPublic;  // takes away what it takes away of any other
  auto view = dispatch::public_aed_view(shown, missing);
  if (view) view->access = aed.access;
  return view;
}

}  // namespace goldenfour::net
