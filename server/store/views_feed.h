// Keeps views.db up with the journal, on a thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/store/journal_file.h"
#include "server/store/journal_writer.h"
#include "server/store/views.h"

namespace goldenfour::store {

struct ViewsFeedOptions {
  std::uint64_t records_per_turn = 256;  // read at once on the journal thread, and one transaction
};

// Fetches durable records through the journal thread, a few at a time, and folds them. It lags
// behind the journal by one turn, some milliseconds. If it fails, the views stop where they are and
// the journal goes on.
class ViewsFeed {
 public:
  // Runs a task alone with the journal file; false: not taken. See JournalWriter::post.
  using Post = std::function<bool(JournalWriter::Task)>;

  // Takes views that have seen every record up to `durable`. `on_failure` is called once, on the
  // feed's thread.
  ViewsFeed(std::unique_ptr<Views> views, std::uint64_t durable, Post post,
            ViewsFeedOptions options, std::function<void(const StoreError&)> on_failure);
  ~ViewsFeed();  // request_stop(), join()
  ViewsFeed(const ViewsFeed&) = delete;
  ViewsFeed& operator=(const ViewsFeed&) = delete;

  // Records up to `sequence` may be fetched. Any thread; never blocks.
  void durable(std::uint64_t sequence);
  // Up to where views.db reaches, for a metric. Any thread.
  [[nodiscard]] std::uint64_t stored_sequence() const { return stored_.load(); }

  // To be called before the journal's thread is stopped, which answers the last fetch.
  void request_stop();
  void join();

 private:
  struct Batch {
    std::vector<std::string> records;
    ChainHash hash{};  // after the last of them
  };
  void run();
  Expected<Batch> fetch(std::uint64_t from);
  Expected<void> fold(std::uint64_t from, const Batch& batch);

  std::unique_ptr<Views> views_;
  Post post_;
  ViewsFeedOptions options_;
  std::function<void(const StoreError&)> on_failure_;
  std::atomic<std::uint64_t> stored_;
  std::atomic<std::uint64_t> signal_;  // the newest durable sequence; kStop: end
  std::thread thread_;
};

}  // namespace goldenfour::store
