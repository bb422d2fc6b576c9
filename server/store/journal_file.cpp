#include "server/store/journal_file.h"

#include "server/store/crc32c.h"

namespace goldenfour::store {

Expected<void> JournalFile::append(std::span<const Entry> entries) {
  if (failed_) {
    return refuse(StoreErrorCode::kFailedEarlier, "a commit failed before; restart the process");
  }
  if (entries.empty()) return {};
  auto committed = commit(entries);
  failed_ = !committed;
  return committed;
}

Expected<void> JournalFile::commit(std::span<const Entry> entries) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return pass_on(transaction);
  JournalHead tip = tip_;
  for (const Entry& entry : entries) {
    auto appended = append_one(entry, tip);
    if (!appended) return appended;
  }
  auto committed = transaction->commit();
  if (!committed) return committed;
  tip_ = tip;
  // Only now, so that the head is never ahead of the journal; and before the acknowledgement, so
  // that no acknowledged record can be lost unnoticed.
  return head_file_->write(tip_);
}

Expected<void> JournalFile::append_one(const Entry& entry, JournalHead& tip) {
  if (entry.sequence != tip.sequence + 1) {
    return refuse(StoreErrorCode::kOutOfSequence, "record " + std::to_string(entry.sequence) +
                                                      " does not follow record " +
                                                      std::to_string(tip.sequence));
  }
  if (entry.record.size() > options_.max_record_bytes) {
    return refuse(StoreErrorCode::kTooLarge, "record " + std::to_string(entry.sequence) + " has " +
                                                 std::to_string(entry.record.size()) + " bytes");
  }
  insert_.bind(1, static_cast<std::int64_t>(entry.sequence))
      .bind(2, crc32c(entry.record))
      .bind_blob(3, bytes_of(tip.hash))
      .bind_blob(4, entry.record);
  auto done = insert_.run();
  for (const VaultRow& row : entry.vault) {
    if (!done) return done;
    if (row.content.size() > options_.max_vault_content_bytes) {
      return refuse(StoreErrorCode::kTooLarge, "vault row of record " +
                                                   std::to_string(entry.sequence) + " has " +
                                                   std::to_string(row.content.size()) + " bytes");
    }
    done = vault_->put(row);
  }
  for (const VaultKey& key : entry.erase) {
    if (!done) return done;
    auto erased = vault_->erase(key, entry.sequence);
    if (!erased) return pass_on(erased);
    wipe_due_ = wipe_due_ || *erased;
  }
  if (done && entry.also) done = entry.also(database_);
  if (!done) return done;
  tip = JournalHead{entry.sequence, chain_next(tip.hash, entry.sequence, entry.record)};
  return {};
}

Expected<void> JournalFile::read(std::uint64_t from_sequence, const RecordVisitor& visitor,
                                 std::uint64_t max_records) {
  if (from_sequence == 0) from_sequence = 1;
  if (from_sequence > tip_.sequence) return {};
  auto before = chain_hash_at(from_sequence - 1);
  if (!before) return pass_on(before);
  ChainHash expected = before->value_or(start_);
  std::uint64_t next = from_sequence;
  ResetAtExit reset_after(read_);
  read_.bind(1, static_cast<std::int64_t>(from_sequence));
  for (;; ++next) {
    if (next - from_sequence == max_records) return {};
    auto row = read_.step();
    if (!row) {
      row.error().message = "after record " + std::to_string(next - 1) + ": " + row.error().message;
      return pass_on(row);
    }
    if (!*row) break;
    const auto sequence = static_cast<std::uint64_t>(read_.integer(0));
    const std::string_view record = read_.blob(3);
    if (sequence != next) {
      return refuse(StoreErrorCode::kChainBroken, "records " + std::to_string(next) + " to " +
                                                      std::to_string(sequence - 1) +
                                                      " are missing");
    }
    if (crc32c(record) != static_cast<std::uint32_t>(read_.integer(1))) {
      return refuse(StoreErrorCode::kCorrupt,
                    "record " + std::to_string(sequence) + " is damaged (CRC32C)");
    }
    if (read_.blob(2) != bytes_of(expected)) {
      return refuse(StoreErrorCode::kChainBroken, "the chain breaks between records " +
                                                      std::to_string(sequence - 1) + " and " +
                                                      std::to_string(sequence));
    }
    expected = chain_next(expected, sequence, record);
    auto visited = visitor(sequence, record);
    if (!visited) return visited;
  }
  if (next - 1 != tip_.sequence || expected != tip_.hash) {
    return refuse(StoreErrorCode::kChainBroken, "records " + std::to_string(next) + " to " +
                                                    std::to_string(tip_.sequence) + " are missing");
  }
  return {};
}

Expected<void> JournalFile::vault_put(const VaultRow& row) {
  if (row.content.size() > options_.max_vault_content_bytes)
    return refuse(StoreErrorCode::kTooLarge,
                  "vault row has " + std::to_string(row.content.size()) + " bytes");
  auto transaction = Transaction::begin(database_);
  if (!transaction) return pass_on(transaction);
  auto done = vault_->put(row);
  if (!done) return done;
  return transaction->commit();
}

Expected<void> JournalFile::vault_erase(const VaultKey& key) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return pass_on(transaction);
  auto erased = vault_->erase(key, tip_.sequence);
  if (!erased) return pass_on(erased);
  auto committed = transaction->commit();
  if (!committed) return committed;
  wipe_due_ = wipe_due_ || *erased;
  return {};
}

Expected<std::vector<VaultKey>> JournalFile::erase_expired(std::int64_t now_ms, std::size_t limit) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return pass_on(transaction);
  auto keys = vault_->erase_expired(now_ms, limit);
  if (!keys) return keys;
  auto committed = transaction->commit();
  if (!committed) return pass_on(committed);
  if (keys->empty() && !wipe_due_) return keys;
  wipe_due_ = true;
  auto wiped = wipe_wal();
  if (!wiped) return pass_on(wiped);
  return keys;
}

Expected<void> JournalFile::checkpoint_if_due() {
  if (wipe_due_) return wipe_wal();
  if (wal_pages_ < options_.checkpoint_pages) return {};
  // Leaves the WAL's file as long as it is: overwriting is cheaper than growing it anew.
  const int result = sqlite3_wal_checkpoint_v2(database_.handle(), "main",
                                               SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (result != SQLITE_OK) return tl::unexpected(database_.error(result, "checkpoint"));
  wal_pages_ = 0;
  return {};
}

Expected<void> JournalFile::wipe_wal() {
  const int result = sqlite3_wal_checkpoint_v2(database_.handle(), "main",
                                               SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (result != SQLITE_OK) return tl::unexpected(database_.error(result, "checkpoint"));
  // SQLite leaves the truncation to the operating system; erased content must not come back.
  sqlite3_file* wal = nullptr;
  sqlite3_file_control(database_.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER,
                       static_cast<void*>(&wal));
  if (wal != nullptr && wal->pMethods != nullptr && options_.synchronous == Synchronous::kFull) {
    const int synced = wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL);
    if (synced != SQLITE_OK) return tl::unexpected(database_.error(synced, "sync of the WAL"));
  }
  wal_pages_ = 0;
  wipe_due_ = false;
  return {};
}

}  // namespace goldenfour::store
