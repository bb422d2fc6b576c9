#include "clients/cli/words.h"

#include <sstream>

#include <gtest/gtest.h>

#include "clients/cli/advice.h"
#include "clients/cli/aed_names.h"
#include "clients/cli/incident_text.h"
#include "server/dispatch/names.h"

namespace goldenfour::cli {
namespace {

const Texts kEnglish(Language::kEnglish);
const Texts kChinese(Language::kChinese);

EventContext context_of(const v1::Incident& state) {
  return {&state, [](const std::string& aed) { return "\"" + aed + "\""; }, {}};
}

v1::TimelineEvent event_of(const std::string& code, const std::string& detail) {
  v1::TimelineEvent event;
  event.set_code(code);
  event.set_detail(detail);
  event.set_offer("j-1-1-3");
  event.set_responder("responder 3");
  event.set_role(v1::AED);
  event.set_aed("aed-7");
  return event;
}

bool is_ascii_code(const std::string& text, std::string_view code) {
  return text.find(code) != std::string::npos;
}

TEST(Words, AnOfferIsAWholeSentence) {
  v1::Incident state;
  auto* offer = state.add_offers();
  offer->set_id("j-1-1-3");
  offer->set_arrival_seconds_from(90);
  offer->set_arrival_seconds_to(120);
  const auto english = describe(event_of("OFFERED", ""), context_of(state), kEnglish);
  EXPECT_TRUE(english.text.starts_with(
      "responder 3 asked: fetch AED \"aed-7\", there in 1:30-2:00 min, answer until "))
      << english.text;
  const auto chinese = describe(event_of("OFFERED", ""), context_of(state), kChinese);
  EXPECT_TRUE(chinese.text.starts_with("询问救护员3：先取AED \"aed-7\"，1:30-2:00 分钟可到"))
      << chinese.text;
}

TEST(Words, AfterAcceptanceTheNameIsSaid) {
  v1::Incident state;
  auto* task = state.add_tasks();
  task->set_id("j-1-1-3");
  task->set_responder_name("Ana");
  EXPECT_EQ(describe(event_of("TASK_PROGRESSED", "ON_SCENE"), context_of(state), kEnglish).text,
            "Ana is on scene");
}

TEST(Words, AlarmsStandOutAndRoutineIsMarked) {
  const v1::Incident state;
  auto alarm = event_of("ALARM_RAISED", "NO_CANDIDATE");
  alarm.set_count(1);
  EXPECT_EQ(describe(alarm, context_of(state), kEnglish).tone, Tone::kAlarm);
  EXPECT_TRUE(describe(event_of("DELIVERY", "SENT"), context_of(state), kEnglish).routine);
  EXPECT_FALSE(describe(event_of("DELIVERY", "DELIVERED"), context_of(state), kEnglish).routine);
}

TEST(Words, APushIsNotCalledAnSms) {
  const auto said = [](const std::string& channel, const std::string& stage, const Texts& t) {
    auto event = event_of("DELIVERY", stage);
    event.set_channel(channel);
    const v1::Incident state;
    return describe(event, context_of(state), t).text;
  };
  EXPECT_TRUE(said("PUSH", "SENT", kEnglish).ends_with(", by push"));
  EXPECT_TRUE(said("PUSH", "SENT", kChinese).ends_with("（推送）"));
  EXPECT_TRUE(said("WEBHOOK", "SENT", kEnglish).ends_with(", by SMS or voice"));
  EXPECT_TRUE(said("WEBHOOK", "DELIVERED", kChinese).ends_with("（短信或语音）"));
  for (const char* stage : {"QUEUED", "FAILED"}) {
    EXPECT_TRUE(said("WEBHOOK", stage, kEnglish).ends_with(", by push, SMS or voice")) << stage;
    EXPECT_TRUE(said("WEBHOOK", stage, kChinese).ends_with("（推送、短信或语音）")) << stage;
  }
  EXPECT_EQ(said("WEBSOCKET", "SENT", kEnglish).find(" by "), std::string::npos);
}

template <class E>
void expect_words(const std::string& code) {
  const v1::Incident state;
  for (const auto& text : dispatch::EnumNames<E>::kTexts) {
    if (text.empty()) continue;
    for (const Texts* t : {&kEnglish, &kChinese}) {
      const auto sentence = describe(event_of(code, std::string(text)), context_of(state), *t);
      EXPECT_FALSE(is_ascii_code(sentence.text, text)) << code << ' ' << sentence.text;
    }
  }
}

TEST(Words, EveryCodeOfTheServerHasWordsInBothLanguages) {
  expect_words<dispatch::OfferEnd>("OFFER_ENDED");
  expect_words<dispatch::TaskStep>("TASK_PROGRESSED");
  expect_words<dispatch::TaskEnd>("TASK_ENDED");
  expect_words<dispatch::Contact>("CONTACT");
  expect_words<dispatch::Act>("ACT");
  expect_words<dispatch::DeliveryStage>("DELIVERY");
  expect_words<dispatch::AlarmKind>("ALARM_RAISED");
  expect_words<dispatch::IncidentKind>("OPENED");
  expect_words<dispatch::IncidentStatus>("STATUS_CHANGED");
  for (const auto& text : dispatch::EnumNames<dispatch::Exclusion>::kTexts) {
    EXPECT_NE(exclusion_text(std::string(text), kChinese), text);
  }
  const v1::Incident state;
  for (const auto& code : dispatch::EnumNames<dispatch::EventCode>::kTexts) {
    const auto sentence = describe(event_of(std::string(code), ""), context_of(state), kEnglish);
    EXPECT_FALSE(is_ascii_code(sentence.text, code)) << code;
  }
}

TEST(Words, WhoDidSomethingByHandIsSaid) {
  const v1::Incident state;
  auto act = event_of("ACT", "ESCALATED");
  act.set_count(1);
  const auto nameless = describe(act, context_of(state), kEnglish).text;
  act.mutable_actor()->set_kind(v1::Actor::DISPATCHER);
  act.mutable_actor()->set_name("desk-2\x1b");
  EXPECT_EQ(describe(act, context_of(state), kEnglish).text, nameless + " (by desk-2 )");
  EXPECT_TRUE(describe(act, context_of(state), kChinese).text.ends_with("（desk-2 ）"));
  auto offered = event_of("OFFERED", "");
  *offered.mutable_actor() = act.actor();
  EXPECT_EQ(describe(offered, context_of(state), kEnglish).text.find("desk-2"), std::string::npos)
      << "what only follows from it is not said to be theirs";
  act.mutable_actor()->clear_name();
  EXPECT_EQ(describe(act, context_of(state), kEnglish).text, nameless);
}

TEST(Words, AnUnknownCodeIsShownAsItCame) {
  const v1::Incident state;
  EXPECT_EQ(describe(event_of("NOVELTY", "X\x1b[2J"), context_of(state), kEnglish).text,
            "NOVELTY X [2J");
}

TEST(Advice, OneLineWithCodeFieldDetailAndRemedy) {
  client::Failure failure{.kind = client::Failure::Kind::kRefused,
                          .status = 400,
                          .code = "DATUM_REQUIRED",
                          .field = "position.datum",
                          .detail = "a position needs a datum"};
  const std::string line = explain_failure(failure, kEnglish);
  EXPECT_TRUE(
      line.starts_with("refused: DATUM_REQUIRED (position.datum): a position needs a datum - say"))
      << line;
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_NE(explain_failure(failure, kChinese).find("坐标系"), std::string::npos);
}

TEST(AedNames, SayNameAndDistance) {
  AedNames names;
  v1::Aed aed;
  aed.set_id("a");
  aed.set_name("Mercator Center");
  aed.mutable_position()->set_latitude(46.05);
  aed.mutable_position()->set_longitude(14.5);
  aed.mutable_position()->set_datum(v1::DATUM_WGS84);
  names.learn(aed);
  const auto patient = geo::Position::from_degrees(46.0512, 14.5).value();
  EXPECT_EQ(names.text("a", patient, kEnglish), "\"Mercator Center\" (133 m from the patient)");
  EXPECT_EQ(names.text("a", std::nullopt, kEnglish), "\"Mercator Center\"");
  EXPECT_EQ(names.text("b", patient, kEnglish), "b");
}

TEST(IncidentText, ShowsOffersTasksAndAlarms) {
  v1::Incident incident;
  incident.set_id("ljubljana-1-4");
  incident.set_status(v1::OPEN);
  incident.set_kind(v1::CARDIAC_ARREST);
  auto* offer = incident.add_offers();
  offer->set_id("ljubljana-1-4-1");
  offer->set_role(v1::CPR);
  offer->set_end("DECLINED");
  incident.add_alarms()->set_kind("NOBODY_ACCEPTED");
  std::ostringstream out;
  print_incident(incident, {out, kEnglish, false, {}, [](const std::string& a) { return a; }});
  EXPECT_NE(out.str().find("declined"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("nobody has accepted yet"), std::string::npos);
  EXPECT_EQ(out.str().find(", acknowledged"), std::string::npos);
  incident.mutable_alarms(0)->mutable_acknowledged_at()->set_seconds(1);
  incident.mutable_alarms(0)->mutable_acknowledged_by()->set_name("desk-2");
  print_incident(incident, {out, kEnglish, false, {}, [](const std::string& a) { return a; }});
  EXPECT_NE(out.str().find("nobody has accepted yet, acknowledged (by desk-2)"), std::string::npos)
      << out.str();
}

}  // namespace
}  // namespace goldenfour::cli
