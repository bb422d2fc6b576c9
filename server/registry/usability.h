#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "server/registry/aed.h"
#include "server/registry/calendar.h"

namespace goldenfour::registry {

/// The figures behind `usability_at`, as data of a jurisdiction. All are assumed, for want of
/// published ones, but for their order: an open public device beats one of which nothing is known,
/// which beats one behind a door or with a known fault.
struct UsabilityFigures {
  double open = 0.95;       ///< hours say open at arrival
  double closed = 0;        ///< hours say closed: behind a locked door
  double unknown = 0.6;     ///< hours or access not stated, not readable, or "unknown"
  double restricted = 0.4;  ///< access for customers, staff or by permission; private

  double reports_fault = 0.05;  ///< its telemetry says that it is not ready
  double telemetry_old = 0.9;   ///< it used to report and has fallen silent
  double pads_expired = 0.5;    ///< old gel often still conducts
  double battery_expired = 0.4;
  double verified_long_ago = 0.85;
  double never_verified = 0.9;                         ///< as far as the registry knows
  Duration telemetry_fresh{48 * 3600'000LL};           ///< devices report daily
  Duration verification_fresh{365LL * 24 * 3600'000};  ///< makers want a look every year
};

/// What speaks for or against a device. The first five are about reaching it, the rest about
/// whether it works; the last two are known to the dispatch room alone, which adds them.
enum class UsabilityReason : std::uint8_t {
  kOutOfService,
  kOpen,              ///< `until` when it closes, if that is in sight
  kClosed,            ///< `until` when it opens
  kHoursUnknown,      ///< not stated, or the text says "unknown"
  kHoursUnreadable,   ///< the text is no opening_hours expression
  kHolidayNotStated,  ///< a public holiday, of which hours by weekday say nothing
  kDayKindUnknown,    ///< the calendar does not cover the day
  kAccessPublic,
  kAccessUnknown,
  kAccessRestricted,
  kAccessPrivate,
  kReportsReady,  ///< by telemetry; `until` is when it said so
  kReportsFault,
  kTelemetryOld,
  kPadsExpired,
  kBatteryExpired,
  kVerified,  ///< `until` is when somebody looked last
  kVerifiedLongAgo,
  kNeverVerified,
  kReportedTonight,  ///< missing or broken, by a responder of an open incident
  kReserved,         ///< promised to somebody else
};
inline constexpr int kUsabilityReasonCount = 21;

struct ReasonGiven {
  UsabilityReason reason = UsabilityReason::kHoursUnknown;
  /// The probability that this reason alone would leave, 0..1.
  double figure = 1;
  /// The moment that belongs to the reason, if any.
  std::optional<WallTime> at;
  friend bool operator==(const ReasonGiven&, const ReasonGiven&) = default;
  auto tie() const { return std::tie(reason, figure, at); }
};

/// How likely it is that a device can be taken and works, and why. 0: not to be planned with.
struct Usability {
  double probability = 0;
  std::vector<ReasonGiven> reasons;
  /// The answer is the same until then, as far as opening hours go; nothing: for a week at least.
  std::optional<WallTime> changes_at;
};

/// The usability of `aed` for somebody who gets there at `arrival`. Reaching it is as likely as the
/// worst of hours and access allows (they answer one question and are not independent), working as
/// the worst of telemetry, expiries and verification; the two multiply. Hours are read in
/// `local_time` with the holidays of `calendar`, both of the device's jurisdiction. Reports of open
/// incidents and reservations are not known here. A few microseconds. Pure.
Usability usability_at(const UsabilityFigures& figures, const Aed& aed, WallTime arrival,
                       const Calendar& calendar, const LocalTimeRule& local_time);

}  // namespace goldenfour::registry
