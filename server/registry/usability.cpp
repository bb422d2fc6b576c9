#include "server/registry/usability.h"

#include <algorithm>

#include "server/registry/hours_evaluator.h"

namespace goldenfour::registry {
namespace {

using hours::Answer;
using hours::Doubt;
using hours::State;

ReasonGiven reason_of(const UsabilityFigures& figures, const Answer& answer,
                      std::optional<WallTime> until) {
  if (answer.holiday_not_stated)
    return {UsabilityReason::kHolidayNotStated, figures.unknown, until};
  switch (answer.state) {
    case State::kOpen:
      return {UsabilityReason::kOpen, figures.open, until};
    case State::kClosed:
      return {UsabilityReason::kClosed, figures.closed, until};
    case State::kUnknown:
      break;
  }
  const bool calendar = answer.doubt == Doubt::kDayKind;
  return {calendar ? UsabilityReason::kDayKindUnknown : UsabilityReason::kHoursUnknown,
          figures.unknown, until};
}

/// A device that is always open, without asking which day it is.
bool is_always_open(const hours::Rules& rules) {
  if (rules.rules.size() != 1 || rules.rules[0].state != State::kOpen) return false;
  const hours::Rule& rule = rules.rules[0];
  return rule.years.empty() && rule.dates.empty() && rule.weeks.empty() && rule.days.empty() &&
         rule.times.empty();
}

ReasonGiven by_hours(const UsabilityFigures& figures, const Aed& aed, WallTime arrival,
                     const Calendar& calendar, const LocalTimeRule& local_time) {
  const hours::Rules* rules = aed.opening_hours.rules();
  if (rules == nullptr) {
    const bool stated = aed.opening_hours.stated();
    return {stated ? UsabilityReason::kHoursUnreadable : UsabilityReason::kHoursUnknown,
            figures.unknown,
            {}};
  }
  if (is_always_open(*rules)) return {UsabilityReason::kOpen, figures.open, {}};
  const Answer answer =
      hours::evaluate(*rules, local_time.to_local(arrival), {calendar, local_time, aed.position});
  std::optional<WallTime> until;
  if (answer.until) until = local_time.to_utc(*answer.until);
  return reason_of(figures, answer, until);
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

ReasonGiven by_telemetry(const UsabilityFigures& figures, const AedTelemetry& told,
                         WallTime arrival) {
  if (!told.ready) return {UsabilityReason::kReportsFault, figures.reports_fault, told.at};
  if (arrival - told.at > figures.telemetry_fresh)
    return {UsabilityReason::kTelemetryOld, figures.telemetry_old, told.at};
  return {UsabilityReason::kReportsReady, 1, told.at};
}

ReasonGiven by_verification(const UsabilityFigures& figures, const Aed& aed, WallTime arrival) {
  if (!aed.verified_at) return {UsabilityReason::kNeverVerified, figures.never_verified, {}};
  if (arrival - *aed.verified_at > figures.verification_fresh)
    return {UsabilityReason::kVerifiedLongAgo, figures.verified_long_ago, aed.verified_at};
  return {UsabilityReason::kVerified, 1, aed.verified_at};
}

/// Whether it works. A device that reports itself ready needs nobody's look.
std::vector<ReasonGiven> by_readiness(const UsabilityFigures& figures, const Aed& aed,
                                      WallTime arrival, const LocalTimeRule& local_time) {
  std::vector<ReasonGiven> reasons;
  const Day today = std::chrono::floor<std::chrono::days>(local_time.to_local(arrival));
  const auto expiry = [&](const std::optional<Day>& last, UsabilityReason reason, double figure) {
    if (last && *last < today)
      reasons.push_back({reason, figure, local_time.to_utc(LocalTime(*last))});
  };
  if (aed.telemetry) reasons.push_back(by_telemetry(figures, *aed.telemetry, arrival));
  expiry(aed.pads_expire_on, UsabilityReason::kPadsExpired, figures.pads_expired);
  expiry(aed.battery_expires_on, UsabilityReason::kBatteryExpired, figures.battery_expired);
  const bool ready = aed.telemetry && reasons.front().reason == UsabilityReason::kReportsReady;
  if (!ready) reasons.push_back(by_verification(figures, aed, arrival));
  return reasons;
}

}  // namespace

Usability usability_at(const UsabilityFigures& figures, const Aed& aed, WallTime arrival,
                       const Calendar& calendar, const LocalTimeRule& local_time) {
  if (aed.status != AedStatus::kInService) {
    return {
        .probability = 0, .reasons = {{UsabilityReason::kOutOfService, 0, {}}}, .changes_at = {}};
  }
  const ReasonGiven hours = by_hours(figures, aed, arrival, calendar, local_time);
  const ReasonGiven access = by_access(figures, aed);
  Usability usability{.probability = 0, .reasons = {hours, access}, .changes_at = hours.at};
  double works = 1;
  for (const ReasonGiven& reason : by_readiness(figures, aed, arrival, local_time)) {
    works = std::min(works, reason.figure);
    usability.reasons.push_back(reason);
  }
  usability.probability = std::min(hours.figure, access.figure) * works;
  return usability;
}

}  // namespace goldenfour::registry
