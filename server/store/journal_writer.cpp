#include "server/store/journal_writer.h"

#include <span>
#include <utility>

namespace goldenfour::store {
namespace {

std::size_t bytes_in(const Entry& entry) {
  std::size_t bytes = entry.record.size();
  for (const VaultRow& row : entry.vault) bytes += row.content.size();
  return bytes;
}

}  // namespace

JournalWriter::JournalWriter(std::unique_ptr<JournalFile> journal, JournalWriterOptions options,
                             JournalWriterEvents events)
    : journal_(std::move(journal)), options_(options), events_(std::move(events)) {
  thread_ = std::thread([this] { run(); });
}

JournalWriter::~JournalWriter() {
  stop();
}

bool JournalWriter::has_room(std::size_t bytes) const {
  return !failed_ && !stopping_ && queue_.size() < options_.max_queue &&
         queue_bytes_ + bytes <= options_.max_queue_bytes;
}

bool JournalWriter::enqueue(Entry&& entry) {
  const std::size_t bytes = bytes_in(entry);
  {
    const std::lock_guard lock(mutex_);
    if (!has_room(bytes)) return false;
    queue_bytes_ += bytes;
    queue_.emplace_back(std::move(entry));
  }
  wake_.notify_one();
  return true;
}

bool JournalWriter::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (!has_room(0)) return false;
    queue_.emplace_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void JournalWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::size_t JournalWriter::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void JournalWriter::run() {
  for (;;) {
    std::vector<Work> work = take();
    if (work.empty()) return;
    if (perform(work)) continue;
    const std::lock_guard lock(mutex_);
    failed_ = true;
    queue_.clear();
    return;
  }
}

// Waits for work; a single task, or neighbouring entries for one transaction. Empty at the end.
std::vector<JournalWriter::Work> JournalWriter::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  std::vector<Work> work;
  while (!queue_.empty() && work.size() < options_.max_batch) {
    const auto* entry = std::get_if<Entry>(&queue_.front());
    if (entry == nullptr && !work.empty()) break;
    if (entry != nullptr) queue_bytes_ -= bytes_in(*entry);
    work.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (entry == nullptr) break;
  }
  return work;
}

// False if a commit failed.
bool JournalWriter::perform(std::vector<Work>& work) {
  if (auto* task = std::get_if<Task>(&work.front())) {
    (*task)(*journal_);
    return true;
  }
  std::vector<Entry> batch;
  batch.reserve(work.size());
  for (Work& item : work) batch.push_back(std::move(std::get<Entry>(item)));
  auto appended = journal_->append(batch);
  if (!appended) {
    if (events_.on_failure) events_.on_failure(appended.error());
    return false;
  }
  if (events_.on_durable) events_.on_durable(batch.back().sequence);
  auto checkpointed = journal_->checkpoint_if_due();
  if (!checkpointed && events_.on_checkpoint_failure) {
    events_.on_checkpoint_failure(checkpointed.error());
  }
  return true;
}

}  // namespace goldenfour::store
