// A thin owner of SQLite's handles: errors become values, nothing else changes.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/store/error.h"

namespace goldenfour::store {

// A prepared statement. Must not outlive its Database. Used by one thread at a time.
class Statement {
 public:
  // Stands for none; nothing may be done with it but assigning.
  Statement() = default;

  // Parameters count from 1. Text and blobs are not copied: they must live until the next reset().
  // An error of a bind is reported by the following step().
  Statement& bind(int index, std::int64_t value);
  Statement& bind_text(int index, std::string_view value);
  Statement& bind_blob(int index, std::string_view value);
  Statement& bind_null(int index);

  // True if a row is ready, false at the end.
  Expected<bool> step();
  // step() until the end, then reset(): for statements whose rows do not matter.
  Expected<void> run();
  // Makes it ready for new parameters; releases read locks.
  void reset();

  // Columns count from 0. Views are valid until the next step() or reset().
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;

 private:
  friend class Database;
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : handle_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
  int bind_result_ = SQLITE_OK;
};

// Resets a statement at the end of a scope, so that an early return leaves no open read.
class ResetAtExit {
 public:
  explicit ResetAtExit(Statement& statement) : statement_(statement) {}
  ~ResetAtExit() { statement_.reset(); }
  ResetAtExit(const ResetAtExit&) = delete;
  ResetAtExit& operator=(const ResetAtExit&) = delete;

 private:
  Statement& statement_;
};

struct DatabaseOptions {
  std::string path;
  const char* vfs = nullptr;  // name; null: the platform's own
  bool read_only = false;
};

// One connection without SQLite's own mutexes: at any time only one thread may use it and its
// statements.
class Database {
 public:
  // Opens, or creates unless read_only. SQLite reads the file only at the first statement.
  static Expected<Database> open(const DatabaseOptions& options);

  Expected<Statement> prepare(std::string_view sql);
  // Runs statements separated by semicolons and ignores rows.
  Expected<void> execute(const std::string& sql);
  // First column of the first row; an error if there is no row.
  Expected<std::int64_t> integer(std::string_view sql);

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  // The error that SQLite's result code stands for on this connection.
  [[nodiscard]] StoreError error(int result, std::string_view doing) const;

 private:
  struct Closer {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Closer> handle_;
  std::string path_;
};

// BEGIN IMMEDIATE ... COMMIT; rolls back unless committed. The Database must outlive it.
class Transaction {
 public:
  static Expected<Transaction> begin(Database& database);
  Expected<void> commit();
  ~Transaction();
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

// Maps an SQLite result code (extended or primary) to ours.
StoreErrorCode code_of(int sqlite_result);

}  // namespace goldenfour::store
