#include "server/registry/usability.h"

#include <algorithm>

namespace goldenfour::registry {
namespace {

ReasonGiven by_hours(const UsabilityFigures& figures, const Aed& aed) {
  if (is_always_open(aed.opening_hours)) return {UsabilityReason::kOpen, figures.open, {}};
  return {UsabilityReason::kHoursUnknown, figures.unknown, {}};
}

ReasonGiven by_access(const UsabilityFigures& figures, const Aed& aed) {
  switch (aed.access) {
    case AedAccess::kPublic:
      return {UsabilityReason::kAccessPublic, 1, {}};
    case AedAccess::kUnknown:
      return {UsabilityReason::kAccessUnknown, figures.unknown, {}};
    case AedAccess::kRestricted:
      return {UsabilityReason::kAccessRestricted, figures.restricted, {}};
    case AedAccess::kPrivate:
      return {UsabilityReason::kAccessPrivate, figures.restricted, {}};
  }
  return {UsabilityReason::kAccessUnknown, figures.unknown, {}};
}

}  // namespace

Usability usability_at(const UsabilityFigures& figures, const Aed& aed, WallTime, const Calendar&,
                       const LocalTimeRule&) {
  if (aed.status != AedStatus::kInService) {
    return {
        .probability = 0, .reasons = {{UsabilityReason::kOutOfService, 0, {}}}, .changes_at = {}};
  }
  const ReasonGiven hours = by_hours(figures, aed);
  const ReasonGiven access = by_access(figures, aed);
  return {.probability = std::min(hours.figure, access.figure),
          .reasons = {hours, access},
          .changes_at = {}};
}

}  // namespace goldenfour::registry
