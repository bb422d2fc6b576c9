// State snapshots: opaque bytes that shorten the replay after a restart.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/chain.h"
#include "server/store/error.h"

namespace goldenfour::store {

struct Snapshot {
  std::uint64_t sequence = 0;  // the last record whose facts are in it
  std::string bytes;
};

struct LoadedSnapshot {
  std::optional<Snapshot> snapshot;      // none: replay from the first record
  std::vector<std::string> passed_over;  // why newer files were not taken, for the log
};

struct SnapshotOptions {
  std::string directory;
  std::string vfs;  // empty: the platform's own
  std::size_t keep = 2;
  std::size_t max_bytes = std::size_t{1} << 30;
};

// Files snapshot-<sequence>, each with a BLAKE2b checksum and the journal's chain hash at its
// sequence. A snapshot is only a shortcut: a damaged one, or one of another history, is passed over
// and never an error. No state in memory; one thread at a time per directory.
class SnapshotStore {
 public:
  explicit SnapshotStore(SnapshotOptions options) : options_(std::move(options)) {}

  // Written aside, synced, then renamed: the name never stands for half a snapshot. Keeps this
  // one and the `keep` - 1 before it, removes the rest.
  Expected<void> save(const Snapshot& snapshot, const ChainHash& hash_at_sequence);

  // The newest whole snapshot whose chain hash equals `hash_at(sequence)` (none: the journal does
  // not reach so far).
  Expected<LoadedSnapshot> load_newest(
      const std::function<std::optional<ChainHash>(std::uint64_t sequence)>& hash_at);

 private:
  [[nodiscard]] Expected<std::vector<std::uint64_t>> sequences_descending() const;
  [[nodiscard]] std::string path_of(std::uint64_t sequence) const;
  Expected<void> remove_others(std::uint64_t newest);
  SnapshotOptions options_;
};

}  // namespace goldenfour::store
