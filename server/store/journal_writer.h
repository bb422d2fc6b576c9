// The journal thread: gathers what waits into one commit.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "server/store/error.h"
#include "server/store/journal_file.h"

namespace goldenfour::store {

struct JournalWriterOptions {
  std::size_t max_queue = 8192;              // entries and tasks waiting; beyond it refused
  std::size_t max_queue_bytes = 256U << 20;  // their records and vault content
  std::size_t max_batch = 512;               // entries per transaction
};

// All called on the journal thread; they must not block and must not call stop().
struct JournalWriterEvents {
  // Every record up to and including `sequence` is durable.
  std::function<void(std::uint64_t sequence)> on_durable = nullptr;
  // A commit failed: memory is ahead of the disk, and the process must end without answering
  // anything. Called once; nothing becomes durable after it.
  std::function<void(const StoreError&)> on_failure = nullptr;
  // A checkpoint failed (disk full, say). Nothing is lost; it is tried again after each commit.
  std::function<void(const StoreError&)> on_checkpoint_failure = nullptr;
};

// Owns the journal and the one thread that uses it. Entries and tasks are done in the order in
// which they came; neighbouring entries share a transaction. enqueue() and post() may be called
// from any thread, though entries' sequences imply one producer.
class JournalWriter {
 public:
  using Task = std::function<void(JournalFile&)>;

  // Starts the thread.
  JournalWriter(std::unique_ptr<JournalFile> journal, JournalWriterOptions options,
                JournalWriterEvents events);
  ~JournalWriter();  // stop()
  JournalWriter(const JournalWriter&) = delete;
  JournalWriter& operator=(const JournalWriter&) = delete;

  // False if the queue is full, a commit has failed, or stop() was called; then nothing was queued
  // and `entry` is left as it was. Never waits for the disk.
  [[nodiscard]] bool enqueue(Entry&& entry);

  // Runs `task` on the journal thread, alone with the journal: vault reads, erasure, extra tables.
  // Same answer as enqueue().
  [[nodiscard]] bool post(Task task);

  // Refuses new work, finishes what waits, ends the thread. May be called again.
  void stop();

  // Entries and tasks that wait, for a metric.
  [[nodiscard]] std::size_t queued() const;

 private:
  using Work = std::variant<Entry, Task>;
  [[nodiscard]] bool has_room(std::size_t bytes) const;
  void run();
  std::vector<Work> take();
  bool perform(std::vector<Work>& work);

  std::unique_ptr<JournalFile> journal_;
  JournalWriterOptions options_;
  JournalWriterEvents events_;

  mutable std::mutex mutex_;  // guards the members up to stopping_
  std::condition_variable wake_;
  std::deque<Work> queue_;
  std::size_t queue_bytes_ = 0;
  bool failed_ = false;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace goldenfour::store
