#include "server/store/vault.h"

#include <sodium.h>

#include <utility>

#include "server/store/bytes.h"

namespace goldenfour::store {
namespace {

// Each content is sealed with a key of its own, and erasing overwrites the key. Deleting alone is
// not enough: when SQLite moves rows between pages it leaves copies that secure_delete does not
// reach (measured: 1 of 700 erased rows could still be read in the file). Keys do not move: their
// rows are appended in order, have one size, and are overwritten in place, never deleted.
constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS vault(
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  class TEXT NOT NULL,
  retain_until_ms INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  UNIQUE(subject, class));
CREATE INDEX IF NOT EXISTS vault_retention ON vault(retain_until_ms);
CREATE TABLE IF NOT EXISTS vault_key(id INTEGER PRIMARY KEY, key BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS vault_shred AFTER DELETE ON vault BEGIN
  UPDATE vault_key SET key = zeroblob(32) WHERE id = old.id;
END;
CREATE TABLE IF NOT EXISTS erasure(
  subject TEXT NOT NULL,
  class TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY(subject, class)) WITHOUT ROWID;
)sql";

constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kKeyBytes == 32, "the trigger writes as many zeros");
// A key seals one content only, so the nonce need not differ.
constexpr unsigned char kNonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES] = {};

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Binds a content to its row: moved to another one, it does not open.
std::string context_of(std::string_view subject, std::string_view field_class,
                       std::int64_t retain_until_ms) {
  std::string context;
  put_little_endian(context, static_cast<std::uint64_t>(subject.size()));
  put_little_endian(context, retain_until_ms);
  context += subject;
  context += field_class;
  return context;
}

std::string seal(const VaultRow& row, const std::string& key) {
  const std::string context = context_of(row.subject, row.field_class, row.retain_until_ms);
  std::string sealed(row.content.size() + kTagBytes, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(sealed.data()), nullptr, raw(row.content),
      row.content.size(), raw(context), context.size(), nullptr, kNonce, raw(key));
  return sealed;
}

// Opens `sealed` into `content`, whose memory it reuses; false if a bit of the row has changed.
bool unseal(std::string_view sealed, std::string_view key, const std::string& context,
            std::string& content) {
  if (key.size() != kKeyBytes || sealed.size() < kTagBytes) return false;
  content.resize(sealed.size() - kTagBytes);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(
             reinterpret_cast<unsigned char*>(content.data()), nullptr, nullptr, raw(sealed),
             sealed.size(), raw(context), context.size(), kNonce, raw(key)) == 0;
}

}  // namespace

Expected<Vault> Vault::open(Database& database) {
  auto created = database.execute(kSchema);
  if (!created) return pass_on(created);
  Vault vault(database);
  auto prepared = vault.prepare();
  if (!prepared) return pass_on(prepared);
  return vault;
}

Expected<void> Vault::prepare() {
  const std::pair<Statement*, const char*> statements[] = {
      {&put_,
       "INSERT INTO vault(subject, class, retain_until_ms, sealed) VALUES(?1,?2,?3,?4) "
       "ON CONFLICT(subject, class) DO UPDATE SET retain_until_ms = ?3, sealed = ?4 RETURNING id"},
      {&put_key_,
       "INSERT INTO vault_key(id, key) VALUES(?1,?2) ON CONFLICT(id) DO UPDATE SET key = ?2"},
      {&erase_one_, "DELETE FROM vault WHERE subject = ?1 AND class = ?2"},
      {&erase_all_, "DELETE FROM vault WHERE subject = ?1"},
      {&note_erasure_,
       "INSERT INTO erasure(subject, class, sequence) VALUES(?1,?2,?3) "
       "ON CONFLICT(subject, class) DO UPDATE SET sequence = ?3"},
      {&expired_,
       "DELETE FROM vault WHERE id IN (SELECT id FROM vault WHERE retain_until_ms <= ?1 "
       "ORDER BY retain_until_ms, id LIMIT ?2) RETURNING subject, class"},
      {&get_,
       "SELECT sealed, key, retain_until_ms FROM vault JOIN vault_key USING(id) "
       "WHERE subject = ?1 AND class = ?2"},
      {&all_,
       "SELECT sealed, key, retain_until_ms, subject, class FROM vault JOIN vault_key USING(id) "
       "ORDER BY id"},
  };
  for (const auto& [slot, sql] : statements) {
    auto statement = database_->prepare(sql);
    if (!statement) return pass_on(statement);
    *slot = std::move(*statement);
  }
  return {};
}

Expected<void> Vault::put(const VaultRow& row) {
  std::string key(kKeyBytes, '\0');
  randombytes_buf(key.data(), key.size());
  const std::string sealed = seal(row, key);
  std::int64_t id = 0;
  {
    ResetAtExit reset_after(put_);
    put_.bind_text(1, row.subject)
        .bind_text(2, row.field_class)
        .bind(3, row.retain_until_ms)
        .bind_blob(4, sealed);
    auto stored = put_.step();
    if (!stored) return pass_on(stored);
    id = put_.integer(0);
  }
  auto kept = put_key_.bind(1, id).bind_blob(2, key).run();
  sodium_memzero(key.data(), key.size());
  return kept;
}

Expected<bool> Vault::erase(const VaultKey& key, std::uint64_t sequence) {
  Statement& statement = key.field_class.empty() ? erase_all_ : erase_one_;
  statement.bind_text(1, key.subject);
  if (!key.field_class.empty()) statement.bind_text(2, key.field_class);
  auto erased = statement.run();
  if (!erased) return pass_on(erased);
  if (sqlite3_changes(database_->handle()) == 0) return false;
  note_erasure_.bind_text(1, key.subject)
      .bind_text(2, key.field_class)
      .bind(3, static_cast<std::int64_t>(sequence));
  auto noted = note_erasure_.run();
  if (!noted) return pass_on(noted);
  return true;
}

Expected<std::vector<VaultKey>> Vault::erase_expired(std::int64_t now_ms, std::size_t limit) {
  ResetAtExit reset_after(expired_);
  expired_.bind(1, now_ms).bind(2, static_cast<std::int64_t>(limit));
  std::vector<VaultKey> keys;
  for (;;) {
    auto row = expired_.step();
    if (!row) return pass_on(row);
    if (!*row) return keys;
    keys.push_back({std::string(expired_.text(0)), std::string(expired_.text(1))});
  }
}

Expected<std::optional<std::string>> Vault::get(std::string_view subject,
                                                std::string_view field_class) {
  ResetAtExit reset_after(get_);
  get_.bind_text(1, subject).bind_text(2, field_class);
  auto row = get_.step();
  if (!row) return pass_on(row);
  if (!*row) return std::nullopt;
  std::string content;
  if (!unseal(get_.blob(0), get_.blob(1), context_of(subject, field_class, get_.integer(2)),
              content)) {
    return damaged(subject);
  }
  return content;
}

tl::unexpected<StoreError> Vault::damaged(std::string_view subject) const {
  return failure(StoreErrorCode::kCorrupt, "vault row of " + std::string(subject) + " is damaged",
                 database_->path());
}

Expected<void> Vault::for_each(const VaultVisitor& visitor) {
  ResetAtExit reset_after(all_);
  std::string content;
  for (;;) {
    auto row = all_.step();
    if (!row) return pass_on(row);
    if (!*row) return {};
    const VaultRowView view{all_.text(3), all_.text(4), content, all_.integer(2)};
    const std::string context = context_of(view.subject, view.field_class, view.retain_until_ms);
    if (!unseal(all_.blob(0), all_.blob(1), context, content)) return damaged(view.subject);
    auto visited = visitor({view.subject, view.field_class, content, view.retain_until_ms});
    if (!visited) return visited;
  }
}

Expected<void> Vault::verify() {
  std::int64_t opened = 0;
  auto rows = for_each([&](const VaultRowView&) {
    ++opened;
    return Expected<void>{};
  });
  if (!rows) return rows;
  auto stored = database_->integer("SELECT count(*) FROM vault");
  if (!stored) return pass_on(stored);
  if (*stored != opened) {
    return failure(StoreErrorCode::kCorrupt,
                   std::to_string(*stored - opened) + " vault rows have lost their keys",
                   database_->path());
  }
  auto check = database_->prepare("PRAGMA integrity_check('vault')");
  if (!check) return pass_on(check);
  auto row = check->step();
  if (!row) return pass_on(row);
  if (*row && check->text(0) == "ok") return {};
  return failure(StoreErrorCode::kCorrupt, "vault: " + std::string(check->text(0)),
                 database_->path());
}

}  // namespace goldenfour::store
