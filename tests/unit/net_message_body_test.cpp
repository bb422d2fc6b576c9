#include "server/net/message_body.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <string>

#include "goldenfour/v1/alert.pb.h"
#include "goldenfour/v1/incident.pb.h"
#include "goldenfour/v1/stream.pb.h"
#include "server/net/negotiation.h"
#include "server/net/strict_json.h"

namespace goldenfour::net {
namespace {

using Code = ErrorCode;

struct Bad {
  const char* text;
  Code code;
  const char* field;
};

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(StrictJson, RefusesWhatIsNotJson) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "{}{}",
                           "{} x",
                           "[1,]",
                           "{\"a\":1,}",
                           "{'a':1}",
                           "{a:1}",
                           "nul",
                           "NaN",
                           "Infinity",
                           "-",
                           "+1",
                           "01",
                           "1.",
                           ".5",
                           "1e",
                           "0x1",
                           "\"",
                           "\"\n\"",
                           "\"\\x\"",
                           "\"\xFF\"",
                           "\"\xC0\xAF\"",
                           "\"\xED\xA0\x80\"",
                           "\"\\ud800\"",
                           "\"\\udc00x\"",
                           "\xEF\xBB\xBF{}",
                           "/*c*/{}",
                           "{\"a\" 1}",
                           "[1 2]",
                           "\x01",
                           "{\"a\":}",
                           "tru",
                           "True"}) {
    const auto checked = check_json(text);
    ASSERT_FALSE(checked) << text;
    EXPECT_EQ(Code::kMalformedJson, checked.error().code) << text;
  }
  const auto with_nul = check_json(std::string_view("{}\0", 3));
  EXPECT_FALSE(with_nul);
}

TEST(StrictJson, NamesThePlace) {
  const std::array bad = {
      Bad{R"({"a":1,"a":2})", Code::kDuplicateKey, "a"},
      Bad{R"({"a":{"b":[0,{"c":1,"d":2,"c":3}]}})", Code::kDuplicateKey, "a.b[1].c"},
      Bad{R"({"a":1,"\u0061":2})", Code::kDuplicateKey, "a"},
      Bad{R"({"p":{"latitude":1e400}})", Code::kNumberNotFinite, "p.latitude"},
      Bad{R"([1,[2,-1e999]])", Code::kNumberNotFinite, "[1][1]"},
      Bad{R"({"a":[1,2,}])", Code::kMalformedJson, "a[1]"},
  };
  for (const Bad& each : bad) {
    const auto checked = check_json(each.text);
    ASSERT_FALSE(checked) << each.text;
    EXPECT_EQ(each.code, checked.error().code) << each.text;
    EXPECT_EQ(each.field, checked.error().field) << each.text;
  }
}

TEST(StrictJson, DepthIsLimited) {
  EXPECT_TRUE(check_json(nested(kJsonDepth)));
  ASSERT_FALSE(check_json(nested(kJsonDepth + 1)));
  EXPECT_EQ(Code::kJsonTooDeep, check_json(nested(kJsonDepth + 1)).error().code);
  EXPECT_EQ(Code::kJsonTooDeep, check_json(nested(100'000)).error().code);
}

TEST(StrictJson, AcceptsJson) {
  for (const char* text :
       {"{}", "[]", "0", "-0.0", "1e308", "1e-400", "\"\\u0000\\ud83d\\ude91\"",
        " {\"a\":{\"a\":1}} ", "[{\"a\":1},{\"a\":2}]", "18446744073709551616", "null"}) {
    EXPECT_TRUE(check_json(text)) << text;
  }
}

TEST(ParseJson, NamesFieldAndReason) {
  const std::array bad = {
      Bad{R"({"colour":1})", Code::kUnknownField, "colour"},
      Bad{R"({"position":{"altitude":1}})", Code::kUnknownField, "position.altitude"},
      Bad{R"({"Kind":"CHOKING"})", Code::kUnknownField, "Kind"},
      Bad{R"({"kind":"choking"})", Code::kUnknownEnumValue, "kind"},
      Bad{R"({"kind":99})", Code::kUnknownEnumValue, "kind"},
      Bad{R"({"kind":99999999999})", Code::kUnknownEnumValue, "kind"},
      Bad{R"({"kind":true})", Code::kInvalidField, "kind"},
      Bad{R"({"kind":1.5})", Code::kInvalidField, "kind"},
      Bad{R"({"hazards":["FIRE","FLOOD"]})", Code::kUnknownEnumValue, "hazards[1]"},
      Bad{R"({"hazards":"FIRE"})", Code::kInvalidField, "hazards"},
      Bad{R"({"hazards":[null]})", Code::kInvalidField, "hazards[0]"},
      Bad{R"({"externalId":"a","external_id":"b"})", Code::kDuplicateKey, "external_id"},
      Bad{R"({"externalId":7})", Code::kInvalidField, "externalId"},
      Bad{R"({"note":"a\u0000b"})", Code::kInvalidField, "note"},
      Bad{R"({"position":[46,14]})", Code::kInvalidField, "position"},
      Bad{R"({"position":{"latitude":"46"}})", Code::kInvalidField, "position.latitude"},
      Bad{R"({"position":{"latitude":"NaN"}})", Code::kNumberNotFinite, "position.latitude"},
      Bad{R"({"position":{"latitude":1e400}})", Code::kNumberNotFinite, "position.latitude"},
      Bad{R"({"publicPlace":1})", Code::kInvalidField, "publicPlace"},
      Bad{R"({"publicPlace":"true"})", Code::kInvalidField, "publicPlace"},
      Bad{R"({"sent":1700000000})", Code::kInvalidField, "sent"},
      Bad{R"({"sent":"yesterday"})", Code::kInvalidField, "sent"},
      Bad{R"([])", Code::kInvalidField, ""},
      Bad{R"("x")", Code::kInvalidField, ""},
      Bad{R"({"kind":)", Code::kMalformedJson, "kind"},
  };
  for (const Bad& each : bad) {
    v1::Alert alert;
    const auto parsed = parse_json(each.text, alert);
    ASSERT_FALSE(parsed) << each.text;
    EXPECT_EQ(each.code, parsed.error().code) << each.text;
    EXPECT_EQ(each.field, parsed.error().field) << each.text;
  }
}

TEST(ParseJson, OnlyOneMemberOfAOneof) {
  v1::ClientFrame frame;
  EXPECT_TRUE(parse_json(R"({"request":"1","ping":{"nonce":"2"},"seen":null})", frame));
  const auto both = parse_json(R"({"ping":{},"seen":{}})", frame);
  ASSERT_FALSE(both);
  EXPECT_EQ(Code::kInvalidField, both.error().code);
  EXPECT_EQ("seen", both.error().field);
}

TEST(ParseJson, IntegersKeepTheirRange) {
  v1::Explanation explanation;
  for (const char* good : {"0", "4294967295", "\"17\"", "3.0", "null"}) {
    EXPECT_TRUE(parse_json(R"({"wave":)" + std::string(good) + "}", explanation)) << good;
  }
  for (const char* wrong : {"-1", "4294967296", "1.5", "\"x\"", "\"\"", "\" 1\"", "1e30", "{}"}) {
    const auto parsed = parse_json(R"({"wave":)" + std::string(wrong) + "}", explanation);
    ASSERT_FALSE(parsed) << wrong;
    EXPECT_EQ("wave", parsed.error().field) << wrong;
  }
  EXPECT_TRUE(parse_json(R"({"excluded":{"OFF_DUTY":3}})", explanation));
  EXPECT_EQ(3u, explanation.excluded().at("OFF_DUTY"));
  const auto wrong = parse_json(R"({"excluded":{"OFF_DUTY":"many"}})", explanation);
  EXPECT_EQ("excluded.OFF_DUTY", wrong.error().field);
}

v1::Alert sample() {
  v1::Alert alert;
  alert.set_external_id("120-7");
  alert.set_kind(v1::CARDIAC_ARREST);
  alert.mutable_position()->set_latitude(29.3);
  alert.mutable_position()->set_longitude(120.07);
  alert.mutable_position()->set_datum(v1::DATUM_WGS84);
  alert.mutable_sent()->set_seconds(1'700'000'000);
  alert.add_hazards(v1::FIRE);
  alert.set_note("\xE4\xB9\x89\xE4\xB9\x8C");
  return alert;
}

TEST(MessageBody, JsonAndProtobufAreTheSame) {
  const v1::Alert alert = sample();
  const auto text = write_json(alert);
  ASSERT_TRUE(text);
  EXPECT_NE(std::string::npos, text->find("\"externalId\":\"120-7\""));
  v1::Alert from_json;
  const auto parsed = parse_json(*text, from_json);
  ASSERT_TRUE(parsed) << parsed.error().detail;
  v1::Alert from_protobuf;
  ASSERT_TRUE(parse_protobuf(write_protobuf(alert), from_protobuf));
  EXPECT_EQ(write_protobuf(from_json), write_protobuf(from_protobuf));
}

TEST(ParseProtobuf, RefusesWhatJsonRefuses) {
  v1::Alert out;
  const auto code = [&](const v1::Alert& alert) {
    const auto parsed = parse_protobuf(write_protobuf(alert), out);
    return parsed ? Problem{Code::kNone} : parsed.error();
  };
  v1::Alert bad = sample();
  bad.mutable_position()->set_latitude(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(Code::kNumberNotFinite, code(bad).code);
  EXPECT_EQ("position.latitude", code(bad).field);
  bad = sample();
  bad.add_hazards(static_cast<v1::Hazard>(77));
  EXPECT_EQ(Code::kUnknownEnumValue, code(bad).code);
  EXPECT_EQ("hazards[1]", code(bad).field);
  bad = sample();
  bad.set_note(std::string("a\0b", 3));
  EXPECT_EQ(Code::kInvalidField, code(bad).code);
  EXPECT_EQ(Code::kNone, code(sample()).code);
  for (const std::string_view bytes : {"\xFF",
                                       "\x0A\x05"
                                       "abc",
                                       "\x0A\x01\xFF", "hello"}) {
    const auto parsed = parse_protobuf(bytes, out);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(Code::kMalformedProtobuf, parsed.error().code);
  }
}

TEST(ParseProtobuf, KeepsUnknownFields) {
  v1::Alert out;
  const std::string bytes = write_protobuf(sample()) + "\xFA\x3E\x01x";
  ASSERT_TRUE(parse_protobuf(bytes, out));
  EXPECT_EQ(bytes.size(), write_protobuf(out).size());
}

Headers headers(std::string_view name, std::string_view value) {
  Headers all;
  if (!name.empty()) all.add(std::string(name), std::string(value));
  return all;
}

TEST(Negotiation, ContentTypes) {
  EXPECT_EQ("application/json",
            *content_type(headers("Content-Type", "Application/JSON; charset=UTF-8")));
  EXPECT_EQ("text/csv", *content_type(headers("content-type", "text/csv;header=present")));
  for (const char* bad : {"", "json", "application/json; charset=gbk"}) {
    EXPECT_FALSE(content_type(headers("Content-Type", bad))) << bad;
  }
  EXPECT_FALSE(content_type(Headers()));
  EXPECT_EQ(Code::kUnsupportedMediaType,
            choose_encodings(headers("Content-Type", "text/xml"), true).error().code);
  EXPECT_TRUE(choose_encodings(headers("Content-Type", "text/xml"), false));
}

TEST(Negotiation, Accept) {
  constexpr std::array<std::string_view, 2> kOffered = {kJsonMediaType, kProtobufMediaType};
  const auto choose = [&](std::string_view accept) -> std::string {
    const auto chosen = choose_representation(headers("Accept", accept), kOffered);
    return chosen ? std::string(*chosen) : "406";
  };
  EXPECT_EQ("application/json", choose("*/*"));
  EXPECT_EQ("application/json", choose("application/*"));
  EXPECT_EQ("application/x-protobuf", choose("application/x-protobuf"));
  EXPECT_EQ("application/x-protobuf",
            choose("application/json;q=0.5, application/x-protobuf;q=0.8"));
  EXPECT_EQ("application/x-protobuf", choose("application/json;q=0, */*;q=0.1"));
  EXPECT_EQ("application/json", choose("text/html, Application/JSON ; q=0.001"));
  EXPECT_EQ("406", choose("text/html"));
  EXPECT_EQ("406", choose("application/json;q=0"));
  EXPECT_EQ("406", choose("application/json;q=2"));
  EXPECT_EQ("406", choose(""));
  EXPECT_EQ("application/json", *choose_representation(Headers(), kOffered));
  EXPECT_TRUE(
      choose_encodings(headers("Content-Type", "application/x-protobuf"), true)->protobuf_out);
}

}  // namespace
}  // namespace goldenfour::net
