#include "clients/cli/explain_text.h"

#include <sstream>

#include <gtest/gtest.h>

#include "clients/cli/usability_text.h"
#include "server/dispatch/names_usability.h"

namespace goldenfour::cli {
namespace {

const Texts kEnglish(Language::kEnglish);
const Texts kChinese(Language::kChinese);

Page page_of(std::ostream& out, const Texts& t) {
  return {out, t, false, {}, [](const std::string& aed) { return aed; }};
}

v1::Offer fetcher() {
  v1::Offer offer;
  offer.set_responder("responder 3");
  offer.set_role(v1::AED);
  offer.set_wave(1);
  offer.set_aed("aed-7");
  offer.set_arrival_seconds_from(360);
  offer.set_arrival_seconds_to(390);
  offer.set_acceptance(0.38);
  offer.set_gain(0.041);
  offer.mutable_why()->set_aed_name("Library");
  offer.mutable_why()->add_aed_reasons()->set_code("OPEN");
  offer.mutable_why()->add_aed_reasons()->set_code("ACCESS_PUBLIC");
  offer.mutable_why()->add_aed_reasons()->set_code("PADS_EXPIRED");
  return offer;
}

std::string sentence(const v1::Offer& offer, const Texts& t) {
  std::ostringstream none;
  return offer_sentence(offer, page_of(none, t));
}

TEST(ExplainText, AnOfferIsOneSentence) {
  EXPECT_EQ(sentence(fetcher(), kEnglish),
            "responder 3: 6:00-6:30 min via AED \"Library\", open 24 h, pads expired, 38 % likely "
            "to accept; gain 4.1 %");
  EXPECT_EQ(sentence(fetcher(), kChinese),
            "救护员3：6:00-6:30 分钟，取 AED \"Library\"，24 小时开放，电极片已过期，接受概率 "
            "38%；存活增益 4.1%");
}

TEST(ExplainText, OpenUntilIsAClock) {
  v1::Offer offer = fetcher();
  offer.mutable_why()->mutable_aed_reasons(0)->mutable_at()->set_seconds(1'790'000'000);
  EXPECT_NE(sentence(offer, kEnglish).find("\"Library\", open until "), std::string::npos);
  EXPECT_NE(sentence(offer, kChinese).find("开放至 "), std::string::npos);
}

TEST(ExplainText, AidContestNameAndExactFiguresAreSaid) {
  v1::Offer offer = fetcher();
  offer.set_responder("ana");
  offer.set_arrival_seconds_to(360);
  offer.set_lent_by("kranj");
  offer.mutable_why()->set_taken_from("kranj-1-2");
  offer.mutable_why()->set_responder_name("Ana");
  offer.mutable_why()->set_distance_meters(450);
  offer.mutable_why()->set_likely_seconds_from(240);
  offer.mutable_why()->set_likely_seconds_to(540);
  const std::string english = sentence(offer, kEnglish);
  for (const char* part : {"Ana (ana): 6:00 min", "450 m away", "lent by kranj",
                           "was asked by kranj-1-2 before", "eight in ten within 4:00-9:00"})
    EXPECT_NE(english.find(part), std::string::npos) << part << " in " << english;
  const std::string chinese = sentence(offer, kChinese);
  for (const char* part : {"Ana (ana)：6:00", "约450米", "由 kranj 支援", "原由 kranj-1-2 询问"})
    EXPECT_NE(chinese.find(part), std::string::npos) << part << " in " << chinese;
}

TEST(ExplainText, TheRestOfThePlanHasWordsInBothLanguages) {
  v1::Explanation explanation;
  explanation.set_incident("j-1-1");
  explanation.set_wave(2);
  explanation.set_status(v1::HELD);
  explanation.add_hazards(v1::VIOLENCE);
  *explanation.add_offers() = fetcher();
  auto* other = explanation.add_best_non_offers();
  other->set_responder("other 1");
  other->set_reason("TIRED");
  other->set_gain(0.033);
  (*explanation.mutable_excluded())["CONTESTED"] = 2;
  auto* out = explanation.add_aeds_ruled_out();
  out->set_aed("aed-9");
  out->set_name("Bank");
  out->mutable_reason()->set_code("RESERVED");
  for (const Texts* t : {&kEnglish, &kChinese}) {
    std::ostringstream page;
    print_explanation(explanation, page_of(page, *t));
    const std::string text = page.str();
    for (const char* code : {"TIRED", "CONTESTED", "RESERVED", "VIOLENCE", "HELD"})
      EXPECT_EQ(text.find(code), std::string::npos) << code << " in " << text;
    for (const char* said : {"\"Bank\"", "3.3 %", "j-1-1"})
      EXPECT_NE(text.find(said), std::string::npos) << said << " in " << text;
  }
}

TEST(ExplainText, EveryReasonOfAnAedHasWordsInBothLanguages) {
  using Names = dispatch::EnumNames<registry::UsabilityReason>;
  for (const auto& code : Names::kTexts) {
    v1::UsabilityReason reason;
    reason.set_code(std::string(code));
    for (const bool timed : {false, true}) {
      if (timed) reason.mutable_at()->set_seconds(1'790'000'000);
      const std::string english = reason_text(reason, {}, kEnglish);
      const std::string chinese = reason_text(reason, {}, kChinese);
      EXPECT_EQ(english.find(code), std::string::npos) << english;
      EXPECT_EQ(chinese.find(code), std::string::npos) << chinese;
      EXPECT_NE(english, chinese);
    }
  }
}

}  // namespace
}  // namespace goldenfour::cli
