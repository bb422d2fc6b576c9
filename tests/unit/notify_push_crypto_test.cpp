// Web Push's cryptography against the example of RFC 8291, appendix A, and against a device of
// ours.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/push_device.h"

namespace goldenfour::notify {
namespace {

using support::from_base64url;
using support::PushDevice;

const std::string kPlain = "When I grow up, I want to be a watermelon";
const std::string kSenderNumber = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const std::string kSenderPoint =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
const std::string kReaderNumber = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const std::string kReaderPoint =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const std::string kSecret = "BTBZMqHH6r4Tts7J_aSIgg";
const std::string kSalt = "DGv6ra1nlYgDCS1FRnbzlw";
const std::string kBody =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

P256Key key(const std::string& number, const std::string& point) {
  return P256Key::from_parts(from_base64url(number), from_base64url(point)).value();
}

TEST(PushCrypto, TheExampleOfTheStandardByteForByte) {
  const auto body = seal_push(kPlain, {from_base64url(kReaderPoint), from_base64url(kSecret)},
                              key(kSenderNumber, kSenderPoint), from_base64url(kSalt));
  ASSERT_TRUE(body);
  EXPECT_EQ(kBody, to_base64url(*body));
  const PushDevice device(key(kReaderNumber, kReaderPoint), from_base64url(kSecret));
  EXPECT_EQ(kPlain, device.open(from_base64url(kBody)));
}

TEST(PushCrypto, OnlyTheDeviceOpensItAndOnlyUnchanged) {
  const PushDevice mine;
  const PushDevice other;
  const auto to = mine.subscription("");
  const auto seal = [&] {
    return seal_push("ring", {to.key, to.secret}, P256Key::generate(), random_bytes(kSaltBytes))
        .value();
  };
  const std::string body = seal();
  EXPECT_EQ("ring", mine.open(body));
  EXPECT_NE(body, seal()) << "never the same twice";
  EXPECT_FALSE(other.open(body));
  for (const std::size_t at : {0UL, 30UL, body.size() - 20, body.size() - 1}) {
    std::string changed = body;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(mine.open(changed)) << at;
  }
}

TEST(PushCrypto, WhatIsNoPointIsRefused) {
  const P256Key sender = P256Key::generate();
  const std::string salt = random_bytes(kSaltBytes);
  std::string off_curve = sender.point();
  off_curve[64] = static_cast<char>(off_curve[64] ^ 1);
  for (const std::string& point : {std::string(), std::string(65, '\0'), std::string(65, '\4'),
                                   off_curve, sender.point().substr(1), sender.point() + "x"}) {
    EXPECT_FALSE(sender.agree(point));
    EXPECT_FALSE(seal_push("ring", {point, std::string(16, 's')}, sender, salt));
  }
  EXPECT_FALSE(seal_push("ring", {sender.point(), "short"}, sender, salt));
  EXPECT_FALSE(seal_push("ring", {sender.point(), std::string(16, 's')}, sender, "short"));
}

TEST(PushCrypto, AKeyIsReadAsItWasWritten) {
  const P256Key made = P256Key::generate();
  EXPECT_NE(made.point(), P256Key::generate().point());
  const auto read = P256Key::from_pem(made.pem());
  ASSERT_TRUE(read);
  EXPECT_EQ(made.point(), read->point());
  EXPECT_FALSE(P256Key::from_pem(""));
  EXPECT_FALSE(P256Key::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
}

TEST(PushCrypto, TheServerSaysWhoItIs) {
  const P256Key server = P256Key::generate();
  const dispatch::WallTime now{registry::Duration(1'790'000'000'500)};
  const std::string header =
      vapid_authorization(server, "https://push.example.org", "mailto:a@example.org", now);
  const std::size_t comma = header.find(", k=");
  ASSERT_TRUE(header.starts_with("vapid t="));
  ASSERT_NE(std::string::npos, comma);
  EXPECT_EQ(server.point(), from_base64url(header.substr(comma + 4)));
  const std::string token = header.substr(8, comma - 8);
  const std::size_t dot = token.rfind('.');
  EXPECT_TRUE(
      P256Key::verify(server.point(), token.substr(0, dot), from_base64url(token.substr(dot + 1))));
  EXPECT_FALSE(P256Key::verify(server.point(), token.substr(0, dot - 1),
                               from_base64url(token.substr(dot + 1))));
  const std::size_t first = token.find('.');
  EXPECT_EQ(R"({"typ":"JWT","alg":"ES256"})", from_base64url(token.substr(0, first)));
  const auto claims =
      boost::json::parse(from_base64url(token.substr(first + 1, dot - first - 1))).as_object();
  EXPECT_EQ("https://push.example.org", claims.at("aud").as_string());
  EXPECT_EQ("mailto:a@example.org", claims.at("sub").as_string());
  EXPECT_EQ(1'790'000'000 + 12 * 3600, claims.at("exp").as_int64());
}

}  // namespace
}  // namespace goldenfour::notify
