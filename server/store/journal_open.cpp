// Opening a journal: create or identify, find the tip, compare it with the head, verify.
#include <sodium.h>

#include <algorithm>

#include "server/store/crc32c.h"
#include "server/store/journal_file.h"

namespace goldenfour::store {
namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::size_t kJournalIdSize = 16;

constexpr const char* kSchema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE journal(
  seq INTEGER PRIMARY KEY,
  crc INTEGER NOT NULL,
  prev_hash BLOB NOT NULL,
  record BLOB NOT NULL);
)sql";

std::string range(std::uint64_t first, std::uint64_t last) {
  if (first == last) return "record " + std::to_string(first) + " is missing";
  return "records " + std::to_string(first) + " to " + std::to_string(last) + " are missing";
}

}  // namespace

Expected<std::unique_ptr<JournalFile>> JournalFile::open(JournalOptions options) {
  if (sodium_init() < 0) return failure(StoreErrorCode::kIo, "libsodium did not start", "");
  auto database = Database::open({.path = options.directory + "/journal.db",
                                  .vfs = options.vfs.empty() ? nullptr : options.vfs.c_str()});
  if (!database) return pass_on(database);
  std::unique_ptr<JournalFile> journal(new JournalFile(std::move(options), std::move(*database)));
  const JournalOptions& chosen = journal->options_;
  auto head_file = HeadFile::open(chosen.directory + "/journal.head", chosen.vfs,
                                  chosen.synchronous == Synchronous::kFull);
  if (!head_file) return pass_on(head_file);
  journal->head_file_ = std::make_unique<HeadFile>(std::move(*head_file));
  auto head = journal->head_file_->read();
  if (!head) return pass_on(head);

  auto done = journal->configure();
  if (done) done = journal->create_or_identify(*head);
  if (done) done = journal->find_tip();
  if (done) done = journal->check_head(*head);
  if (done) done = journal->prepare();
  if (done) done = journal->verify();
  // From here on the files may be changed: they are sound.
  if (done) done = journal->make_ready(*head);
  if (!done) return pass_on(done);
  return journal;
}

Expected<void> JournalFile::configure() {
  // A refused journal must stay as it was found, for whoever has to repair it.
  sqlite3_db_config(database_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(database_.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  auto configured = database_.execute(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;"
      "PRAGMA wal_autocheckpoint=0; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;"
      "PRAGMA cell_size_check=ON; PRAGMA synchronous=" +
      std::string(options_.synchronous == Synchronous::kFull ? "FULL" : "OFF"));
  // After the pragmas: one of them removes the hook.
  sqlite3_wal_hook(
      database_.handle(),
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<std::int64_t*>(pages) = count;
        return SQLITE_OK;
      },
      &wal_pages_);
  return configured;
}

Expected<void> JournalFile::create_or_identify(const std::optional<JournalHead>& head) {
  auto tables = database_.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return pass_on(tables);
  is_new_ = *tables == 0;
  if (is_new_ && head && head->sequence > 0) {
    return refuse(StoreErrorCode::kShorterThanHead,
                  "the journal is empty, but record " + std::to_string(head->sequence) +
                      " was acknowledged: " + range(1, head->sequence));
  }
  return is_new_ ? create() : identify();
}

Expected<void> JournalFile::create() {
  std::string id(kJournalIdSize, '\0');
  randombytes_buf(id.data(), id.size());
  auto transaction = Transaction::begin(database_);
  if (!transaction) return pass_on(transaction);
  auto created = database_.execute(kSchema);
  if (!created) return created;
  auto insert = database_.prepare(
      "INSERT INTO meta(name, value) VALUES('format', ?1), ('node', ?2), ('journal', ?3)");
  if (!insert) return pass_on(insert);
  auto inserted =
      insert->bind(1, kFormatVersion).bind_text(2, options_.node_id).bind_blob(3, id).run();
  if (!inserted) return inserted;
  start_ = chain_start(id);
  return transaction->commit();
}

Expected<void> JournalFile::identify() {
  auto format = database_.integer("SELECT value FROM meta WHERE name = 'format'");
  if (!format) return pass_on(format);
  if (*format != kFormatVersion) {
    return refuse(StoreErrorCode::kForeign, "format " + std::to_string(*format) +
                                                "; this program knows " +
                                                std::to_string(kFormatVersion));
  }
  auto identity = database_.prepare(
      "SELECT (SELECT value FROM meta WHERE name = 'node'),"
      "       (SELECT value FROM meta WHERE name = 'journal')");
  if (!identity) return pass_on(identity);
  auto row = identity->step();
  if (!row) return pass_on(row);
  if (identity->text(0) != options_.node_id) {
    return refuse(StoreErrorCode::kForeign, "this is the journal of node \"" +
                                                std::string(identity->text(0)) + "\", not of \"" +
                                                options_.node_id + "\"");
  }
  start_ = chain_start(identity->blob(1));
  return {};
}

Expected<void> JournalFile::find_tip() {
  auto last = database_.prepare(
      "SELECT seq, crc, prev_hash, record FROM journal ORDER BY seq DESC LIMIT 1");
  if (!last) return pass_on(last);
  auto row = last->step();
  if (!row) return pass_on(row);
  tip_ = JournalHead{0, start_};
  if (!*row) return {};
  const auto sequence = static_cast<std::uint64_t>(last->integer(0));
  const std::string_view record = last->blob(3);
  const std::string_view previous = last->blob(2);
  if (previous.size() != sizeof(ChainHash) ||
      crc32c(record) != static_cast<std::uint32_t>(last->integer(1))) {
    return refuse(StoreErrorCode::kCorrupt,
                  "record " + std::to_string(sequence) + ", the last, is damaged (CRC32C)");
  }
  ChainHash previous_hash;
  std::copy(previous.begin(), previous.end(), previous_hash.begin());
  tip_ = JournalHead{sequence, chain_next(previous_hash, sequence, record)};
  return {};
}

Expected<void> JournalFile::check_head(const std::optional<JournalHead>& head) {
  if (!head) {
    if (tip_.sequence == 0) return {};
    return refuse(StoreErrorCode::kHeadUnreadable,
                  "journal.head is missing or damaged, so records after " +
                      std::to_string(tip_.sequence) + " could be missing unnoticed");
  }
  if (head->sequence > tip_.sequence) {
    return refuse(StoreErrorCode::kShorterThanHead,
                  "the journal ends at record " + std::to_string(tip_.sequence) + ", but record " +
                      std::to_string(head->sequence) +
                      " was acknowledged: " + range(tip_.sequence + 1, head->sequence));
  }
  if (is_new_) return {};  // the head of an empty journal that somebody removed
  auto hash = chain_hash_at(head->sequence);
  if (!hash) return pass_on(hash);
  if (*hash != std::optional<ChainHash>(head->hash)) {
    return refuse(StoreErrorCode::kChainBroken,
                  "record " + std::to_string(head->sequence) +
                      " is not the one that was acknowledged (journal.head has another hash)");
  }
  return {};
}

Expected<void> JournalFile::prepare() {
  auto vault = Vault::open(database_);
  if (!vault) return pass_on(vault);
  vault_ = std::make_unique<Vault>(std::move(*vault));
  auto insert =
      database_.prepare("INSERT INTO journal(seq, crc, prev_hash, record) VALUES(?1,?2,?3,?4)");
  if (!insert) return pass_on(insert);
  insert_ = std::move(*insert);
  auto read = database_.prepare(
      "SELECT seq, crc, prev_hash, record FROM journal WHERE seq >= ?1 ORDER BY seq");
  if (!read) return pass_on(read);
  read_ = std::move(*read);
  return {};
}

Expected<void> JournalFile::verify() {
  if (options_.verify == VerifyAtOpen::kTail) return vault_->verify();
  auto records = read(1, [](std::uint64_t, std::string_view) { return Expected<void>{}; });
  return records ? vault_->verify() : records;
}

Expected<void> JournalFile::make_ready(const std::optional<JournalHead>& head) {
  if (!options_.extra_schema.empty()) {
    auto created = database_.execute(options_.extra_schema);
    if (!created) return created;
  }
  if (is_new_ || !head || head->sequence < tip_.sequence) {
    auto written = head_file_->write(tip_);
    if (!written) return written;
  }
  // A power cut may have undone the truncation of a WAL that held erased rows.
  return wipe_wal();
}

Expected<std::optional<ChainHash>> JournalFile::chain_hash_at(std::uint64_t sequence) {
  if (sequence > tip_.sequence) return std::nullopt;
  if (sequence == tip_.sequence) return tip_.hash;
  if (sequence == 0) return start_;
  auto successor = database_.prepare("SELECT prev_hash FROM journal WHERE seq = ?1");
  if (!successor) return pass_on(successor);
  auto row = successor->bind(1, static_cast<std::int64_t>(sequence + 1)).step();
  if (!row) return pass_on(row);
  const std::string_view stored = *row ? successor->blob(0) : std::string_view{};
  if (stored.size() != sizeof(ChainHash)) {
    return refuse(StoreErrorCode::kChainBroken, range(sequence + 1, sequence + 1));
  }
  ChainHash hash;
  std::copy(stored.begin(), stored.end(), hash.begin());
  return hash;
}

}  // namespace goldenfour::store
