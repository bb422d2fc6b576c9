#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

Entry with_vault(std::uint64_t sequence, std::vector<VaultRow> rows) {
  Entry added = entry(sequence);
  added.vault = std::move(rows);
  return added;
}

std::string all_bytes(const TemporaryDirectory& directory) {
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(directory.path())) {
    all += contents(file.path().string());
  }
  return all;
}

std::string newest_key(JournalFile& journal, const std::string& subject) {
  auto statement = journal.database().prepare(
      "SELECT key FROM vault_key JOIN vault USING(id) WHERE subject = ?1");
  EXPECT_TRUE(statement->bind_text(1, subject).step().value());
  return std::string(statement->blob(0));
}

TEST(Vault, PutsReplacesAndErasesBySubjectOrClass) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  append(*journal,
         with_vault(1, {{"r1", "name", "Ana"}, {"r1", "phone", "+386 1"}, {"r2", "name", ""}}));
  append(*journal, with_vault(2, {{"r1", "phone", "+386 2"}}));
  EXPECT_EQ(*journal->vault_get("r1", "phone"), "+386 2");
  EXPECT_EQ(*journal->vault_get("r2", "name"), "");
  EXPECT_EQ(*journal->vault_get("r3", "name"), std::nullopt);

  Entry erase = entry(3);
  erase.erase = {{"r1", "phone"}};
  append(*journal, erase);
  EXPECT_EQ(*journal->vault_get("r1", "phone"), std::nullopt);
  EXPECT_EQ(*journal->vault_get("r1", "name"), "Ana");
  erase = entry(4);
  erase.erase = {{"r1", ""}};
  append(*journal, erase);
  EXPECT_EQ(*journal->vault_get("r1", "name"), std::nullopt);
  EXPECT_EQ(*journal->vault_get("r2", "name"), "");
  EXPECT_EQ(*journal->database().integer("SELECT count(*) FROM erasure"), 2);
}

TEST(Vault, ExpiryErasesOldestFirstUpToTheLimit) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  append(*journal, with_vault(1, {{"a", "place", "x", 300},
                                  {"b", "place", "x", 100},
                                  {"c", "place", "x", 200},
                                  {"d", "place", "x", kKeepUntilErased}}));
  EXPECT_TRUE(journal->erase_expired(99, 10)->empty());
  const auto first = journal->erase_expired(1000, 2);
  ASSERT_TRUE(first);
  std::set<std::string> subjects;
  for (const VaultKey& key : *first) subjects.insert(key.subject);
  EXPECT_EQ(subjects, (std::set<std::string>{"b", "c"}));
  EXPECT_EQ(journal->erase_expired(1000, 2)->size(), 1U);
  EXPECT_EQ(*journal->vault_get("d", "place"), "x");
}

// Random life of many rows; then of what was erased neither content nor key is in any file.
TEST(Vault, ErasedContentAndKeysAreInNoFile) {
  TemporaryDirectory directory;
  auto options = options_in(directory);
  options.checkpoint_pages = 8;
  auto journal = open_or_fail(options);
  std::mt19937_64 random(11);
  struct Secret {
    std::string subject, canary, key;
  };
  std::vector<Secret> alive;
  std::vector<Secret> erased;
  for (std::uint64_t sequence = 1; sequence <= 900; ++sequence) {
    Entry added = entry(sequence, "r");
    const std::size_t chosen = alive.empty() ? 0 : random() % alive.size();
    const std::uint64_t dice = random() % 6;
    const bool erase = alive.size() > 150 || (alive.size() > 5 && dice < 2);
    const bool replace = !erase && alive.size() > 5 && dice == 2;
    std::string subject = "s" + std::to_string(sequence);
    if (erase || replace) {
      subject = alive[chosen].subject;
      erased.push_back(alive[chosen]);
      alive.erase(alive.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    if (erase) added.erase.push_back({subject, ""});
    const std::string canary = "canary<" + std::to_string(sequence * 1'000'003) + ">";
    const std::size_t padding = random() % 10 == 0 ? random() % 20'000 : random() % 500;
    if (!erase) added.vault.push_back({subject, "note", std::string(padding, '.') + canary});
    append(*journal, added);
    if (sequence % 10 == 0) ASSERT_TRUE(journal->checkpoint_if_due());
    if (!erase) alive.push_back({subject, canary, newest_key(*journal, subject)});
  }
  ASSERT_TRUE(journal->erase_expired(0, 1));
  Entry last = entry(901);
  last.erase = {{"nobody", ""}};
  append(*journal, last);
  ASSERT_TRUE(journal->checkpoint_if_due());
  ASSERT_GT(erased.size(), 200U);
  const std::string all = all_bytes(directory);
  for (const Secret& secret : erased) {
    EXPECT_EQ(all.find(secret.canary), std::string::npos);
    EXPECT_EQ(all.find(secret.key), std::string::npos);
  }
  for (const Secret& secret : alive) {
    EXPECT_NE(all.find(secret.key), std::string::npos);
    EXPECT_TRUE(journal->vault_get(secret.subject, "note")->value().ends_with(secret.canary));
  }
}

TEST(Vault, ContentIsNotWrittenInTheClear) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  append(*journal, with_vault(1, {{"i1", "place", "behind the red door"}}));
  EXPECT_EQ(all_bytes(directory).find("behind the red door"), std::string::npos);
}

TEST(Vault, ADamagedRowIsAnErrorAndNotAnotherAddress) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  append(*journal, with_vault(1, {{"i1", "place", "Trubarjeva 1"}}));
  append(*journal, with_vault(2, {{"i2", "place", "Trubarjeva 9"}}));
  ASSERT_TRUE(journal->database().execute(
      "UPDATE vault SET sealed = (SELECT sealed FROM vault WHERE subject = 'i2')"));
  EXPECT_EQ(journal->vault_get("i1", "place").error().code, StoreErrorCode::kCorrupt);
  EXPECT_EQ(*journal->vault_get("i2", "place"), "Trubarjeva 9");
}

}  // namespace
}  // namespace goldenfour::store
