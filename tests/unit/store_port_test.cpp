#include <gtest/gtest.h>

#include "server/dispatch/state.h"
#include "server/store/journal.h"
#include "tests/unit/store_any_fact.h"
#include "tests/unit/store_life.h"
#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

std::unique_ptr<SqliteJournal> open_port(const TemporaryDirectory& directory,
                                         SqliteJournalEvents events = {}) {
  SqliteJournalOptions options;
  options.file = options_in(directory);
  auto journal = SqliteJournal::open(options, std::move(events));
  if (!journal) ADD_FAILURE() << to_string(journal.error());
  return std::move(*journal);
}

TEST(SqliteJournal, ReplayedStateEqualsTheLiveOne) {
  TemporaryDirectory directory;
  dispatch::State live;
  {
    auto journal = open_port(directory);
    EXPECT_EQ(journal->replay([](auto, const auto&) { ADD_FAILURE() << "nothing is stored"; }), 0U);
    std::uint64_t sequence = 0;
    for (const dispatch::Decision& decision : life_of(1, 1)) {
      dispatch::apply(live, decision);
      ASSERT_TRUE(journal->append(++sequence, decision));
    }
    journal->stop();
  }
  dispatch::State replayed;
  auto journal = open_port(directory);
  const auto last = journal->replay([&](std::uint64_t, const dispatch::Decision& decision) {
    dispatch::apply(replayed, decision);
  });
  EXPECT_EQ(last, 4U);
  EXPECT_EQ(registry::canonical_hash(replayed), registry::canonical_hash(live));
  const auto& incident = replayed.jurisdictions.begin()->second.incidents.begin()->second;
  EXPECT_EQ(incident.scene->address, "Trubarjeva 1");
}

TEST(SqliteJournal, DamageIsNamedWithFileAndRecord) {
  TemporaryDirectory directory;
  {
    auto journal = open_port(directory);
    ASSERT_TRUE(journal->replay([](auto, const auto&) {}));
    std::uint64_t sequence = 0;
    for (const auto& decision : life_of(1, 1)) ASSERT_TRUE(journal->append(++sequence, decision));
    journal->stop();
  }
  {
    auto database = Database::open({.path = directory.file("journal.db")});
    ASSERT_TRUE(database->execute("UPDATE journal SET record = 'x' WHERE seq = 1"));
  }
  auto journal = open_port(directory);
  const auto replayed = journal->replay([](auto, const auto&) {});
  ASSERT_FALSE(replayed);
  EXPECT_EQ(replayed.error(), directory.file("journal.db") + ": record 1 is damaged (CRC32C)");
}

TEST(SqliteJournal, NoPersonalTextIsInAnyFile) {
  TemporaryDirectory directory;
  auto journal = open_port(directory);
  ASSERT_TRUE(journal->replay([](auto, const auto&) {}));
  for (std::uint64_t sequence = 1; sequence <= 300; ++sequence) {
    AnyFact any(sequence);
    const auto decision =
        any.decision_around({any.of(sequence % std::variant_size_v<dispatch::Fact>)});
    ASSERT_TRUE(journal->append(sequence, decision));
  }
  journal->stop();
  for (const auto& file : std::filesystem::directory_iterator(directory.path())) {
    EXPECT_EQ(contents(file.path().string()).find(AnyFact::kCanary), std::string::npos)
        << file.path();
  }
}

}  // namespace
}  // namespace goldenfour::store
