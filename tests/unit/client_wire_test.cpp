#include "clients/common/wire.h"

#include <gtest/gtest.h>

#include "clients/common/failure.h"
#include "clients/common/target.h"
#include "clients/common/token_admin.h"
#include "goldenfour/v1/alert.pb.h"

namespace goldenfour::client {
namespace {

TEST(Target, ReadsUrlsAndSockets) {
  EXPECT_EQ(parse_target("http://127.0.0.1:8080/")->port, "8080");
  EXPECT_EQ(parse_target("https://example.org")->kind, Target::Kind::kTls);
  EXPECT_EQ(parse_target("https://example.org")->port, "443");
  EXPECT_EQ(parse_target("http://[::1]:80")->host, "::1");
  EXPECT_EQ(parse_target("http://[::1]:81")->host_header(), "[::1]:81");
  EXPECT_EQ(parse_target("unix:/run/x.sock")->path, "/run/x.sock");
  EXPECT_EQ(parse_target("unix:///run/x.sock")->path, "/run/x.sock");
}

TEST(Target, RefusesWhatItWouldIgnore) {
  for (const char* text : {"", "127.0.0.1:8080", "ftp://x", "http://x/v1", "http://x?y=1",
                           "http://u:p@x", "unix:relative", "http://"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

TEST(Problem, KeepsTheServersWords) {
  const auto failure = parse_problem(
      400,
      R"({"status":400,"code":"DATUM_REQUIRED","field":"position.datum","detail":"no datum","x":1})");
  EXPECT_EQ(failure.code, "DATUM_REQUIRED");
  EXPECT_EQ(failure.field, "position.datum");
  EXPECT_EQ(failure.detail, "no datum");
  EXPECT_FALSE(failure.retryable);
  EXPECT_EQ(exit_code(failure), 1);
}

TEST(Problem, AnythingElseIsStillARefusal) {
  const auto failure = parse_problem(503, "<html>busy</html>");
  EXPECT_TRUE(failure.code.empty());
  EXPECT_EQ(failure.detail, "HTTP 503 <html>busy</html>");
  EXPECT_TRUE(failure.retryable);
}

TEST(Wire, TimesKeepTheirMicroseconds) {
  const WallTime time(std::chrono::microseconds(1'700'000'000'123'456));
  EXPECT_EQ(to_time(to_stamp(time)), time);
  const WallTime before(std::chrono::microseconds(-1));
  EXPECT_EQ(to_time(to_stamp(before)), before);
}

TEST(Wire, UnknownFieldsAreIgnoredAndGarbageIsNot) {
  v1::AlertReply reply;
  EXPECT_TRUE(from_json(R"({"incident":"j-1-1","novelty":[1],"durability":"LOCAL"})", reply));
  EXPECT_EQ(reply.incident(), "j-1-1");
  EXPECT_FALSE(from_json("{", reply));
}

TEST(Wire, WordsNameEnumerators) {
  v1::IncidentKind kind{};
  EXPECT_TRUE(parse_word<v1::IncidentKind>("cardiac-arrest", "", v1::IncidentKind_Parse, &kind));
  EXPECT_EQ(kind, v1::CARDIAC_ARREST);
  v1::Datum datum{};
  EXPECT_TRUE(parse_word<v1::Datum>("gcj02", "DATUM_", v1::Datum_Parse, &datum));
  EXPECT_EQ(datum, v1::DATUM_GCJ02);
  EXPECT_FALSE(parse_word<v1::Datum>("mars", "DATUM_", v1::Datum_Parse, &datum));
}

TEST(Wire, UrlEncodesAllButUnreserved) {
  EXPECT_EQ(url_encode("a/b c-é~"), "a%2Fb%20c-%C3%A9~");
}

TEST(TokenAdmin, AFleetComesInRequestsOfBoundedSize) {
  v1::CreateTokenRequest pattern;
  pattern.set_role(v1::RESPONDER);
  const auto requests = fleet_requests(pattern, "r-", kTokensPerRequest + 1);
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].tokens(0).responder(), "r-00001");
  EXPECT_EQ(requests[0].tokens(0).name(), "device-r-00001");
  EXPECT_EQ(requests[1].tokens_size(), 1);
  EXPECT_EQ(requests[1].tokens(0).role(), v1::RESPONDER);
}

}  // namespace
}  // namespace goldenfour::client
