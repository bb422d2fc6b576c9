#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "geo/datum.h"
#include "server/dispatch/names.h"
#include "server/net/codec/decode.h"
#include "server/net/codec/encode.h"
#include "server/net/message_body.h"

namespace goldenfour::net::codec {
namespace {

const AlertContext kContext{"centre", "", {registry::Duration(1'790'000'000'000)}};

v1::Alert good_alert() {
  v1::Alert alert;
  alert.set_kind(v1::CARDIAC_ARREST);
  alert.mutable_position()->set_latitude(46.05);
  alert.mutable_position()->set_longitude(14.5);
  alert.mutable_position()->set_datum(v1::DATUM_WGS84);
  return alert;
}

TEST(CodecAlert, FillsInWhatWasNotSaid) {
  const auto alert = decode(good_alert(), kContext, {});
  ASSERT_TRUE(alert);
  EXPECT_EQ("centre", alert->source);
  EXPECT_EQ(kContext.received, alert->sent);
  EXPECT_EQ(50.0, alert->scene.uncertainty.value());
  EXPECT_EQ(dispatch::AlertStatus::kActual, alert->status);
  EXPECT_FALSE(alert->crew_due);
}

TEST(CodecAlert, ConvertsTheDatumOnce) {
  v1::Alert alert = good_alert();
  alert.mutable_position()->set_latitude(29.08);
  alert.mutable_position()->set_longitude(119.65);
  alert.mutable_position()->set_datum(v1::DATUM_GCJ02);
  const auto decoded = decode(alert, kContext, {});
  ASSERT_TRUE(decoded);
  const auto expected = geo::to_wgs84({29.08, 119.65, geo::Datum::kGcj02});
  EXPECT_EQ(*expected, decoded->scene.position);
  EXPECT_GT(
      geo::distance(*geo::Position::from_degrees(29.08, 119.65), decoded->scene.position).value(),
      400.0);
}

struct Refusal {
  const char* what;
  ErrorCode code;
  std::string field;
  std::function<void(v1::Alert&)> spoil;
};

TEST(CodecAlert, NamesWhatIsWrong) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::string megabyte(1 << 20, 'x');
  const std::vector<Refusal> refusals{
      {"no kind", ErrorCode::kMissingField, "kind", [](auto& a) { a.clear_kind(); }},
      {"kind 99", ErrorCode::kUnknownEnumValue, "kind",
       [](auto& a) { a.set_kind(static_cast<v1::IncidentKind>(99)); }},
      {"no position", ErrorCode::kMissingField, "position", [](auto& a) { a.clear_position(); }},
      {"no datum", ErrorCode::kDatumRequired, "position.datum",
       [](auto& a) { a.mutable_position()->clear_datum(); }},
      {"datum 9", ErrorCode::kUnknownEnumValue, "position.datum",
       [](auto& a) { a.mutable_position()->set_datum(static_cast<v1::Datum>(9)); }},
      {"no latitude", ErrorCode::kMissingField, "position.latitude",
       [](auto& a) { a.mutable_position()->clear_latitude(); }},
      {"latitude 91", ErrorCode::kPositionOutOfRange, "position.latitude",
       [](auto& a) { a.mutable_position()->set_latitude(91); }},
      {"longitude -181", ErrorCode::kPositionOutOfRange, "position.longitude",
       [](auto& a) { a.mutable_position()->set_longitude(-181); }},
      {"NaN", ErrorCode::kNumberNotFinite, "position.latitude",
       [&](auto& a) { a.mutable_position()->set_latitude(nan); }},
      {"NaN uncertainty", ErrorCode::kNumberNotFinite, "uncertaintyMeters",
       [&](auto& a) { a.set_uncertainty_meters(nan); }},
      {"negative uncertainty", ErrorCode::kInvalidField, "uncertaintyMeters",
       [](auto& a) { a.set_uncertainty_meters(-1); }},
      {"1 MB note", ErrorCode::kTextTooLong, "note", [&](auto& a) { a.set_note(megabyte); }},
      {"1 MB address", ErrorCode::kTextTooLong, "address",
       [&](auto& a) { a.set_address(megabyte); }},
      {"bell", ErrorCode::kInvalidField, "patient", [](auto& a) { a.set_patient("a\ab"); }},
      {"year 10000", ErrorCode::kInvalidField, "sent",
       [](auto& a) { a.mutable_sent()->set_seconds(253'402'300'800); }},
      {"negative nanos", ErrorCode::kInvalidField, "crewDue",
       [](auto& a) { a.mutable_crew_due()->set_nanos(-1); }},
      {"hazard 0", ErrorCode::kMissingField, "hazards[0]",
       [](auto& a) { a.add_hazards(v1::HAZARD_UNSPECIFIED); }},
      {"status 7", ErrorCode::kUnknownEnumValue, "status",
       [](auto& a) { a.set_status(static_cast<v1::AlertStatus>(7)); }},
  };
  for (const Refusal& refusal : refusals) {
    v1::Alert alert = good_alert();
    refusal.spoil(alert);
    const auto decoded = decode(alert, kContext, {});
    ASSERT_FALSE(decoded) << refusal.what;
    EXPECT_EQ(refusal.code, decoded.error().code) << refusal.what;
    EXPECT_EQ(refusal.field, decoded.error().field) << refusal.what;
    EXPECT_LT(decoded.error().detail.size(), 200U) << "what was sent is not repeated";
  }
}

TEST(CodecFrame, NamesTheFieldWithinTheFrame) {
  const dispatch::WallTime now{};
  v1::ClientFrame frame;
  auto decoded = decode(frame, now);
  ASSERT_FALSE(decoded);
  EXPECT_EQ("body", decoded.error().field);

  frame.mutable_answer()->set_offer("nonsense");
  decoded = decode(frame, now);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(ErrorCode::kInvalidField, decoded.error().code);
  EXPECT_EQ("answer.offer", decoded.error().field);

  frame.mutable_answer()->set_offer("ljubljana-1-42-3");
  frame.mutable_answer()->set_accept(true);
  frame.set_request(9);
  decoded = decode(frame, now);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(9U, decoded->request);
  const auto& answer = std::get<AnswerFrame>(decoded->body);
  EXPECT_EQ("ljubljana-1-42-3", dispatch::to_string(answer.offer));
  EXPECT_TRUE(answer.accept);

  frame.mutable_presence()->mutable_position()->set_latitude(1);
  decoded = decode(frame, now);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(ErrorCode::kDatumRequired, decoded.error().code);
  EXPECT_EQ("presence.position.datum", decoded.error().field);

  frame.mutable_progress()->set_task("ljubljana-1-42-3");
  decoded = decode(frame, now);
  ASSERT_FALSE(decoded);
  EXPECT_EQ("progress.step", decoded.error().field);
}

TEST(CodecAed, SurvivesTheWayThereAndBack) {
  registry::Aed aed;
  aed.id = registry::AedId("aed-1");
  aed.jurisdiction = registry::JurisdictionId("ljubljana");
  aed.position = *geo::Position::from_degrees(46, 14);
  aed.name = "Town hall";
  aed.address = "1 Square";
  aed.location_hint = "left of the door";
  aed.floor = "0";
  aed.access = registry::AedAccess::kRestricted;
  aed.status = registry::AedStatus::kOutOfService;
  aed.indoor = false;
  aed.opening_hours = "Mo-Fr 08:00-18:00";
  aed.source = "registry";
  const auto back = decode(encode(aed), {});
  ASSERT_TRUE(back);
  EXPECT_EQ(aed, *back);
}

TEST(CodecResponder, SurvivesTheWayThereAndBack) {
  registry::Responder responder;
  responder.id = registry::ResponderId("r-1");
  responder.jurisdiction = registry::JurisdictionId("ljubljana");
  responder.particulars =
      registry::Particulars{"Ana", "+386", *geo::Position::from_degrees(46, 14)};
  responder.certified_until = {registry::Duration(1'800'000'000'123)};
  responder.usual_mode = registry::TravelMode::kBicycle;
  responder.enrolled_for_drills = true;
  responder.duty.on_duty = true;
  const auto back = decode(encode(responder), {});
  ASSERT_TRUE(back);
  EXPECT_EQ(responder, *back);
}

/// The tables of names and the wire's enums agree, value by value.
TEST(CodecNames, EnumsOfTheWireHaveTheNamesOfTheDomain) {
  for (int i = 0; i < dispatch::kIncidentKindCount; ++i) {
    EXPECT_EQ(v1::IncidentKind_Name(static_cast<v1::IncidentKind>(i + 1)),
              dispatch::text_of(static_cast<dispatch::IncidentKind>(i)));
  }
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(v1::IncidentStatus_Name(static_cast<v1::IncidentStatus>(i + 1)),
              dispatch::text_of(static_cast<dispatch::IncidentStatus>(i)));
  }
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(v1::Hazard_Name(static_cast<v1::Hazard>(i + 1)),
              dispatch::text_of(static_cast<dispatch::Hazard>(i)));
  }
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(v1::Role_Name(static_cast<v1::Role>(i + 1)),
              dispatch::text_of(static_cast<dispatch::Role>(i)));
    EXPECT_EQ(v1::AlertStatus_Name(static_cast<v1::AlertStatus>(i + 1)),
              dispatch::text_of(static_cast<dispatch::AlertStatus>(i)));
  }
  for (int i = 1; i < 6; ++i) {
    EXPECT_EQ(v1::CloseReason_Name(static_cast<v1::CloseReason>(i)),
              dispatch::text_of(static_cast<dispatch::CloseReason>(i)));
  }
}

TEST(CodecTime, RoundsTowardsThePast) {
  google::protobuf::Timestamp out;
  encode({registry::Duration(-1)}, &out);
  EXPECT_EQ(-1, out.seconds());
  EXPECT_EQ(999'000'000, out.nanos());
}

TEST(CodecFrame, MovementsHaveNoPlaceInTheStream) {
  dispatch::Movement movement;
  movement.task = {{registry::JurisdictionId("ljubljana"), 1, 42}, 3};
  movement.responder = registry::ResponderId("ana");
  movement.position = *geo::Position::from_degrees(46.05, 14.5);
  movement.accuracy_meters = 8;
  const v1::ServerFrame encoded = encode({{}, dispatch::Movements{{movement}, true}});
  EXPECT_FALSE(encoded.has_position());
  ASSERT_EQ(1, encoded.movements().movements_size());
  const v1::Movement& out = encoded.movements().movements(0);
  EXPECT_EQ("ljubljana-1-42", out.incident());
  EXPECT_EQ("ljubljana-1-42-3", out.task());
  EXPECT_EQ("ana", out.responder());
  EXPECT_EQ(v1::CPR, out.role());
  EXPECT_EQ(46.05, out.position().latitude());
  EXPECT_EQ(v1::DATUM_WGS84, out.position().datum());
  EXPECT_EQ(8, out.accuracy_meters());
  EXPECT_FALSE(out.has_expected_at()) << "is there";
  EXPECT_TRUE(encoded.movements().truncated());
}

TEST(CodecFrame, WritesBothEncodings) {
  dispatch::OfferNotice notice;
  notice.offer = {{registry::JurisdictionId("ljubljana"), 1, 42}, 3};
  notice.role = dispatch::Role::kAed;
  notice.cell = "476532";
  const ports::StreamFrame frame{{registry::Duration(1'790'000'000'000)},
                                 dispatch::ResponderFrame{{1, 7}, {}, notice}};
  const v1::ServerFrame encoded = encode(frame);
  EXPECT_EQ(7U, encoded.position().sequence());
  const auto json = write_json(encoded);
  ASSERT_TRUE(json);
  EXPECT_NE(std::string::npos, json->find("\"offer\":\"ljubljana-1-42-3\"")) << *json;
  EXPECT_NE(std::string::npos, json->find("\"role\":\"AED\"")) << *json;
  EXPECT_LT(write_protobuf(encoded).size(), json->size());
}

}  // namespace
}  // namespace goldenfour::net::codec
