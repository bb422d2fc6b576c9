#include "server/store/views.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "server/store/journal.h"
#include "tests/unit/store_life.h"
#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

using registry::JurisdictionId;

struct Node {
  explicit Node(const TemporaryDirectory& directory, std::string views = "views.db")
      : views_path(directory.file(views)) {
    SqliteJournalOptions options;
    options.file = options_in(directory);
    options.views_path = views_path;
    options.views.records_per_turn = 3;
    auto opened = SqliteJournal::open(
        options, {.on_views_failure = [](const std::string& what) { ADD_FAILURE() << what; }});
    EXPECT_TRUE(opened) << to_string(opened.error());
    journal = std::move(*opened);
    const auto last = journal->replay([](auto, const auto&) {});
    EXPECT_TRUE(last) << last.error();
    sequence = last.value_or(0);
  }

  void live(std::uint32_t number) {
    for (const auto& decision : life_of(number, sequence + 1)) {
      ASSERT_TRUE(journal->append(++sequence, decision));
    }
  }
  void wait_for_views() const {
    for (int i = 0; i < 20'000 && journal->views_sequence() < sequence; ++i) {
      std::this_thread::yield();
      if (i % 100 == 0)
        std::this_thread::sleep_until(std::chrono::steady_clock::now() +
                                      std::chrono::milliseconds(1));
    }
    ASSERT_EQ(journal->views_sequence(), sequence);
  }
  [[nodiscard]] std::vector<IncidentRow> incidents(IncidentQuery query = {}) const {
    if (query.jurisdiction.empty()) query.jurisdiction = JurisdictionId("jinhua");
    auto reader = ViewsReader::open(views_path);
    EXPECT_TRUE(reader) << reader.error().message;
    return reader->incidents(query).value();
  }

  std::string views_path;
  std::unique_ptr<SqliteJournal> journal;
  std::uint64_t sequence = 0;
};

TEST(Views, ShowIncidentsAndTimelinesWhileTheyHappen) {
  TemporaryDirectory directory;
  Node node(directory);
  node.live(1);
  node.live(2);
  node.wait_for_views();
  const auto rows = node.incidents();
  ASSERT_EQ(rows.size(), 2U);
  const IncidentRow& row = rows[1];
  EXPECT_EQ(to_string(row.id), "jinhua-1-1");
  EXPECT_EQ(row.status, "CLOSED");
  EXPECT_EQ(row.close_reason, "HANDED_OVER");
  EXPECT_EQ(row.kind, "CARDIAC_ARREST");
  EXPECT_EQ(row.external_id, "case-1");
  EXPECT_EQ(row.offers, 1U);
  EXPECT_EQ(row.tasks, 1U);
  EXPECT_EQ(row.first_accepted_at, at_second(20));
  EXPECT_EQ(row.first_aed_on_scene_at, at_second(200));
  EXPECT_EQ(row.ended_at, at_second(500));
  EXPECT_EQ(row.crew_arrived_at, std::nullopt);

  auto reader = ViewsReader::open(node.views_path);
  const auto timeline = reader->timeline(row.id, 0, 100).value();
  ASSERT_EQ(timeline.size(), 8U);
  EXPECT_EQ(timeline[0].code, dispatch::EventCode::kOpened);
  EXPECT_EQ(timeline[5].code, dispatch::EventCode::kTaskProgressed);
  EXPECT_EQ(timeline[5].responder.value(), "r1");
  EXPECT_EQ(reader->timeline(row.id, timeline[5].version, 1).value()[0].version,
            timeline[6].version);
}

TEST(Views, PageNewestFirstAndFindTheOpenOnes) {
  TemporaryDirectory directory;
  Node node(directory);
  for (std::uint32_t number = 1; number <= 5; ++number) node.live(number);
  for (const auto& decision : life_of(6, node.sequence + 1)) {
    if (decision.facts.size() != 2) break;  // only opened and offered
    ASSERT_TRUE(node.journal->append(++node.sequence, decision));
  }
  node.wait_for_views();
  IncidentQuery query;
  query.limit = 2;
  auto page = node.incidents(query);
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].id.number, 6U);
  query.before = page[1].id;
  page = node.incidents(query);
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].id.number, 4U);
  IncidentQuery open;
  open.open_only = true;
  page = node.incidents(open);
  ASSERT_EQ(page.size(), 1U);
  EXPECT_EQ(page[0].status, "OPEN");
  open.jurisdiction = JurisdictionId("yiwu");
  EXPECT_TRUE(node.incidents(open).empty());
}

TEST(Views, AreFoldedAgainWhenDeletedDamagedOrOfAnotherJournal) {
  TemporaryDirectory directory;
  TemporaryDirectory other;
  {
    Node stranger(other);
    stranger.live(7);
    stranger.live(8);
    stranger.wait_for_views();
  }
  const std::string path = directory.file("views.db");
  {
    Node node(directory);
    node.live(1);
    node.wait_for_views();
  }
  const auto restart_shows_all = [&] {
    Node node(directory);
    const auto rows = node.incidents();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].external_id, "case-1");
    node.wait_for_views();
  };
  restart_shows_all();  // continued
  std::filesystem::remove(path);
  restart_shows_all();
  overwrite(path, std::string(10'000, 'x'));
  restart_shows_all();
  std::filesystem::copy_file(other.file("views.db"), path,
                             std::filesystem::copy_options::overwrite_existing);
  restart_shows_all();
  {
    auto database = Database::open({.path = path});
    ASSERT_TRUE(database->execute("UPDATE meta SET value = 0 WHERE name = 'version'"));
  }
  restart_shows_all();
}

TEST(Views, ContinueAfterARestartInMidIncident) {
  TemporaryDirectory directory;
  const auto life = life_of(1, 1);
  {
    Node node(directory);
    ASSERT_TRUE(node.journal->append(++node.sequence, life[0]));
    ASSERT_TRUE(node.journal->append(++node.sequence, life[1]));
    node.wait_for_views();
  }
  Node node(directory);
  ASSERT_TRUE(node.journal->append(++node.sequence, life[2]));
  ASSERT_TRUE(node.journal->append(++node.sequence, life[3]));
  node.wait_for_views();
  EXPECT_EQ(node.incidents()[0].first_on_scene_at, at_second(200));
  auto reader = ViewsReader::open(node.views_path);
  EXPECT_EQ(reader->timeline(node.incidents()[0].id, 0, 100)->size(), 8U);
}

TEST(Views, HoldNothingPersonal) {
  TemporaryDirectory directory;
  {
    Node node(directory);
    node.live(1);
    node.wait_for_views();
  }
  for (const auto& file : std::filesystem::directory_iterator(directory.path())) {
    EXPECT_EQ(contents(file.path().string()).find("Trubarjeva"), std::string::npos);
  }
}

TEST(Views, WithoutThemTheJournalGoesOn) {
  TemporaryDirectory directory;
  SqliteJournalOptions options;
  options.file = options_in(directory);
  options.views_path = directory.file("missing/views.db");
  int failures = 0;
  auto journal =
      SqliteJournal::open(options, {.on_views_failure = [&](const std::string&) { ++failures; }});
  ASSERT_TRUE(journal);
  EXPECT_EQ((*journal)->replay([](auto, const auto&) {}), 0U);
  EXPECT_EQ(failures, 1);
  EXPECT_TRUE((*journal)->append(1, life_of(1, 1)[0]));
}

}  // namespace
}  // namespace goldenfour::store
