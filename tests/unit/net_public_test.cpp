// What is given away without a token: which AEDs, what of them, how often, how large an area.
#include <gtest/gtest.h>

#include <algorithm>

#include "server/dispatch/view_public.h"
#include "server/net/codec/encode.h"
#include "server/net/message_body.h"
#include "server/net/routes/aed_search.h"
#include "server/net/routes/public_gate.h"
#include "server/registry/calendar_cn.h"

namespace goldenfour::net {
namespace {

using registry::Aed;
using registry::AedAccess;
using registry::UsabilityReason;

const registry::WallTime kNow{registry::Duration(1'790'000'000'000)};
const registry::WallTime kLater{registry::Duration(1'790'000'600'000)};

Aed library() {
  Aed aed;
  aed.id = registry::AedId("library");
  aed.jurisdiction = registry::JurisdictionId("ljubljana");
  aed.position = *geo::Position::from_degrees(46.05, 14.5);
  aed.name = "Library";
  aed.access = AedAccess::kPublic;
  aed.opening_hours = "Mo-Fr 08:00-20:00";
  aed.source = "canary source";
  aed.door_code = "canary 1234";
  aed.telemetry = registry::AedTelemetry{kNow, false, "canary fault"};
  return aed;
}

registry::Usability open_until_later() {
  return {
      .probability = 0.9,
      .reasons = {{UsabilityReason::kOpen, 0.95, kLater}, {UsabilityReason::kAccessPublic, 1, {}}},
      .changes_at = kLater};
}

TEST(PublicAeds, NoneThatIsKnownNotToBePublic) {
  Aed aed = library();
  EXPECT_TRUE(dispatch::public_aed_view(aed, false));
  for (const AedAccess access : {AedAccess::kPrivate, AedAccess::kRestricted}) {
    aed.access = access;
    EXPECT_FALSE(dispatch::public_aed_view(aed, false)) << static_cast<int>(access);
    EXPECT_FALSE(dispatch::may_be_public(aed)) << static_cast<int>(access);
  }
}

TEST(PublicAeds, OneOfUnknownAccessIsNeitherOpenNorHidden) {
  Aed aed = library();
  aed.access = AedAccess::kUnknown;
  aed.telemetry.reset();
  const auto state_of = [&](const char* hours, bool missing = false) {
    aed.opening_hours = hours;
    const auto view = dispatch::public_aed_view(aed, missing);
    EXPECT_TRUE(view && view->access == AedAccess::kUnknown && !view->door_code);
    const auto usability =
        registry::usability_at({}, view.value_or(aed), kNow, registry::china_calendar(), {});
    return codec::encode_public(*view, std::nullopt, usability, {});
  };
  const v1::PublicAed open = state_of("24/7");
  EXPECT_EQ(v1::AedUsability::UNKNOWN, open.state());
  EXPECT_EQ(v1::AED_ACCESS_UNKNOWN, open.access());
  EXPECT_NE(open.reasons().end(), std::ranges::find(open.reasons(), "ACCESS_UNKNOWN"));
  EXPECT_FALSE(open.has_closes_at());
  EXPECT_EQ(v1::AedUsability::UNKNOWN, state_of("").state());
  EXPECT_EQ(v1::AedUsability::CLOSED, state_of("off").state());
  EXPECT_EQ(v1::AedUsability::NOT_USABLE, state_of("24/7", true).state());
}

TEST(PublicAeds, NothingIsToldThatIsNotPublic) {
  const auto view = dispatch::public_aed_view(library(), false);
  ASSERT_TRUE(view);
  EXPECT_FALSE(view->door_code);
  const auto json = write_json(codec::encode_public(*view, std::nullopt, open_until_later(), {}));
  ASSERT_TRUE(json);
  EXPECT_EQ(std::string::npos, json->find("canary")) << *json;
  EXPECT_EQ(std::string::npos, json->find("jurisdiction")) << *json;
}

TEST(PublicAeds, AMissingOneIsOutOfServiceAndNoMore) {
  Aed expected = dispatch::public_aed_view(library(), false).value();
  expected.status = registry::AedStatus::kOutOfService;
  EXPECT_EQ(expected, dispatch::public_aed_view(library(), true));
}

TEST(PublicAeds, TheStateIsToldWithWhatEndsIt) {
  const auto usable = codec::encode_public(library(), geo::Meters{12}, open_until_later(), {});
  EXPECT_EQ(v1::AedUsability::USABLE, usable.state());
  EXPECT_TRUE(usable.has_closes_at());
  EXPECT_FALSE(usable.has_opens_at());
  EXPECT_EQ("OPEN", usable.reasons(0));
  EXPECT_EQ(12, usable.distance_meters());

  registry::Usability shut = open_until_later();
  shut.reasons[0].reason = UsabilityReason::kClosed;
  const auto closed = codec::encode_public(library(), std::nullopt, shut, kLater);
  EXPECT_EQ(v1::AedUsability::CLOSED, closed.state());
  EXPECT_EQ(1'790'000'600, closed.opens_at().seconds());
  EXPECT_FALSE(closed.has_closes_at());

  const auto nothing = codec::encode_public(library(), std::nullopt, {}, {});
  EXPECT_EQ(v1::AedUsability::UNKNOWN, nothing.state()) << "what nobody judged is not good";
}

TEST(PublicGate, EveryAddressHasItsOwnRate) {
  PublicGate gate({.requests_per_address = {1, 3}}, 1);
  registry::Now now{{registry::Duration(1'000'000)}, kNow};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(gate.admit("192.0.2.1", now)) << i;
  EXPECT_FALSE(gate.admit("192.0.2.1", now));
  EXPECT_TRUE(gate.admit("192.0.2.2", now));
  now.steady.since_boot += registry::Duration(1'000);
  EXPECT_TRUE(gate.admit("192.0.2.1", now));
  EXPECT_FALSE(gate.admit("192.0.2.1", now));
  EXPECT_EQ(2U, gate.metrics().limited.value());
}

TEST(PublicGate, ADrillsClockGivesNobodyMore) {
  PublicGate gate({.requests_per_address = {1, 1}}, 60);
  registry::Now now{{registry::Duration(1'000'000)}, kNow};
  EXPECT_TRUE(gate.admit("192.0.2.1", now));
  now.steady.since_boot += registry::Duration(30'000);
  EXPECT_FALSE(gate.admit("192.0.2.1", now)) << "half a real second";
  now.steady.since_boot += registry::Duration(30'000);
  EXPECT_TRUE(gate.admit("192.0.2.1", now));
}

geo::Rectangle box(double west, double south, double east, double north) {
  return *geo::Rectangle::between(*geo::Position::from_degrees(south, west),
                                  *geo::Position::from_degrees(north, east));
}

TEST(AedArea, AreasAreThoseOfTheSphere) {
  EXPECT_NEAR(510'065'000, square_kilometers(box(-180, -90, 180, 90)), 100'000);
  EXPECT_NEAR(12'364, square_kilometers(box(0, 0, 1, 1)), 10);
  EXPECT_NEAR(6'182, square_kilometers(box(0, 59.75, 1, 60.75)), 100);
  EXPECT_NEAR(square_kilometers(box(10, 0, 12, 1)), square_kilometers(box(179, 0, -179, 1)), 1e-6)
      << "over the antimeridian";
}

AedArea read(std::vector<NameValue> query, std::optional<Problem>& problem) {
  HttpRequest request;
  request.query = std::move(query);
  QueryReader reader(request);
  const AedArea area = read_area(reader, {.usual = 700, .most = 1'000});
  problem = reader.problem();
  return area;
}

TEST(AedArea, APlaceOrARectangle) {
  std::optional<Problem> problem;
  const AedArea place = read({{"near", "46.05,14.5"}, {"datum", "WGS84"}}, problem);
  EXPECT_FALSE(problem);
  EXPECT_TRUE(place.near);
  EXPECT_EQ(700, place.radius);
  EXPECT_TRUE(read({{"bbox", "14,46,15,47"}, {"datum", "WGS84"}}, problem).box);
  EXPECT_FALSE(problem);
  read({{"near", "46.05,14.5"}}, problem);
  EXPECT_EQ(ErrorCode::kDatumRequired, problem.value().code);
  read({{"datum", "WGS84"}}, problem);
  EXPECT_EQ(ErrorCode::kMissingField, problem.value().code);
  read({{"near", "46,14"}, {"bbox", "14,46,15,47"}, {"datum", "WGS84"}}, problem);
  EXPECT_EQ(ErrorCode::kInvalidField, problem.value().code);
  read({{"near", "46,14"}, {"radius", "1001"}, {"datum", "WGS84"}}, problem);
  EXPECT_EQ("radius", problem.value().field);
  read({{"bbox", "14,47,15,46"}, {"datum", "WGS84"}}, problem);
  EXPECT_EQ("bbox", problem.value().field);
}

}  // namespace
}  // namespace goldenfour::net
