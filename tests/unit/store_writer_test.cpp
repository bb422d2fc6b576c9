#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <future>

#include "server/store/fault_vfs.h"
#include "server/store/journal_writer.h"
#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

// Holds the journal thread until released.
class Gate {
 public:
  [[nodiscard]] JournalWriter::Task task() {
    return [this](JournalFile&) {
      entered_.set_value();
      released_.get_future().wait();
    };
  }
  void wait_entered() { entered_.get_future().wait(); }
  void release() { released_.set_value(); }

 private:
  std::promise<void> entered_;
  std::promise<void> released_;
};

TEST(JournalWriter, WhatWaitsGoesIntoOneCommitAndStopDrains) {
  TemporaryDirectory directory;
  std::vector<std::uint64_t> durable;
  Gate gate;
  JournalWriter writer(
      open_or_fail(options_in(directory)), {.max_batch = 100},
      {.on_durable = [&](std::uint64_t sequence) { durable.push_back(sequence); }});
  ASSERT_TRUE(writer.post(gate.task()));
  gate.wait_entered();
  for (std::uint64_t sequence = 1; sequence <= 250; ++sequence) {
    ASSERT_TRUE(writer.enqueue(entry(sequence)));
  }
  gate.release();
  writer.stop();
  EXPECT_EQ(durable, (std::vector<std::uint64_t>{100, 200, 250}));
  EXPECT_FALSE(writer.enqueue(entry(251)));
  EXPECT_FALSE(writer.post([](JournalFile&) {}));
}

TEST(JournalWriter, TasksKeepTheirPlaceAmongEntries) {
  TemporaryDirectory directory;
  std::vector<std::uint64_t> seen;
  JournalWriter writer(open_or_fail(options_in(directory)), {}, {});
  for (std::uint64_t sequence = 1; sequence <= 5; ++sequence) {
    ASSERT_TRUE(writer.enqueue(entry(sequence)));
    ASSERT_TRUE(
        writer.post([&](JournalFile& journal) { seen.push_back(journal.last_sequence()); }));
  }
  writer.stop();
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST(JournalWriter, AFullQueueRefusesAndLeavesTheEntry) {
  TemporaryDirectory directory;
  Gate gate;
  JournalWriter writer(open_or_fail(options_in(directory)),
                       {.max_queue = 3, .max_queue_bytes = 1000}, {});
  ASSERT_TRUE(writer.post(gate.task()));
  gate.wait_entered();
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
    ASSERT_TRUE(writer.enqueue(entry(sequence)));
  }
  EXPECT_EQ(writer.queued(), 3U);
  Entry refused = entry(4);
  EXPECT_FALSE(writer.enqueue(std::move(refused)));
  EXPECT_EQ(refused.record, "record number 4");
  gate.release();
  writer.stop();
}

TEST(JournalWriter, TheQueueIsBoundedInBytesToo) {
  TemporaryDirectory directory;
  Gate gate;
  JournalWriter writer(open_or_fail(options_in(directory)), {.max_queue_bytes = 1000}, {});
  ASSERT_TRUE(writer.post(gate.task()));
  gate.wait_entered();
  EXPECT_TRUE(writer.enqueue(entry(1, std::string(900, 'x'))));
  EXPECT_FALSE(writer.enqueue(entry(2, std::string(900, 'x'))));
  gate.release();
  writer.stop();
}

TEST(JournalWriter, AFailedCommitIsReportedOnceAndNothingFollows) {
  FaultVfs vfs("writer-fault");
  TemporaryDirectory directory;
  auto journal = open_or_fail(options_in(directory, vfs.name()));
  vfs.set_plan({.fail_write = 1, .result = SQLITE_FULL});
  std::vector<StoreErrorCode> failures;
  std::atomic<int> durable = 0;
  std::promise<void> failed;
  JournalWriter writer(std::move(journal), {},
                       {.on_durable = [&](std::uint64_t) { ++durable; },
                        .on_failure =
                            [&](const StoreError& error) {
                              failures.push_back(error.code);
                              failed.set_value();
                            }});
  ASSERT_TRUE(writer.enqueue(entry(1)));
  failed.get_future().wait();
  writer.stop();
  EXPECT_FALSE(writer.enqueue(entry(2)));
  EXPECT_EQ(failures, std::vector<StoreErrorCode>{StoreErrorCode::kFull});
  EXPECT_EQ(durable, 0);
}

}  // namespace
}  // namespace goldenfour::store
