#include "clients/load/replay.h"

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "clients/load/population.h"
#include "clients/load/server_clock.h"
#include "clients/load/state_file.h"

namespace goldenfour::load {
namespace {

constexpr const char* kHeader = "lat,lng,title,timeStamp,twp,addr\n";

std::vector<Call> read(const std::string& rows, CallOptions options = {}) {
  std::istringstream in(kHeader + rows);
  auto calls = read_calls(in, options);
  EXPECT_TRUE(calls) << calls.error();
  return calls.value_or(std::vector<Call>{});
}

TEST(Calls, KeepOrderAndPlaceAndCutLongGaps) {
  const auto calls = read(
      "40.1,-75.3,EMS: CARDIAC ARREST,2016-01-15 12:01,T,A ST & B ST\n"
      "40.2,-75.4,EMS: FALL VICTIM,2016-01-15 12:02,T,A ST\n"
      "40.3,-75.5,EMS: ASSAULT VICTIM,2016-02-15 12:02,T,A ST\n");
  ASSERT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls[0].at, 0);
  EXPECT_EQ(calls[1].at, 60);
  EXPECT_EQ(calls[2].at, 180);
  EXPECT_EQ(calls[0].kind, v1::CARDIAC_ARREST);
  EXPECT_TRUE(calls[0].public_place);
  EXPECT_FALSE(calls[1].public_place);
  EXPECT_EQ(calls[2].hazard, v1::VIOLENCE);
  EXPECT_EQ(calls[2].place, geo::Position::from_degrees(40.3, -75.5).value());
}

TEST(Calls, TheSeedDrawsNightAndCrew) {
  const std::string rows(
      "40.1,-75.3,EMS: SEIZURES,2016-01-15 12:01,T,A\n40.1,-75.3,EMS: SEIZURES,2016-01-15 "
      "12:01,T,A\n");
  EXPECT_EQ(read(rows)[1].crew_after, read(rows)[1].crew_after);
  EXPECT_NE(read(rows)[0].crew_after, read(rows)[1].crew_after);
  EXPECT_NE(read(rows)[0].crew_after, read(rows, {.seed = 2})[0].crew_after);
}

TEST(Calls, ErrorsNameRowAndColumn) {
  std::istringstream bad_place(std::string(kHeader) + "x,1,EMS: CHOKING,2016-01-15 12:01,T,A\n");
  EXPECT_EQ(read_calls(bad_place, {}).error(), "row 1: lat, lng");
  std::istringstream bad_time(std::string(kHeader) + "1,1,EMS: CHOKING,2016-13-15 12:01,T,A\n");
  EXPECT_EQ(read_calls(bad_time, {}).error(), "row 1: timeStamp");
}

TEST(Calls, TheWholeFileOfTheCountyIsRead) {
  std::ifstream in("tests/support/montgomery/calls_2016_2018.csv");
  ASSERT_TRUE(in);
  const auto calls = read_calls(in, {});
  ASSERT_TRUE(calls) << calls.error();
  EXPECT_EQ(calls->size(), 1155u);
  std::size_t summoning = 0;
  for (const Call& call : *calls) summoning += call.kind != v1::OTHER ? 1 : 0;
  EXPECT_GT(summoning, 700u);
}

TEST(Population, IsTheSameForTheSameSeedAndNobodyReal) {
  PopulationOptions options;
  options.volunteers = 500;
  options.centers = {geo::Position::from_degrees(46.05, 14.5).value()};
  const auto people = make_population(options);
  const auto again = make_population(options);
  ASSERT_EQ(people.size(), 500u);
  std::size_t near = 0;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < people.size(); ++i) {
    EXPECT_EQ(people[i].home, again[i].home);
    EXPECT_TRUE(people[i].phone.starts_with("+999"));
    ids.insert(people[i].id);
    const double far = geo::distance(people[i].home, options.centers[0]).value();
    near += far < options.radius ? 1 : 0;
  }
  EXPECT_EQ(ids.size(), 500u);
  EXPECT_GT(near, 400u);
}

TEST(Population, GeneratedAedsSayThatTheyAre) {
  const auto aeds = make_aeds({geo::Position::from_degrees(40.1, -75.3).value()}, 3, "j", 1);
  ASSERT_EQ(aeds.size(), 3u);
  EXPECT_EQ(aeds[2].id(), "generated-3");
  EXPECT_EQ(aeds[2].source(), "generated");
}

TEST(StateFile, GoesRoundAndRefusesWhatIsCutOff) {
  const SavedFleet saved{"ljubljana 2 a b", {"s1", "s2"}};
  const auto read = parse_saved(to_text(saved));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->key, saved.key);
  EXPECT_EQ(read->secrets, saved.secrets);
  EXPECT_FALSE(parse_saved("something else\n"));
  EXPECT_FALSE(parse_saved(to_text(saved).substr(0, 30)));
}

TEST(ServerClock, MeasuresLatenessAgainstTheLeastLateFrame) {
  ServerClock clock(60);
  clock.saw(1000.0, 1.5);  // half a second late
  clock.saw(1060.0, 2.0);  // on time
  EXPECT_NEAR(clock.lateness(1060.0, 2.0), 0.0, 1e-9);
  EXPECT_NEAR(clock.lateness(1120.0, 3.1), 0.1, 1e-9);
}

TEST(Percentiles, AreTheSmallestValueThatEnoughDoNotExceed) {
  Percentiles values;
  EXPECT_EQ(values.at(0.5), 0);
  for (int i = 100; i >= 1; --i) values.add(i);
  EXPECT_EQ(values.at(0.5), 50);
  EXPECT_EQ(values.at(0.99), 99);
  EXPECT_EQ(values.at(1), 100);
}

TEST(ReplayReport, CountsFromTheServersRecords) {
  v1::Incident incident;
  incident.set_status(v1::CLOSED);
  incident.mutable_opened_at()->set_seconds(100);
  incident.add_offers();
  incident.add_offers();
  auto* task = incident.add_tasks();
  task->set_role(v1::AED);
  task->mutable_aed_collected_at()->set_seconds(200);
  task->mutable_on_scene_at()->set_seconds(400);
  v1::Timeline timeline;
  auto* event = timeline.add_events();
  event->set_code("DELIVERY");
  event->set_detail("SENT");
  event->mutable_at()->set_seconds(106);
  ReplayReport report;
  report.calls = report.posted = 1;
  account(incident, timeline, 60, &report);
  EXPECT_TRUE(report.good());
  EXPECT_EQ(report.offers, 2u);
  EXPECT_NEAR(report.opened_to_sent.at(0.5), 100, 1e-6);
  EXPECT_NEAR(report.minutes_to_aed.at(0.5), 5, 1e-6);
  EXPECT_NE(to_table(report).find("ended CLOSED"), std::string::npos);
  report.not_final = 1;
  EXPECT_FALSE(report.good());
}

}  // namespace
}  // namespace goldenfour::load
