// The journal port on SQLite: what the engine writes to and replays from.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server/ports/journal.h"
#include "server/store/journal_file.h"
#include "server/store/journal_writer.h"
#include "server/store/record.h"
#include "server/store/views.h"
#include "server/store/views_feed.h"

namespace goldenfour::store {

struct SqliteJournalOptions {
  JournalOptions file;  // its `verify` is ignored: replay() verifies what it reads, which is all
  JournalWriterOptions writer;
  RecordOptions record;
  ViewsFeedOptions views;
  std::string views_path;  // of views.db; empty: no views
};

// Called on the journal thread; they must not block, and must outlive the journal.
struct SqliteJournalEvents {
  ports::OnDurable on_durable = nullptr;
  ports::OnJournalFailure on_failure = nullptr;
  // Nothing is lost yet, but an operator should look: the text says what and where.
  std::function<void(const std::string&)> on_checkpoint_failure = nullptr;
  // The views have stopped where they are (called on the feed's thread, or by replay()).
  std::function<void(const std::string&)> on_views_failure = nullptr;
};

// Life: open, replay() once, then append() and post() until stop(). The journal thread, and the one
// that keeps the views up, start at the end of replay().
class SqliteJournal final : public ports::Journal {
 public:
  static Expected<std::unique_ptr<SqliteJournal>> open(SqliteJournalOptions options,
                                                       SqliteJournalEvents events);
  ~SqliteJournal() override;  // stop()

  // ports::Journal. append() before replay() is a programmer error. The number that replay()
  // returns is the last stored sequence.
  [[nodiscard]] bool append(std::uint64_t sequence, const dispatch::Decision& decision) override;
  tl::expected<std::uint64_t, std::string> replay(
      const std::function<void(std::uint64_t sequence, const dispatch::Decision&)>& visit) override;

  // Runs `task` alone with the file, on the journal thread and in order with the appends: erasure
  // of what has expired, further tables (JournalOptions::extra_schema). False: nothing was queued.
  // After replay(). Any thread.
  [[nodiscard]] bool post(JournalWriter::Task task);

  // The file itself, before replay() only: to read further tables at start.
  [[nodiscard]] JournalFile& file_at_start();

  // Writes what waits, then refuses everything. May be called again.
  void stop();

  // Decisions and tasks that wait, for a metric. Any thread, after replay().
  [[nodiscard]] std::size_t queued() const;

  // Up to where views.db reaches; 0 without views. Any thread, after replay().
  [[nodiscard]] std::uint64_t views_sequence() const;

 private:
  SqliteJournal(std::unique_ptr<JournalFile> file, SqliteJournalOptions options,
                SqliteJournalEvents events)
      : options_(std::move(options)), events_(std::move(events)), file_(std::move(file)) {}
  void start_writer();
  void open_views();
  void show(std::uint64_t sequence, const dispatch::Decision& decision);
  void finish_views(std::uint64_t last);
  void give_up_views(const StoreError& error);

  SqliteJournalOptions options_;
  SqliteJournalEvents events_;
  std::unique_ptr<JournalFile> file_;      // until the writer owns it
  std::unique_ptr<Views> views_;           // until the feed owns them
  std::unique_ptr<JournalWriter> writer_;  // from the end of replay()
  std::unique_ptr<ViewsFeed> feed_;        // ends before the writer
};

// An error as one line for a log: what, and in which file.
std::string to_string(const StoreError& error);

}  // namespace goldenfour::store
