#include "server/store/token_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <future>

namespace goldenfour::store {
namespace {

class TokenStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(::testing::TempDir()) /
                 ("tokens-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::unique_ptr<SqliteJournal> open() {
    SqliteJournalOptions options;
    options.file.directory = directory_.string();
    options.file.node_id = "n1";
    options.file.extra_schema = kTokenSchema;
    auto journal = SqliteJournal::open(options, {});
    EXPECT_TRUE(journal.has_value());
    return *std::move(journal);
  }

  static ports::TokenRecord token(const std::string& name) {
    ports::TokenRecord record;
    record.name = name;
    record.role = ports::TokenRole::kDispatcher;
    record.jurisdiction = registry::JurisdictionId("jinhua");
    record.hash[31] = 9;
    record.created_at.since_epoch = registry::Duration(5);
    return record;
  }

  std::filesystem::path directory_;
};

TEST_F(TokenStoreTest, TokensOutliveTheProcessAndARevocationReplacesThem) {
  ports::TokenRecord kept = token("desk");
  kept.expires_at = registry::WallTime{registry::Duration(77)};
  ports::TokenRecord revoked = token("lost phone");
  {
    auto journal = open();
    SqliteTokenStore store(*journal);
    EXPECT_TRUE(store.load()->empty());
    ASSERT_TRUE(journal->replay([](auto, const auto&) {}).has_value());
    store.put({kept, revoked}, [](auto) {});
    revoked.revoked = true;
    std::promise<bool> stored;
    store.put({revoked}, [&](auto result) { stored.set_value(result.has_value()); });
    EXPECT_TRUE(stored.get_future().get());
    journal->stop();
  }
  auto journal = open();
  const auto loaded = SqliteTokenStore(*journal).load();
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(*loaded, (std::vector{kept, revoked}));
}

TEST_F(TokenStoreTest, AfterTheJournalStoppedNothingIsTaken) {
  auto journal = open();
  SqliteTokenStore store(*journal);
  ASSERT_TRUE(journal->replay([](auto, const auto&) {}).has_value());
  journal->stop();
  bool refused = false;
  store.put({token("late")}, [&](auto result) { refused = !result.has_value(); });
  EXPECT_TRUE(refused);
}

}  // namespace
}  // namespace goldenfour::store
