#include "server/store/sqlite.h"

namespace goldenfour::store {

StoreErrorCode code_of(int sqlite_result) {
  switch (sqlite_result & 0xff) {
    case SQLITE_FULL:
    case SQLITE_TOOBIG:
      return (sqlite_result & 0xff) == SQLITE_FULL ? StoreErrorCode::kFull
                                                   : StoreErrorCode::kTooLarge;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StoreErrorCode::kLocked;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return StoreErrorCode::kCorrupt;
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return StoreErrorCode::kSql;
    default:
      return StoreErrorCode::kIo;
  }
}

Statement& Statement::bind(int index, std::int64_t value) {
  const int result = sqlite3_bind_int64(handle_.get(), index, value);
  if (result != SQLITE_OK) bind_result_ = result;
  return *this;
}

Statement& Statement::bind_text(int index, std::string_view value) {
  // A null pointer would bind NULL; an empty text is meant.
  const char* data = value.data() != nullptr ? value.data() : "";
  const int result =
      sqlite3_bind_text64(handle_.get(), index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (result != SQLITE_OK) bind_result_ = result;
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view value) {
  const char* data = value.data() != nullptr ? value.data() : "";
  const int result = sqlite3_bind_blob64(handle_.get(), index, data, value.size(), SQLITE_STATIC);
  if (result != SQLITE_OK) bind_result_ = result;
  return *this;
}

Statement& Statement::bind_null(int index) {
  const int result = sqlite3_bind_null(handle_.get(), index);
  if (result != SQLITE_OK) bind_result_ = result;
  return *this;
}

Expected<bool> Statement::step() {
  const int result = bind_result_ != SQLITE_OK ? bind_result_ : sqlite3_step(handle_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  sqlite3* database = sqlite3_db_handle(handle_.get());
  const char* file = sqlite3_db_filename(database, "main");
  const int extended = bind_result_ != SQLITE_OK ? result : sqlite3_extended_errcode(database);
  return failure(code_of(extended),
                 std::string(sqlite3_errstr(extended)) + " (" + std::to_string(extended) +
                     ") in: " + sqlite3_sql(handle_.get()),
                 file != nullptr ? file : "");
}

Expected<void> Statement::run() {
  ResetAtExit reset_after(*this);
  for (;;) {
    auto row = step();
    if (!row) return pass_on(row);
    if (!*row) return {};
  }
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  bind_result_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string_view Statement::blob(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Expected<Database> Database::open(const DatabaseOptions& options) {
  const int access =
      options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int result =
      sqlite3_open_v2(options.path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX, options.vfs);
  Database database;
  database.handle_.reset(handle);
  database.path_ = options.path;
  if (result != SQLITE_OK) return tl::unexpected(database.error(result, "open"));
  sqlite3_extended_result_codes(handle, 1);
  return database;
}

Expected<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result != SQLITE_OK) return tl::unexpected(error(result, sql));
  return Statement(statement);
}

Expected<void> Database::execute(const std::string& sql) {
  const int result = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) return tl::unexpected(error(result, sql));
  return {};
}

Expected<std::int64_t> Database::integer(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return pass_on(statement);
  auto row = statement->step();
  if (!row) return pass_on(row);
  if (!*row) return failure(StoreErrorCode::kSql, "no row: " + std::string(sql), path_);
  return statement->integer(0);
}

StoreError Database::error(int result, std::string_view doing) const {
  std::string message = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(result);
  message += " (" + std::to_string(result) + ") in: ";
  message += doing;
  return StoreError{code_of(result), std::move(message), path_};
}

Expected<Transaction> Transaction::begin(Database& database) {
  auto begun = database.execute("BEGIN IMMEDIATE");
  if (!begun) return pass_on(begun);
  return Transaction(database);
}

Expected<void> Transaction::commit() {
  auto committed = database_->execute("COMMIT");
  if (!committed) return committed;
  database_ = nullptr;
  return {};
}

Transaction::~Transaction() {
  // After some errors SQLite has rolled back by itself; then this ROLLBACK is refused, harmlessly.
  if (database_ != nullptr && sqlite3_get_autocommit(database_->handle()) == 0) {
    sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace goldenfour::store
