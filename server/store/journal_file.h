// journal.db and journal.head: the acknowledgement path of one node.
//
//   auto journal = JournalFile::open({.directory = "/var/lib/goldenfour", .node_id = "n1"});
//   if (!journal) refuse_to_start(journal.error());
//   (*journal)->read(1, [&](std::uint64_t sequence, std::string_view record) { ... });
//   (*journal)->append({&entry, 1});   // durable when it returns
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/chain.h"
#include "server/store/error.h"
#include "server/store/head_file.h"
#include "server/store/sqlite.h"
#include "server/store/vault.h"

namespace goldenfour::store {

// kOff forgets acknowledged records at a power loss. It exists so that tests can prove that they
// would notice.
enum class Synchronous : std::uint8_t { kFull, kOff };

// kAll reads every record before the first append. kTail checks the end against the head only:
// right when the caller reads everything at once anyway. The vault is checked in both cases.
enum class VerifyAtOpen : std::uint8_t { kAll, kTail };

struct JournalOptions {
  std::string directory;  // must exist; holds journal.db, journal.db-wal, journal.head
  std::string node_id;    // a journal of another node is refused
  std::string vfs;        // empty: the platform's own
  Synchronous synchronous = Synchronous::kFull;
  VerifyAtOpen verify = VerifyAtOpen::kAll;
  std::int64_t checkpoint_pages = 1000;           // WAL pages after which a checkpoint is due
  std::size_t max_record_bytes = 16 << 20;        // per record
  std::size_t max_vault_content_bytes = 1 << 20;  // per vault row
  // CREATE ... IF NOT EXISTS statements for tables that share the connection and the transactions.
  std::string extra_schema;
};

// One record with what must become durable, or vanish, together with it: the record is inserted,
// then vault rows are put, then keys erased.
struct Entry {
  std::uint64_t sequence = 0;  // exactly one more than the last
  std::string record;
  std::vector<VaultRow> vault;
  std::vector<VaultKey> erase;
  // Optional further work inside the same transaction; an error fails the whole batch.
  std::function<Expected<void>(Database&)> also = nullptr;
};

// Called per record with a view that dies with the call; an error ends the walk and is returned.
using RecordVisitor =
    std::function<Expected<void>(std::uint64_t sequence, std::string_view record)>;

// The only connection to journal.db, under an exclusive lock: a second process is refused. One
// thread at a time. After a failed append the object refuses further ones: what the caller decided
// is then ahead of the disk.
class JournalFile {
 public:
  // Creates an empty journal, or opens one and refuses what is damaged, shorter than its head,
  // another node's: the error names the records concerned, and the files are left as found.
  // A journal *longer* than its head is right: a crash came between commit and head, and the
  // surplus was never acknowledged.
  static Expected<std::unique_ptr<JournalFile>> open(JournalOptions options);

  // One transaction for all entries, then the head; durable when it returns. On error nothing of
  // the batch counts as acknowledged.
  Expected<void> append(std::span<const Entry> entries);

  // Calls the visitor for every record from `from_sequence` on (1 is the first), checking sequence,
  // CRC and chain before each call; stops after `max_records`. Linear, no allocation per record.
  Expected<void> read(std::uint64_t from_sequence, const RecordVisitor& visitor,
                      std::uint64_t max_records = std::numeric_limits<std::uint64_t>::max());

  // Sequence of the last record; 0 for an empty journal.
  [[nodiscard]] std::uint64_t last_sequence() const { return tip_.sequence; }
  // The chain's hash after record `sequence` (0: before the first); none beyond the end.
  Expected<std::optional<ChainHash>> chain_hash_at(std::uint64_t sequence);

  Expected<std::optional<std::string>> vault_get(std::string_view subject,
                                                 std::string_view field_class) {
    return vault_->get(subject, field_class);
  }
  Expected<void> vault_for_each(const VaultVisitor& visitor) { return vault_->for_each(visitor); }
  // One vault row that belongs to no record, in a transaction of its own; durable when it returns.
  Expected<void> vault_put(const VaultRow& row);
  // The same for an erasure; the WAL is wiped with the next checkpoint. Nothing there is fine.
  Expected<void> vault_erase(const VaultKey& key);
  // Deletes up to `limit` vault rows whose retention ended by `now_ms` and wipes the WAL; returns
  // their keys, fewer than `limit` when none is left.
  Expected<std::vector<VaultKey>> erase_expired(std::int64_t now_ms, std::size_t limit);

  // Moves the WAL into the database when it has grown over the limit, and wipes it at once after an
  // erasure. To be called after each append, when its acknowledgement is on its way: a checkpoint
  // takes milliseconds. An error harms nothing acknowledged; the next call tries again.
  Expected<void> checkpoint_if_due();

  // The connection, for tables named in extra_schema. Same thread rule.
  [[nodiscard]] Database& database() { return database_; }

 private:
  JournalFile(JournalOptions options, Database database)
      : options_(std::move(options)), database_(std::move(database)) {}

  Expected<void> configure();
  Expected<void> create_or_identify(const std::optional<JournalHead>& head);
  Expected<void> create();
  Expected<void> identify();
  Expected<void> find_tip();
  Expected<void> check_head(const std::optional<JournalHead>& head);
  Expected<void> prepare();
  Expected<void> verify();
  Expected<void> make_ready(const std::optional<JournalHead>& head);
  Expected<void> append_one(const Entry& entry, JournalHead& tip);
  Expected<void> commit(std::span<const Entry> entries);
  Expected<void> wipe_wal();
  [[nodiscard]] tl::unexpected<StoreError> refuse(StoreErrorCode code, std::string message) const {
    return failure(code, std::move(message), database_.path());
  }

  JournalOptions options_;
  Database database_;
  std::unique_ptr<HeadFile> head_file_;
  std::unique_ptr<Vault> vault_;
  Statement insert_, read_;
  ChainHash start_{};           // the chain before record 1
  JournalHead tip_;             // the last committed record
  std::int64_t wal_pages_ = 0;  // after the last commit
  bool is_new_ = false;
  bool failed_ = false;
  bool wipe_due_ = false;
};

}  // namespace goldenfour::store
