#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "server/store/crc32c.h"
#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

TEST(Crc32c, KnownValuesAndBothWays) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(""), 0U);
  std::mt19937_64 random(7);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    EXPECT_EQ(crc32c(bytes), crc32c_portable(bytes));
    EXPECT_EQ(crc32c(bytes.substr(size / 3), crc32c(bytes.substr(0, size / 3))), crc32c(bytes));
  }
}

TEST(Journal, StartsEmptyAndKeepsWhatWasAppended) {
  TemporaryDirectory directory;
  {
    auto journal = open_or_fail(options_in(directory));
    EXPECT_EQ(journal->last_sequence(), 0U);
    EXPECT_TRUE(all_records(*journal).empty());
    std::vector<Entry> batch;
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) batch.push_back(entry(sequence));
    ASSERT_TRUE(journal->append(batch));
    append(*journal, entry(4, std::string("\0binary\0", 8)));
  }
  auto journal = open_or_fail(options_in(directory));
  const std::map<std::uint64_t, std::string> expected = {{1, "record number 1"},
                                                         {2, "record number 2"},
                                                         {3, "record number 3"},
                                                         {4, std::string("\0binary\0", 8)}};
  EXPECT_EQ(all_records(*journal), expected);
  append(*journal, entry(5));
  EXPECT_EQ(all_records(*journal).size(), 5U);
}

TEST(Journal, ReadsFromAnySequenceAndStopsWhenTheVisitorFails) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  append_up_to(*journal, 10);
  std::uint64_t first = 0;
  const auto stopped = journal->read(7, [&](std::uint64_t sequence, std::string_view) {
    first = sequence;
    return Expected<void>(failure(StoreErrorCode::kForeign, "enough", ""));
  });
  EXPECT_EQ(first, 7U);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().message, "enough");
  EXPECT_TRUE(journal->read(11, [](auto, auto) { return Expected<void>{}; }));
}

TEST(Journal, RefusesAGapInSequencesAndIsFinishedThen) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  append_up_to(*journal, 2);
  const Entry wrong = entry(4);
  const auto refused = journal->append({&wrong, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, StoreErrorCode::kOutOfSequence);
  const Entry right = entry(3);
  EXPECT_EQ(journal->append({&right, 1}).error().code, StoreErrorCode::kFailedEarlier);
  EXPECT_EQ(journal->last_sequence(), 2U);
}

TEST(Journal, AFailingEntryTakesItsWholeBatchWithIt) {
  TemporaryDirectory directory;
  {
    auto options = options_in(directory);
    options.extra_schema = "CREATE TABLE IF NOT EXISTS tokens(id TEXT PRIMARY KEY)";
    auto journal = open_or_fail(options);
    std::vector<Entry> batch = {entry(1), entry(2)};
    batch[0].vault.push_back({"r1", "name", "Ana"});
    batch[0].also = [](Database& database) {
      return database.execute("INSERT INTO tokens VALUES('t1')");
    };
    batch[1].also = [](Database&) {
      return Expected<void>(failure(StoreErrorCode::kSql, "no", ""));
    };
    EXPECT_FALSE(journal->append(batch));
  }
  auto journal = open_or_fail(options_in(directory));
  EXPECT_EQ(journal->last_sequence(), 0U);
  EXPECT_EQ(*journal->vault_get("r1", "name"), std::nullopt);
  EXPECT_EQ(*journal->database().integer("SELECT count(*) FROM tokens"), 0);
}

TEST(Journal, ASecondProcessAndAnotherNodeAreRefused) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  const auto second = JournalFile::open(options_in(directory));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, StoreErrorCode::kLocked);
  journal.reset();
  auto options = options_in(directory);
  options.node_id = "n2";
  EXPECT_EQ(JournalFile::open(options).error().code, StoreErrorCode::kForeign);
}

TEST(Journal, LimitsAreErrors) {
  TemporaryDirectory directory;
  auto options = options_in(directory);
  options.max_record_bytes = 100;
  auto journal = open_or_fail(options);
  const Entry large = entry(1, std::string(101, 'x'));
  EXPECT_EQ(journal->append({&large, 1}).error().code, StoreErrorCode::kTooLarge);
}

TEST(Journal, CheckpointsKeepTheWalShort) {
  TemporaryDirectory directory;
  auto options = options_in(directory);
  options.checkpoint_pages = 10;
  auto journal = open_or_fail(options);
  for (std::uint64_t sequence = 1; sequence <= 200; ++sequence) {
    append(*journal, entry(sequence));
    ASSERT_TRUE(journal->checkpoint_if_due());
  }
  EXPECT_LT(std::filesystem::file_size(directory.file("journal.db-wal")), 20U * 4120);
}

TEST(JournalHead, AJournalShorterThanItsHeadNamesTheGap) {
  TemporaryDirectory directory;
  TemporaryDirectory old;
  auto journal = open_or_fail(options_in(directory));
  append_up_to(*journal, 5);
  copy_files(directory, old);
  append_up_to(*journal, 9);
  std::filesystem::copy_file(directory.file("journal.head"), old.file("journal.head"),
                             std::filesystem::copy_options::overwrite_existing);
  const auto refused = JournalFile::open(options_in(old));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, StoreErrorCode::kShorterThanHead);
  EXPECT_NE(refused.error().message.find("records 6 to 9 are missing"), std::string::npos)
      << refused.error().message;

  std::filesystem::remove(old.file("journal.db"));
  std::filesystem::remove(old.file("journal.db-wal"));
  EXPECT_EQ(JournalFile::open(options_in(old)).error().code, StoreErrorCode::kShorterThanHead);
}

TEST(JournalHead, ALaggingHeadIsACrashBetweenCommitAndHead) {
  TemporaryDirectory directory;
  {
    auto journal = open_or_fail(options_in(directory));
    append_up_to(*journal, 5);
    const std::string head_at_5 = contents(directory.file("journal.head"));
    append_up_to(*journal, 6);
    overwrite(directory.file("journal.head"), head_at_5);
  }
  EXPECT_EQ(open_or_fail(options_in(directory))->last_sequence(), 6U);
}

TEST(JournalHead, SurvivesATornWriteOfEitherSlotButNotOfBoth) {
  TemporaryDirectory directory;
  {
    append_up_to(*open_or_fail(options_in(directory)), 6);
  }
  const std::string whole = contents(directory.file("journal.head"));
  for (const std::size_t slot : {0U, 4096U}) {
    std::string torn = whole;
    torn[slot + 20] = static_cast<char>(~torn[slot + 20]);
    overwrite(directory.file("journal.head"), torn);
    EXPECT_EQ(open_or_fail(options_in(directory))->last_sequence(), 6U);
  }
  overwrite(directory.file("journal.head"), std::string(whole.size(), 'x'));
  EXPECT_EQ(JournalFile::open(options_in(directory)).error().code, StoreErrorCode::kHeadUnreadable);
  std::filesystem::remove(directory.file("journal.head"));
  EXPECT_EQ(JournalFile::open(options_in(directory)).error().code, StoreErrorCode::kHeadUnreadable);
}

TEST(JournalHead, AnotherHistoryOfTheSameLengthIsRefused) {
  TemporaryDirectory one;
  TemporaryDirectory two;
  {
    append_up_to(*open_or_fail(options_in(one)), 5);
  }
  {
    append_up_to(*open_or_fail(options_in(two)), 5);
  }
  std::filesystem::copy_file(one.file("journal.head"), two.file("journal.head"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(JournalFile::open(options_in(two)).error().code, StoreErrorCode::kChainBroken);
}

TEST(JournalChain, NamesAMissingAndAnExchangedRecord) {
  TemporaryDirectory directory;
  {
    append_up_to(*open_or_fail(options_in(directory)), 9);
  }
  const auto tamper = [&](const std::string& sql) {
    TemporaryDirectory copy;
    copy_files(directory, copy);
    {
      auto database = Database::open({.path = copy.file("journal.db")});
      EXPECT_TRUE(database->execute(sql));
    }
    auto journal = JournalFile::open(options_in(copy));
    return journal ? std::string("opened") : journal.error().message;
  };
  EXPECT_EQ(tamper("DELETE FROM journal WHERE seq BETWEEN 4 AND 6"), "records 4 to 6 are missing");
  EXPECT_EQ(tamper("UPDATE journal SET record = 'x' WHERE seq = 4"),
            "record 4 is damaged (CRC32C)");
  EXPECT_EQ(tamper("UPDATE journal SET record = 'x', crc = " + std::to_string(crc32c("x")) +
                   " WHERE seq = 4"),
            "the chain breaks between records 4 and 5");
  EXPECT_EQ(tamper("DELETE FROM journal WHERE seq = 9"),
            "the journal ends at record 8, but record 9 was acknowledged: record 9 is missing");
}

// Flips single bits of one file of a journal and expects a refusal, or precisely the old content.
void flip_bits(const std::string& file, bool checkpoint, int flips, int& refused) {
  TemporaryDirectory directory;
  TemporaryDirectory found;
  std::map<std::uint64_t, std::string> expected;
  {
    auto options = options_in(directory);
    options.checkpoint_pages = checkpoint ? 1 : 1'000'000;
    auto journal = open_or_fail(options);
    for (std::uint64_t sequence = 1; sequence <= 100; ++sequence) {
      Entry added = entry(
          sequence, "record " + std::to_string(sequence * 7919) + std::string(sequence % 97, 'r'));
      added.vault.push_back({"s" + std::to_string(sequence), "note", std::string(50, 'v')});
      append(*journal, added);
      ASSERT_TRUE(journal->checkpoint_if_due());
    }
    expected = all_records(*journal);
    copy_files(directory, found);  // before closing: with its WAL
  }
  const std::string whole = contents(found.file(file));
  ASSERT_GT(whole.size(), 10'000U);
  std::mt19937_64 random(42);
  for (int flip = 0; flip < flips; ++flip) {
    TemporaryDirectory damaged;
    copy_files(found, damaged);
    std::string bytes = whole;
    const std::size_t at = random() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
    overwrite(damaged.file(file), bytes);
    auto journal = JournalFile::open(options_in(damaged));
    if (!journal) {
      ++refused;
      EXPECT_FALSE(journal.error().message.empty());
      EXPECT_EQ(contents(damaged.file(file)), bytes) << "a refused journal was changed";
      continue;
    }
    EXPECT_EQ(all_records(**journal), expected) << "byte " << at;
    int rows = 0;
    EXPECT_TRUE((*journal)->vault_for_each([&](const VaultRowView& row) {
      EXPECT_EQ(row.content, std::string(50, 'v'));
      ++rows;
      return Expected<void>{};
    }));
    EXPECT_EQ(rows, 100) << "byte " << at;
  }
}

TEST(JournalDamage, ABitFlippedInTheDatabaseIsNeverSilent) {
  int refused = 0;
  flip_bits("journal.db", true, 150, refused);
  EXPECT_GT(refused, 40);  // the others met free space, or pages that the WAL still holds
}

TEST(JournalDamage, ABitFlippedInTheWalIsNeverSilent) {
  int refused = 0;
  flip_bits("journal.db-wal", false, 150, refused);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace goldenfour::store
