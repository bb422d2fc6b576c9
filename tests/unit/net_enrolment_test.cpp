// One-time codes: what they look like, once only, in time, bounded, and how often one may try.
#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "server/net/routes/enrolments.h"
#include "server/net/routes/secrets.h"

namespace goldenfour::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

registry::Now at(milliseconds time) {
  return {registry::Instant{milliseconds(1'000'000) + time},
          registry::WallTime{milliseconds(1'790'000'000'000) + time},
          {}};
}

TokenOrder order(const std::string& name) {
  return {name,
          ports::TokenRole::kResponder,
          registry::JurisdictionId("ljubljana"),
          registry::ResponderId("r-1"),
          {}};
}

class EnrolmentsTest : public ::testing::Test {
 protected:
  EnrolmentsTest() { EXPECT_TRUE(init_secrets()); }

  std::string issue(const std::string& name, milliseconds time = {}, seconds valid = {}) {
    const auto issued = enrolments_.issue(order(name), valid, at(time));
    EXPECT_TRUE(issued) << issued.error().detail;
    return issued ? issued->code : "";
  }
  ErrorCode error(const tl::expected<Enrolments::Issued, Problem>& issued) {
    return issued ? ErrorCode::kNone : issued.error().code;
  }

  Enrolments enrolments_{{.codes = 4,
                          .lifetime = seconds(900),
                          .max_lifetime = seconds(3600),
                          .attempts_per_address = {1, 3},
                          .attempts = {1, 5}},
                         1.0};
};

TEST(Codes, HaveSixtyBitsOfAnUnambiguousAlphabet) {
  ASSERT_TRUE(init_secrets());
  EXPECT_EQ(32U, kCodeAlphabet.size());
  EXPECT_EQ(32U, std::set<char>(kCodeAlphabet.begin(), kCodeAlphabet.end()).size());
  EXPECT_GE(kCodeSymbols * std::bit_width(kCodeAlphabet.size() - 1), 50U);
  for (const char ambiguous : {'I', 'L', 'O', 'U'})
    EXPECT_EQ(std::string_view::npos, kCodeAlphabet.find(ambiguous));
  std::set<std::string> seen;
  std::set<char> used;
  for (int i = 0; i < 1000; ++i) {
    const std::string code = make_code();
    EXPECT_EQ(code, normal_code(code));
    used.insert(code.begin(), code.end());
    seen.insert(code);
  }
  EXPECT_EQ(1000U, seen.size());
  EXPECT_EQ(32U, used.size()) << "every symbol comes up";
}

TEST(Codes, AreReadAsPeopleWriteThem) {
  EXPECT_EQ("7KQ29XMD4TRA", normal_code("7KQ2-9XMD-4TRA"));
  EXPECT_EQ("7KQ29XMD4TRA", normal_code(" 7kq2 9xmd4tra "));
  EXPECT_EQ("011190000000", normal_code("oIl1-9OOO-0000"));
  for (const char* bad : {"", "-", "7KQ2-9XMD-4TR", "7KQ2-9XMD-4TRAA", "7KQ2-9XMD-4TRU",
                          "7KQ2_9XMD_4TRA", "7KQ2-9XMD-4TR\xC3\xA9"}) {
    EXPECT_FALSE(normal_code(bad)) << bad;
  }
}

TEST_F(EnrolmentsTest, OnceOnly) {
  const std::string code = issue("phone");
  EXPECT_FALSE(enrolments_.claim({"0000-0000-0000"}, at({})));
  EXPECT_FALSE(enrolments_.claim({""}, at({})));
  const auto claim = enrolments_.claim({code}, at({}));
  ASSERT_TRUE(claim) << "a wrong guess does not spoil it";
  EXPECT_EQ("phone", claim->order().name);
  EXPECT_FALSE(enrolments_.claim({code}, at({}))) << "while it is being exchanged";
  enrolments_.settle(*claim);
  EXPECT_FALSE(enrolments_.claim({code}, at({})));
  EXPECT_EQ(1U, enrolments_.metrics().redeemed.value());
  EXPECT_EQ(4U, enrolments_.metrics().unknown.value());
}

TEST_F(EnrolmentsTest, WhatFailedForNowMayBeTriedAgainInTime) {
  const std::string code = issue("phone");
  const auto claim = enrolments_.claim({code}, at({}));
  ASSERT_TRUE(claim);
  enrolments_.release(*claim);
  EXPECT_TRUE(enrolments_.claim({code}, at({})));
}

TEST_F(EnrolmentsTest, InTimeOnly) {
  const std::string code = issue("phone");
  EXPECT_FALSE(enrolments_.claim({code}, at(seconds(900))));
  EXPECT_TRUE(enrolments_.claim({code}, at(seconds(900) - milliseconds(1))));
  const std::string brief = issue("brief", {}, seconds(1));
  EXPECT_FALSE(enrolments_.claim({brief}, at(seconds(1))));
  const auto long_one = enrolments_.issue(order("long"), seconds(3601), at({}));
  ASSERT_EQ(ErrorCode::kInvalidField, error(long_one));
  EXPECT_EQ("validSeconds", long_one.error().field);
}

TEST_F(EnrolmentsTest, ADrillsClockDoesNotHurryPeople) {
  Enrolments drill({}, 60.0);
  const auto issued = drill.issue(order("phone"), {}, at({}));
  ASSERT_TRUE(issued);
  EXPECT_EQ(at(seconds(900) * 60).utc, issued->expires_at);
  EXPECT_TRUE(drill.claim({issued->code}, at(seconds(899) * 60)));
}

TEST_F(EnrolmentsTest, ATokenOutlivesItsCode) {
  TokenOrder brief = order("phone");
  brief.expires_at = at(seconds(900)).utc;
  const auto issued = enrolments_.issue(brief, {}, at({}));
  ASSERT_EQ(ErrorCode::kInvalidField, error(issued));
  EXPECT_EQ("token.expiresAt", issued.error().field);
  brief.expires_at = at(seconds(901)).utc;
  EXPECT_TRUE(enrolments_.issue(brief, {}, at({})));
}

TEST_F(EnrolmentsTest, OneOpenCodePerName) {
  issue("phone");
  EXPECT_EQ(ErrorCode::kAlreadyExists, error(enrolments_.issue(order("phone"), {}, at({}))));
  issue("phone", seconds(900));  // the first is too old
}

TEST_F(EnrolmentsTest, TheTableIsBoundedAndRecovers) {
  std::vector<std::string> codes;
  for (const char* name : {"a", "b", "c", "d"}) codes.push_back(issue(name));
  EXPECT_EQ(ErrorCode::kOverloaded, error(enrolments_.issue(order("e"), {}, at({}))));
  const auto claim = enrolments_.claim({codes[1]}, at({}));
  ASSERT_TRUE(claim);
  EXPECT_EQ(ErrorCode::kOverloaded, error(enrolments_.issue(order("e"), {}, at(milliseconds(1)))))
      << "what is being exchanged keeps its place";
  enrolments_.settle(*claim);
  const std::string fifth = issue("e");
  EXPECT_TRUE(enrolments_.claim({codes[3]}, at({})));
  EXPECT_TRUE(enrolments_.claim({fifth}, at({})));
}

TEST(Enrolments, WhatIsBeingExchangedKeepsItsPlaceAlsoWhenItGetsTooOld) {
  ASSERT_TRUE(init_secrets());
  Enrolments one({.codes = 1}, 1.0);
  const auto issued = one.issue(order("a"), {}, at({}));
  ASSERT_TRUE(issued);
  const auto claim = one.claim({issued->code}, at({}));
  ASSERT_TRUE(claim);
  EXPECT_FALSE(one.issue(order("b"), {}, at(seconds(1000)))) << "or its end would hit another";
  one.settle(*claim);
  EXPECT_TRUE(one.issue(order("b"), {}, at(seconds(1000))));
}

TEST_F(EnrolmentsTest, TriesAreLimitedPerAddressAndForAll) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(enrolments_.admit("10.0.0.1", at({})));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(enrolments_.admit("10.0.0.1", at({})));
  EXPECT_TRUE(enrolments_.admit("10.0.0.2", at({}))) << "one address takes nothing from others";
  EXPECT_TRUE(enrolments_.admit("10.0.0.2", at({})));
  EXPECT_FALSE(enrolments_.admit("10.0.0.3", at({}))) << "but all together have a limit";
  EXPECT_TRUE(enrolments_.admit("10.0.0.4", at(seconds(1))));
  EXPECT_EQ(101U, enrolments_.metrics().limited.value());
}

const std::string kPhone(32, 'a');

TEST_F(EnrolmentsTest, ALostAnswerIsToldAgainToTheSameDeviceOnly) {
  const std::string code = issue("phone");
  const auto first = enrolments_.claim({code, kPhone}, at({}));
  ASSERT_TRUE(first);
  EXPECT_EQ(Enrolments::Claim::Stage::kFirst, first->stage());
  EXPECT_EQ(43U, first->order().secret.size());
  EXPECT_FALSE(enrolments_.claim({code, std::string(32, 'b')}, at({})));
  const auto meanwhile = enrolments_.claim({code, kPhone}, at({}));
  ASSERT_TRUE(meanwhile) << "its first attempt is still on its way";
  EXPECT_EQ(Enrolments::Claim::Stage::kBusy, meanwhile->stage());
  enrolments_.settle(*first);
  for (int i = 0; i < 2; ++i) {
    const auto again = enrolments_.claim({code, kPhone}, at(seconds(899)));
    ASSERT_TRUE(again);
    EXPECT_EQ(Enrolments::Claim::Stage::kRepeated, again->stage());
    EXPECT_EQ(first->order().secret, again->order().secret);
  }
  EXPECT_FALSE(enrolments_.claim({code, std::string(32, 'b')}, at({})));
  EXPECT_FALSE(enrolments_.claim({code}, at({})));
  EXPECT_FALSE(enrolments_.claim({code, kPhone}, at(seconds(900)))) << "in the code's time only";
  EXPECT_EQ(1U, enrolments_.metrics().redeemed.value());
  EXPECT_EQ(2U, enrolments_.metrics().repeated.value());
}

TEST_F(EnrolmentsTest, ASecretNeedsCodeAndKeyAndTheTable) {
  std::set<std::string> secrets;
  for (const char* name : {"a", "b"}) {
    const auto claim = enrolments_.claim({issue(name), kPhone}, at({}));
    ASSERT_TRUE(claim);
    secrets.insert(claim->order().secret);
  }
  EXPECT_EQ(2U, secrets.size()) << "another code, with a salt of its own";
  const Salt salt = make_salt();
  const std::string code = make_code();
  const std::string secret = derive_secret({salt, code, kPhone});
  EXPECT_EQ(secret, derive_secret({salt, code, kPhone}));
  EXPECT_NE(secret, derive_secret({make_salt(), code, kPhone}));
  EXPECT_NE(secret, derive_secret({salt, make_code(), kPhone}));
  EXPECT_NE(secret, derive_secret({salt, code, kPhone + "a"}));
}

TEST_F(EnrolmentsTest, WhatFailedForNowIsAnyDevicesAgain) {
  const std::string code = issue("phone");
  const auto claim = enrolments_.claim({code, kPhone}, at({}));
  ASSERT_TRUE(claim);
  enrolments_.release(*claim);
  const auto other = enrolments_.claim({code, std::string(32, 'b')}, at({}));
  ASSERT_TRUE(other);
  enrolments_.discard(*other);
  EXPECT_FALSE(enrolments_.claim({code, std::string(32, 'b')}, at({}))) << "it never can be one";
  EXPECT_EQ(0U, enrolments_.metrics().redeemed.value());
}

TEST_F(EnrolmentsTest, UsedCodesMakeRoomForNewOnesTheOldestFirst) {
  std::vector<std::string> codes;
  for (int i = 0; i < 6; ++i) {
    codes.push_back(issue("phone", seconds(i)));  // the name of a used code is free for another
    const auto claim = enrolments_.claim({codes.back(), kPhone}, at(seconds(i)));
    ASSERT_TRUE(claim);
    enrolments_.settle(*claim);
  }
  for (std::size_t i = 0; i < codes.size(); ++i)
    EXPECT_EQ(i >= 2, enrolments_.claim({codes[i], kPhone}, at(seconds(6))).has_value()) << i;
}

TEST_F(EnrolmentsTest, FourAtOnceMakeOne) {
  for (int round = 0; round < 50; ++round) {
    const std::string code = issue("phone");
    std::atomic<int> claimed = 0;
    std::atomic<bool> go = false;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
          go.wait(false);
          if (const auto claim = enrolments_.claim({code}, at({}))) {
            ++claimed;
            enrolments_.settle(*claim);
          }
        });
      }
      go = true;
      go.notify_all();
    }
    ASSERT_EQ(1, claimed) << round;
  }
}

}  // namespace
}  // namespace goldenfour::net
