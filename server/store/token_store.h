#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/ports/tokens.h"
#include "server/store/journal.h"

namespace goldenfour::store {

/// The table of tokens, for JournalOptions::extra_schema.
extern const char* const kTokenSchema;

/// Tokens in journal.db, on the journal's own connection and thread.
class SqliteTokenStore final : public ports::TokenStore {
 public:
  /// `journal` must outlive the store and have been opened with kTokenSchema.
  explicit SqliteTokenStore(SqliteJournal& journal) : journal_(journal) {}

  /// Before the journal's replay().
  tl::expected<std::vector<ports::TokenRecord>, std::string> load() override;
  /// After the journal's replay().
  void put(std::vector<ports::TokenRecord> records, ports::OnTokensStored done) override;

 private:
  SqliteJournal& journal_;
};

}  // namespace goldenfour::store
