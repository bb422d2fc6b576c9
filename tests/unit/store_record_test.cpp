#include "server/store/record.h"

#include <gtest/gtest.h>

#include <utility>

#include "server/store/record_enums.h"
#include "tests/unit/store_any_fact.h"
#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

constexpr std::size_t kFactKinds = std::variant_size_v<dispatch::Fact>;

// A vault in memory.
struct FakeVault {
  std::map<std::pair<std::string, std::string>, VaultRow> rows;

  void take(const Entry& entry) {
    for (const VaultRow& row : entry.vault) rows[{row.subject, row.field_class}] = row;
    for (const VaultKey& key : entry.erase) rows.erase({key.subject, key.field_class});
  }
  [[nodiscard]] VaultLookup lookup() const {
    return [this](std::string_view subject,
                  std::string_view field_class) -> Expected<std::optional<std::string>> {
      const auto found = rows.find({std::string(subject), std::string(field_class)});
      if (found == rows.end()) return std::nullopt;
      return found->second.content;
    };
  }
};

dispatch::Decision decode_or_fail(const Entry& entry, const FakeVault& vault) {
  auto decision = decode(entry.sequence, entry.record, vault.lookup());
  EXPECT_TRUE(decision) << decision.error().message;
  return decision.value_or(dispatch::Decision{});
}

std::uint64_t hash_of(const dispatch::Decision& decision) {
  return registry::canonical_hash(std::tie(decision.jurisdiction, decision.epoch, decision.sequence,
                                           decision.at, decision.actor, decision.command,
                                           decision.facts));
}

TEST(Record, EveryFactComesBackAsItWas) {
  for (std::size_t kind = 0; kind < kFactKinds; ++kind) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      AnyFact any(seed * 1000 + kind);
      const dispatch::Decision decision = any.decision_around({any.of(kind)});
      const Entry entry = encode(seed, decision, {});
      FakeVault vault;
      vault.take(entry);
      ASSERT_EQ(hash_of(decode_or_fail(entry, vault)), hash_of(decision))
          << "fact " << kind << ", seed " << seed;
    }
  }
}

TEST(Record, NoPersonalTextIsInARecordAndWithoutVaultItIsAbsent) {
  std::size_t personal = 0;
  for (std::size_t kind = 0; kind < kFactKinds; ++kind) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      AnyFact any(seed * 1000 + kind);
      const Entry entry = encode(seed, any.decision_around({any.of(kind)}), {});
      ASSERT_EQ(entry.record.find(AnyFact::kCanary), std::string::npos) << "fact " << kind;
      for (const VaultRow& row : entry.vault) {
        if (row.content.find(AnyFact::kCanary) != std::string::npos) ++personal;
      }
      // The position of a scene or a home must not be there in another form either.
      const dispatch::Decision bare = decode_or_fail(entry, FakeVault{});
      const Entry again = encode(seed, bare, {});
      ASSERT_TRUE(again.vault.empty()) << "fact " << kind;
    }
  }
  EXPECT_GT(personal, 200U);
}

dispatch::Decision decision_of(std::vector<dispatch::Fact> facts) {
  dispatch::Decision decision;
  decision.facts = std::move(facts);
  return decision;
}

dispatch::IncidentOpened opened_with(const std::string& address) {
  dispatch::IncidentOpened fact;
  fact.incident = {registry::JurisdictionId("jinhua"), 1, 42};
  fact.at = registry::WallTime{registry::Duration(1'000)};
  fact.scene.emplace().address = address;
  return fact;
}

TEST(Record, ASceneIsKeptUntilItsRetentionEnds) {
  const dispatch::Decision decision = decision_of({opened_with("Trubarjeva 1")});
  const Entry entry = encode(1, decision, {.scene_retention = registry::Duration(500)});
  ASSERT_EQ(entry.vault.size(), 1U);
  EXPECT_EQ(entry.vault[0].subject, "incident/jinhua-1-42");
  EXPECT_EQ(entry.vault[0].field_class, "scene");
  EXPECT_EQ(entry.vault[0].retain_until_ms, 1'500);
}

TEST(Record, TheLastFactAboutASubjectDecides) {
  const auto opened = opened_with("Trubarjeva 1");
  dispatch::IncidentUpdated updated;
  updated.incident = opened.incident;
  updated.scene.emplace().address = "Trubarjeva 9";
  const dispatch::IncidentArchived archived{opened.incident, 3, {}};

  Entry entry = encode(1, decision_of({opened, updated}), {});
  FakeVault vault;
  vault.take(entry);
  EXPECT_EQ(vault.rows.size(), 1U);
  const auto decision = decode_or_fail(entry, vault);
  EXPECT_EQ(std::get<dispatch::IncidentOpened>(decision.facts[0]).scene->address, "Trubarjeva 9");

  entry = encode(2, decision_of({opened, archived}), {});
  vault.take(entry);
  EXPECT_TRUE(vault.rows.empty());
  EXPECT_TRUE(entry.vault.empty());

  entry = encode(3, decision_of({archived, opened}), {});
  EXPECT_TRUE(entry.erase.empty());
  EXPECT_EQ(entry.vault.size(), 1U);
}

TEST(Record, WhatIsDeletedOrNoLongerThereIsErased) {
  registry::Aed aed;
  aed.id = registry::AedId("a1");
  registry::Responder responder;
  responder.id = registry::ResponderId("r1");
  const dispatch::AedDeleted aed_deleted{registry::AedId("a2"), {}};
  const dispatch::ResponderDeleted responder_deleted{registry::ResponderId("r2"), {}};
  const Entry entry = encode(1,
                             decision_of({dispatch::AedPut{aed}, dispatch::ResponderPut{responder},
                                          aed_deleted, responder_deleted}),
                             {});
  const std::vector<VaultKey> expected = {{"aed/a1", "door_code"},
                                          {"aed/a2", "door_code"},
                                          {"responder/r1", "particulars"},
                                          {"responder/r2", "particulars"},
                                          {"responder/r2", "push"}};
  EXPECT_EQ(entry.erase, expected);
}

TEST(Record, ChannelsOfOldJournalsKeepTheirNumbers) {
  for (const auto& [channel, number] :
       {std::pair{dispatch::Channel::kWebSocket, 1}, std::pair{dispatch::Channel::kWebhook, 2},
        std::pair{dispatch::Channel::kPush, 3}}) {
    EXPECT_EQ(stored_code(channel), number);
    EXPECT_EQ(enum_pairs<dispatch::Channel>().value(number), static_cast<std::size_t>(channel));
  }
}

TEST(Record, DamageIsAnErrorThatNamesTheRecord) {
  AnyFact any(1);
  std::vector<dispatch::Fact> facts;
  for (std::size_t kind = 0; kind < kFactKinds; ++kind) facts.push_back(any.of(kind));
  const Entry entry = encode(7, any.decision_around(facts), {});
  support::Random random(3);
  std::size_t refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = entry.record;
    for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips) {
      damaged[random.below(damaged.size())] = static_cast<char>(random.next());
    }
    if (random.chance(0.2)) damaged.resize(random.below(damaged.size()));
    const auto decision = decode(7, damaged, FakeVault{}.lookup());
    if (decision) continue;
    ++refused;
    EXPECT_EQ(decision.error().message.rfind("record 7", 0), 0U) << decision.error().message;
  }
  EXPECT_GT(refused, 500U);
}

TEST(Record, AFactOfANewerVersionIsRefusedAndNotSkipped) {
  // Field 7 (facts) of a decision, holding a fact with the unknown field 1000.
  const std::string record("\x3a\x04\xc2\x3e\x01x", 6);
  const auto decision = decode(9, record, FakeVault{}.lookup());
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code, StoreErrorCode::kCorrupt);
}

}  // namespace
}  // namespace goldenfour::store
