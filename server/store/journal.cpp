#include "server/store/journal.h"

#include <utility>

#include "server/registry/check.h"

namespace goldenfour::store {

std::string to_string(const StoreError& error) {
  return error.file.empty() ? error.message : error.file + ": " + error.message;
}

Expected<std::unique_ptr<SqliteJournal>> SqliteJournal::open(SqliteJournalOptions options,
                                                             SqliteJournalEvents events) {
  options.file.verify = VerifyAtOpen::kTail;
  auto file = JournalFile::open(options.file);
  if (!file) return pass_on(file);
  return std::unique_ptr<SqliteJournal>(
      new SqliteJournal(std::move(*file), std::move(options), std::move(events)));
}

tl::expected<std::uint64_t, std::string> SqliteJournal::replay(
    const std::function<void(std::uint64_t sequence, const dispatch::Decision&)>& visit) {
  registry::check(file_ != nullptr, "the journal is replayed once");
  const VaultLookup vault = [this](std::string_view subject, std::string_view field_class) {
    return file_->vault_get(subject, field_class);
  };
  open_views();
  const auto read = file_->read(1, [&](std::uint64_t sequence, std::string_view record) {
    const auto decision = decode(sequence, record, vault);
    if (!decision) return Expected<void>(tl::unexpected(decision.error()));
    visit(sequence, *decision);
    show(sequence, *decision);
    return Expected<void>{};
  });
  if (!read) return tl::unexpected(to_string(read.error()));
  const std::uint64_t last = file_->last_sequence();
  finish_views(last);
  start_writer();
  return last;
}

void SqliteJournal::open_views() {
  if (options_.views_path.empty()) return;
  auto views = Views::open(options_.views_path, [this](std::uint64_t sequence) {
    return file_->chain_hash_at(sequence).value_or(std::nullopt);
  });
  if (!views) return give_up_views(views.error());
  views_ = std::move(*views);
}

void SqliteJournal::show(std::uint64_t sequence, const dispatch::Decision& decision) {
  if (!views_) return;
  const auto applied = views_->apply(sequence, decision);
  if (!applied) give_up_views(applied.error());
}

void SqliteJournal::finish_views(std::uint64_t last) {
  if (!views_) return;
  const auto hash = file_->chain_hash_at(last).value_or(std::nullopt);
  const auto flushed = views_->flush(hash.value_or(ChainHash{}));
  if (!flushed) give_up_views(flushed.error());
}

// Views are a convenience: nobody waits for them, and the journal goes on.
void SqliteJournal::give_up_views(const StoreError& error) {
  views_.reset();
  if (events_.on_views_failure) events_.on_views_failure(to_string(error));
}

void SqliteJournal::start_writer() {
  JournalWriterEvents events;
  events.on_durable = [this](std::uint64_t sequence) {
    if (events_.on_durable) events_.on_durable(sequence);
    if (feed_) feed_->durable(sequence);
  };
  events.on_failure = [this](const StoreError& error) {
    if (events_.on_failure) events_.on_failure(to_string(error));
  };
  events.on_checkpoint_failure = [this](const StoreError& error) {
    if (events_.on_checkpoint_failure) events_.on_checkpoint_failure(to_string(error));
  };
  const std::uint64_t last = file_->last_sequence();
  writer_ = std::make_unique<JournalWriter>(std::move(file_), options_.writer, std::move(events));
  if (!views_) return;
  feed_ = std::make_unique<ViewsFeed>(
      std::move(views_), last,
      [this](JournalWriter::Task task) { return writer_->post(std::move(task)); }, options_.views,
      [this](const StoreError& error) {
        if (events_.on_views_failure) events_.on_views_failure(to_string(error));
      });
}

bool SqliteJournal::append(std::uint64_t sequence, const dispatch::Decision& decision) {
  registry::check(writer_ != nullptr, "the journal is replayed before the first append");
  return writer_->enqueue(encode(sequence, decision, options_.record));
}

bool SqliteJournal::post(JournalWriter::Task task) {
  registry::check(writer_ != nullptr, "the journal is replayed before the first task");
  return writer_->post(std::move(task));
}

JournalFile& SqliteJournal::file_at_start() {
  registry::check(file_ != nullptr, "the journal file belongs to its thread after replay");
  return *file_;
}

void SqliteJournal::stop() {
  if (feed_) feed_->request_stop();
  if (writer_) writer_->stop();  // answers what the feed still waits for
  if (feed_) feed_->join();
}

SqliteJournal::~SqliteJournal() {
  stop();
}

std::uint64_t SqliteJournal::views_sequence() const {
  return feed_ ? feed_->stored_sequence() : 0;
}

std::size_t SqliteJournal::queued() const {
  return writer_ ? writer_->queued() : 0;
}

}  // namespace goldenfour::store
