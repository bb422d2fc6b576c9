#include <gtest/gtest.h>

#include <algorithm>

#include "server/registry/calendar_cn.h"
#include "server/registry/usability.h"

namespace goldenfour::registry {
namespace {

using namespace std::chrono;
using enum UsabilityReason;

const LocalTimeRule kChina{std::chrono::hours(8)};

/// Beijing time.
WallTime at(year_month_day date, int hour) {
  return kChina.to_utc(LocalTime(local_days(date)) + std::chrono::hours(hour));
}

const WallTime kTuesday = at(2026y / November / 24, 10);

Aed library() {
  Aed aed;
  aed.id = AedId("library");
  aed.position = *geo::Position::from_degrees(29.1, 119.6);
  aed.access = AedAccess::kPublic;
  aed.opening_hours = "Mo-Fr 08:00-22:00; PH off";
  aed.verified_at = at(2026y / June / 1, 9);
  return aed;
}

Usability usability(const Aed& aed, WallTime arrival = kTuesday) {
  return usability_at({}, aed, arrival, china_calendar(), kChina);
}

bool gives(const Usability& usability, UsabilityReason reason) {
  return std::ranges::any_of(usability.reasons,
                             [&](const ReasonGiven& given) { return given.reason == reason; });
}

TEST(Usability, OpenAtArrivalUntil) {
  const Usability open = usability(library());
  EXPECT_DOUBLE_EQ(open.probability, 0.95);
  EXPECT_EQ(open.reasons.front(), (ReasonGiven{kOpen, 0.95, at(2026y / November / 24, 22)}));
  EXPECT_EQ(open.changes_at, at(2026y / November / 24, 22));
  EXPECT_TRUE(gives(open, kAccessPublic));
  EXPECT_TRUE(gives(open, kVerified));
}

TEST(Usability, ClosedAtArrivalIsNotSentFor) {
  const Usability closed = usability(library(), at(2026y / November / 24, 23));
  EXPECT_EQ(closed.probability, 0);
  EXPECT_EQ(closed.reasons.front(), (ReasonGiven{kClosed, 0, at(2026y / November / 25, 8)}));
}

TEST(Usability, UnknownIsNeitherNothingNorGood) {
  Aed aed = library();
  for (const auto& [text, reason] : {std::pair{"", kHoursUnknown},
                                     {"Vhod banke", kHoursUnreadable},
                                     {"\"by appointment\"", kHoursUnknown}}) {
    aed.opening_hours = text;
    const Usability unknown = usability(aed);
    EXPECT_DOUBLE_EQ(unknown.probability, 0.6) << text;
    EXPECT_TRUE(gives(unknown, reason)) << text;
  }
  aed.access = AedAccess::kUnknown;
  EXPECT_DOUBLE_EQ(usability(aed).probability, 0.6) << "hours and access are one question";
  aed.access = AedAccess::kPrivate;
  EXPECT_DOUBLE_EQ(usability(aed).probability, 0.4);
}

TEST(Usability, HolidaysAndYearsWithoutThem) {
  EXPECT_EQ(usability(library(), at(2026y / October / 1, 10)).probability, 0);
  EXPECT_DOUBLE_EQ(usability(library(), at(2026y / October / 10, 10)).probability, 0.95)
      << "a worked Saturday";
  Aed silent = library();
  silent.opening_hours = "Mo-Fr 08:00-22:00";
  EXPECT_TRUE(gives(usability(silent, at(2026y / October / 1, 10)), kHolidayNotStated));
  EXPECT_TRUE(gives(usability(library(), at(2027y / January / 5, 10)), kDayKindUnknown));
}

TEST(Usability, WhatTheDeviceSays) {
  Aed aed = library();
  aed.verified_at.reset();
  EXPECT_TRUE(gives(usability(aed), kNeverVerified));
  EXPECT_DOUBLE_EQ(usability(aed).probability, 0.95 * 0.9);
  aed.telemetry = AedTelemetry{kTuesday - std::chrono::hours(5), true, ""};
  EXPECT_DOUBLE_EQ(usability(aed).probability, 0.95) << "it reports itself";
  EXPECT_TRUE(gives(usability(aed), kReportsReady));
  aed.telemetry->at = kTuesday - std::chrono::hours(24 * 5);
  EXPECT_TRUE(gives(usability(aed), kTelemetryOld));
  aed.telemetry->ready = false;
  EXPECT_TRUE(gives(usability(aed), kReportsFault));
  EXPECT_NEAR(usability(aed).probability, 0.95 * 0.05, 1e-12);
}

TEST(Usability, ExpiriesCountFromTheDayAfter) {
  Aed aed = library();
  aed.pads_expire_on = local_days(2026y / November / 24);
  EXPECT_FALSE(gives(usability(aed), kPadsExpired)) << "good on its last day";
  aed.pads_expire_on = local_days(2026y / November / 23);
  EXPECT_TRUE(gives(usability(aed), kPadsExpired));
  aed.battery_expires_on = local_days(2026y / January / 1);
  EXPECT_NEAR(usability(aed).probability, 0.95 * 0.4, 1e-12) << "the worst of both";
  aed.verified_at = at(2024y / June / 1, 9);
  EXPECT_TRUE(gives(usability(aed), kVerifiedLongAgo));
}

TEST(Usability, OutOfServiceNeedsNoOtherReason) {
  Aed aed = library();
  aed.status = AedStatus::kOutOfService;
  const Usability none = usability(aed);
  EXPECT_EQ(none.probability, 0);
  EXPECT_EQ(none.reasons.size(), 1u);
}

}  // namespace
}  // namespace goldenfour::registry
