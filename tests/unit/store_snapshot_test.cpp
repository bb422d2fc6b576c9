#include <gtest/gtest.h>

#include "server/store/fault_vfs.h"
#include "server/store/snapshot.h"
#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

SnapshotOptions snapshots_in(const TemporaryDirectory& directory, std::string vfs = {}) {
  SnapshotOptions options;
  options.directory = directory.path();
  options.vfs = std::move(vfs);
  return options;
}

LoadedSnapshot load(SnapshotStore& snapshots, JournalFile& journal) {
  auto loaded = snapshots.load_newest(
      [&](std::uint64_t sequence) { return journal.chain_hash_at(sequence).value(); });
  EXPECT_TRUE(loaded) << loaded.error().message;
  return std::move(*loaded);
}

void save(SnapshotStore& snapshots, JournalFile& journal, std::uint64_t sequence) {
  const auto hash = journal.chain_hash_at(sequence);
  const auto saved =
      snapshots.save({sequence, "state at " + std::to_string(sequence)}, hash.value().value());
  ASSERT_TRUE(saved) << saved.error().message;
}

TEST(Snapshot, KeepsTheLastTwoAndLoadsTheNewest) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  SnapshotStore snapshots(snapshots_in(directory));
  EXPECT_FALSE(load(snapshots, *journal).snapshot);
  append_up_to(*journal, 12);
  for (const std::uint64_t sequence : {3U, 9U, 12U}) save(snapshots, *journal, sequence);
  EXPECT_FALSE(std::filesystem::exists(directory.file("snapshot-3")));
  EXPECT_TRUE(std::filesystem::exists(directory.file("snapshot-9")));
  const auto loaded = load(snapshots, *journal);
  ASSERT_TRUE(loaded.snapshot);
  EXPECT_EQ(loaded.snapshot->sequence, 12U);
  EXPECT_EQ(loaded.snapshot->bytes, "state at 12");
  EXPECT_TRUE(loaded.passed_over.empty());
}

TEST(Snapshot, ADamagedOneIsPassedOver) {
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  SnapshotStore snapshots(snapshots_in(directory));
  append_up_to(*journal, 9);
  save(snapshots, *journal, 4);
  save(snapshots, *journal, 9);
  const std::string whole = contents(directory.file("snapshot-9"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 4);
    overwrite(directory.file("snapshot-9"), bytes);
    EXPECT_EQ(load(snapshots, *journal).snapshot->sequence, 4U) << at;
    overwrite(directory.file("snapshot-9"), whole.substr(0, at));
    EXPECT_EQ(load(snapshots, *journal).snapshot->sequence, 4U) << at;
  }
}

TEST(Snapshot, AnotherHistoryIsPassedOverAndRemovedByTheNextSave) {
  TemporaryDirectory directory;
  TemporaryDirectory other;
  auto journal = open_or_fail(options_in(directory));
  auto stranger = open_or_fail(options_in(other));
  append_up_to(*journal, 9);
  append_up_to(*stranger, 12);
  SnapshotStore snapshots(snapshots_in(directory));
  save(snapshots, *stranger, 8);
  save(snapshots, *stranger, 12);
  const auto loaded = load(snapshots, *journal);
  EXPECT_FALSE(loaded.snapshot);
  EXPECT_EQ(loaded.passed_over.size(), 2U);
  save(snapshots, *journal, 9);
  EXPECT_FALSE(std::filesystem::exists(directory.file("snapshot-12")));
  EXPECT_EQ(load(snapshots, *journal).snapshot->sequence, 9U);
}

TEST(Snapshot, AFailedSaveLeavesTheOldOnes) {
  FaultVfs vfs("snapshot-fault");
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory));
  append_up_to(*journal, 9);
  SnapshotStore snapshots(snapshots_in(directory, vfs.name()));
  save(snapshots, *journal, 4);
  for (int nth = 1; nth <= 3; ++nth) {
    vfs.set_plan({.fail_write = nth < 3 ? nth : 0, .fail_sync = nth < 3 ? 0 : 1, .result = 13});
    const auto saved = snapshots.save({9, "x"}, journal->chain_hash_at(9)->value());
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, StoreErrorCode::kFull);
  }
  vfs.lose_power();
  vfs.set_plan({});
  EXPECT_EQ(load(snapshots, *journal).snapshot->sequence, 4U);
}

}  // namespace
}  // namespace goldenfour::store
