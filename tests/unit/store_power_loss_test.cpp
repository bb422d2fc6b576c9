#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include <csignal>

#include "server/store/fault_vfs.h"
#include "server/store/journal_writer.h"
#include "tests/unit/store_testing.h"

namespace goldenfour::store {
namespace {

TEST(PowerLoss, KeepsWhatWasAcknowledgedWhateverElseSurvives) {
  FaultVfs vfs("power-loss");
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    TemporaryDirectory directory;
    auto options = options_in(directory, vfs.name());
    options.checkpoint_pages = 3 + static_cast<std::int64_t>(seed % 5);
    std::uint64_t acknowledged = 0;
    for (int life = 0; life < 4; ++life) {
      auto journal = open_or_fail(options);
      EXPECT_GE(journal->last_sequence(), acknowledged);
      for (const auto& [sequence, record] : all_records(*journal)) {
        EXPECT_EQ(record, "record number " + std::to_string(sequence));
      }
      append_up_to(*journal, journal->last_sequence() + 1 + seed % 7);
      ASSERT_TRUE(journal->checkpoint_if_due());
      append_up_to(*journal, journal->last_sequence() + 3);
      acknowledged = journal->last_sequence();
      // Part of a further batch is written, then the lights go out before its sync.
      vfs.set_plan({.fail_sync = 1 + life % 2});
      const Entry unlucky = entry(acknowledged + 1);
      EXPECT_FALSE(journal->append({&unlucky, 1}));
      vfs.lose_power(seed % 2 == 0 ? Survivors::kNone : Survivors::kRandom, seed);
      vfs.set_plan({});
    }
  }
}

TEST(PowerLoss, WithoutSyncAcknowledgedRecordsAreLost) {
  FaultVfs vfs("power-loss-off");
  TemporaryDirectory directory;
  auto options = options_in(directory, vfs.name());
  options.synchronous = Synchronous::kOff;
  {
    auto journal = open_or_fail(options);
    append_up_to(*journal, 20);
    EXPECT_GT(vfs.unsynced_bytes(), 0U);
    vfs.lose_power();
  }
  options.synchronous = Synchronous::kFull;
  EXPECT_LT(open_or_fail(options)->last_sequence(), 20U);
}

TEST(PowerLoss, ClosingIsNotSyncing) {
  FaultVfs vfs("power-loss-close");
  TemporaryDirectory directory;
  auto options = options_in(directory, vfs.name());
  options.synchronous = Synchronous::kOff;
  {
    append_up_to(*open_or_fail(options), 5);
  }
  EXPECT_EQ(open_or_fail(options)->last_sequence(), 5U) << "still in memory";
  vfs.lose_power();
  EXPECT_EQ(open_or_fail(options)->last_sequence(), 0U);
}

TEST(PowerLoss, EveryFailingWriteOrSyncIsReportedAndLosesNothingAcknowledged) {
  FaultVfs vfs("disk-fault");
  for (const int result : {SQLITE_IOERR, SQLITE_FULL}) {
    for (std::int64_t nth = 1; nth <= 12; ++nth) {
      for (const bool on_write : {true, false}) {
        TemporaryDirectory directory;
        auto options = options_in(directory, vfs.name());
        options.checkpoint_pages = 4;
        std::uint64_t acknowledged = 0;
        bool failed = false;
        {
          auto journal = open_or_fail(options);
          vfs.set_plan({.fail_write = on_write ? nth : 0,
                        .fail_sync = on_write ? 0 : nth,
                        .result = result});
          for (std::uint64_t sequence = 1; sequence <= 20 && !failed; ++sequence) {
            const Entry added = entry(sequence);
            const auto done = journal->append({&added, 1});
            failed = !done;
            if (done) {
              acknowledged = sequence;
              (void)journal->checkpoint_if_due();
            } else if (result == SQLITE_FULL) {
              EXPECT_EQ(done.error().code, StoreErrorCode::kFull) << done.error().message;
            }
          }
          vfs.lose_power();
          vfs.set_plan({});
        }
        EXPECT_TRUE(failed);
        EXPECT_GE(open_or_fail(options)->last_sequence(), acknowledged);
      }
    }
  }
}

// Runs in a child process: acknowledges on `pipe` each sequence that is durable, until killed.
[[noreturn]] void write_until_killed(const JournalOptions& options, int pipe) {
  FaultVfs vfs(options.vfs);
  auto journal = JournalFile::open(options);
  if (!journal) ::_exit(3);
  std::uint64_t next = (*journal)->last_sequence();
  JournalWriter writer(std::move(*journal), {.max_queue = 64},
                       {.on_durable = [pipe](std::uint64_t sequence) {
                         (void)!::write(pipe, &sequence, sizeof sequence);
                       }});
  for (;;) {
    if (writer.enqueue(entry(next + 1))) ++next;
  }
}

// The last sequence that a writing child acknowledged before it was killed after
// `acknowledgements`.
std::uint64_t run_and_kill(const JournalOptions& options, int acknowledgements) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(options, ends[1]);
  }
  ::close(ends[1]);
  std::uint64_t last = 0;
  std::uint64_t sequence = 0;
  for (int count = 0; ::read(ends[0], &sequence, sizeof sequence) == sizeof sequence; ++count) {
    last = sequence;
    if (count == acknowledgements) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
  return last;
}

TEST(PowerLoss, AKilledProcessLosesNothingItAcknowledged) {
  TemporaryDirectory directory;
  auto options = options_in(directory, "killed");
  options.checkpoint_pages = 20;
  for (int round = 0; round < 15; ++round) {
    const std::uint64_t acknowledged = run_and_kill(options, round * 3);
    auto plain = options_in(directory);
    EXPECT_GE(open_or_fail(plain)->last_sequence(), acknowledged);
  }
}

TEST(PowerLoss, AKilledProcessWithoutSyncLosesWhatItAcknowledged) {
  TemporaryDirectory directory;
  auto options = options_in(directory, "killed");
  options.synchronous = Synchronous::kOff;
  const std::uint64_t acknowledged = run_and_kill(options, 20);
  EXPECT_GT(acknowledged, 0U);
  EXPECT_LT(open_or_fail(options_in(directory))->last_sequence(), acknowledged);
}

}  // namespace
}  // namespace goldenfour::store
