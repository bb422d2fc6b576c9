// journal.head: how far the journal was when it last acknowledged something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/store/chain.h"
#include "server/store/error.h"
#include "server/store/vfs_file.h"

namespace goldenfour::store {

struct JournalHead {
  std::uint64_t sequence = 0;
  ChainHash hash{};
};

// Two checksummed slots of 64 bytes, 4096 bytes apart, written in turn and synced: whichever write
// a power cut tears, the other slot still holds the head before it. Overwriting in place costs one
// fdatasync; write, rename and sync of the directory cost several times that (bench_store prints
// both). One thread at a time.
class HeadFile {
 public:
  // Creates an empty one if missing. `sync` false (tests only) leaves it to the operating system.
  static Expected<HeadFile> open(const std::string& path, const std::string& vfs, bool sync);

  // The newest valid head; none if both slots are empty or damaged.
  Expected<std::optional<JournalHead>> read();
  // Durable when it returns (if opened with sync).
  Expected<void> write(const JournalHead& head);

 private:
  HeadFile(VfsFile file, bool sync) : file_(std::move(file)), sync_(sync) {}
  VfsFile file_;
  bool sync_;
  int next_slot_ = 0;
};

}  // namespace goldenfour::store
