// The vault: personal particulars, one row per subject and field class, erasable one by one.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/error.h"
#include "server/store/sqlite.h"

namespace goldenfour::store {

// Retention date of rows that stay until they are erased by name.
inline constexpr std::int64_t kKeepUntilErased = std::numeric_limits<std::int64_t>::max();

struct VaultKey {
  std::string subject;
  std::string field_class;  // empty in an erasure: every class of the subject
  friend bool operator==(const VaultKey&, const VaultKey&) = default;
};

struct VaultRow {
  std::string subject;      // an identifier, itself not personal
  std::string field_class;  // what kind of content, so that each kind has its own retention
  std::string content;
  std::int64_t retain_until_ms = kKeepUntilErased;  // milliseconds since 1970 UTC
};

struct VaultRowView {
  std::string_view subject;
  std::string_view field_class;
  std::string_view content;
  std::int64_t retain_until_ms;
};

// Called per row with views that die with the call; an error ends the walk and is returned.
using VaultVisitor = std::function<Expected<void>(const VaultRowView&)>;

// The table's statements on the journal's connection, whose thread and transactions it shares.
// Content is sealed with a key per row: erasing overwrites the key, so that copies of the content
// which SQLite left in unused parts of the file are unreadable; and damage is an error, never
// somebody else's address.
class Vault {
 public:
  // Creates its tables if missing. `database` must outlive the result.
  static Expected<Vault> open(Database& database);

  // Inserts, or replaces content and retention.
  Expected<void> put(const VaultRow& row);
  // Deletes, and notes the key with the journal's sequence in the erasure list that a restored
  // backup must replay. False, and not noted, if there was no such row.
  Expected<bool> erase(const VaultKey& key, std::uint64_t sequence);
  // Deletes up to `limit` rows whose retention has ended, oldest first; returns their keys.
  Expected<std::vector<VaultKey>> erase_expired(std::int64_t now_ms, std::size_t limit);

  // None: never stored, or erased.
  Expected<std::optional<std::string>> get(std::string_view subject, std::string_view field_class);
  Expected<void> for_each(const VaultVisitor& visitor);
  // Checks every row and the index against each other. Linear.
  Expected<void> verify();

 private:
  explicit Vault(Database& database) : database_(&database) {}
  Expected<void> prepare();
  [[nodiscard]] tl::unexpected<StoreError> damaged(std::string_view subject) const;

  Database* database_;
  Statement put_, put_key_, erase_one_, erase_all_, note_erasure_, expired_, get_, all_;
};

}  // namespace goldenfour::store
