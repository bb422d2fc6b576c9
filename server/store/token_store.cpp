#include "server/store/token_store.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace goldenfour::store {

const char* const kTokenSchema =
    "CREATE TABLE IF NOT EXISTS token (name TEXT PRIMARY KEY, role INTEGER NOT NULL,"
    " jurisdiction TEXT NOT NULL, responder TEXT NOT NULL, hash BLOB NOT NULL,"
    " created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, revoked INTEGER NOT NULL)"
    " WITHOUT ROWID, STRICT;";

namespace {

constexpr std::int64_t kNever = INT64_MAX;

std::string_view bytes(const ports::TokenHash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

tl::expected<ports::TokenRecord, std::string> read_row(const Statement& row) {
  ports::TokenRecord record;
  record.name = row.text(0);
  const std::int64_t role = row.integer(1);
  const std::string_view hash = row.blob(4);
  if (role < 1 || role > static_cast<int>(ports::TokenRole::kOperator) ||
      hash.size() != record.hash.size())
    return tl::unexpected("token '" + record.name + "' is stored wrongly");
  record.role = static_cast<ports::TokenRole>(role);
  record.jurisdiction = registry::JurisdictionId(std::string(row.text(2)));
  record.responder = registry::ResponderId(std::string(row.text(3)));
  std::copy(hash.begin(), hash.end(), record.hash.begin());
  record.created_at.since_epoch = registry::Duration(row.integer(5));
  if (row.integer(6) != kNever)
    record.expires_at = registry::WallTime{registry::Duration(row.integer(6))};
  record.revoked = row.integer(7) != 0;
  return record;
}

Expected<void> write_rows(Database& database, const std::vector<ports::TokenRecord>& records) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return tl::unexpected(transaction.error());
  auto insert = database.prepare("INSERT OR REPLACE INTO token VALUES (?,?,?,?,?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  for (const ports::TokenRecord& record : records) {
    insert->bind_text(1, record.name)
        .bind(2, static_cast<std::int64_t>(record.role))
        .bind_text(3, record.jurisdiction.value())
        .bind_text(4, record.responder.value())
        .bind_blob(5, bytes(record.hash))
        .bind(6, record.created_at.since_epoch.count())
        .bind(7, record.expires_at ? record.expires_at->since_epoch.count() : kNever)
        .bind(8, record.revoked ? 1 : 0);
    if (auto done = insert->run(); !done) return done;
  }
  return transaction->commit();
}

}  // namespace

tl::expected<std::vector<ports::TokenRecord>, std::string> SqliteTokenStore::load() {
  auto rows = journal_.file_at_start().database().prepare(
      "SELECT name, role, jurisdiction, responder, hash, created_ms, expires_ms, revoked"
      " FROM token ORDER BY name");
  if (!rows) return tl::unexpected(to_string(rows.error()));
  std::vector<ports::TokenRecord> records;
  while (true) {
    const auto more = rows->step();
    if (!more) return tl::unexpected(to_string(more.error()));
    if (!*more) return records;
    auto record = read_row(*rows);
    if (!record) return tl::unexpected(record.error());
    records.push_back(*std::move(record));
  }
}

void SqliteTokenStore::put(std::vector<ports::TokenRecord> records, ports::OnTokensStored done) {
  const auto told = std::make_shared<ports::OnTokensStored>(std::move(done));
  const bool queued = journal_.post([records = std::move(records), told](JournalFile& file) {
    const auto written = write_rows(file.database(), records);
    if (written) {
      (*told)({});
    } else {
      (*told)(tl::unexpected(to_string(written.error())));
    }
  });
  if (!queued) (*told)(tl::unexpected(std::string("the journal's queue is full")));
}

}  // namespace goldenfour::store
