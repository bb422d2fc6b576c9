// An SQLite VFS that loses power: what was not synced exists only in this process's memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace goldenfour::store {

// Which calls fail, counted over all files from the moment the plan is set (1: the next one). A
// failed call has no effect, and so do all later ones of its kind while `forever`.
struct FaultPlan {
  std::int64_t fail_write = 0;  // 0: never
  std::int64_t fail_sync = 0;
  bool forever = true;
  int result = 10;  // SQLITE_IOERR (10) or SQLITE_FULL (13)
};

struct FaultCounts {
  std::int64_t writes = 0;
  std::int64_t syncs = 0;
};

// What a power loss leaves of writes that were never synced.
enum class Survivors : std::uint8_t {
  kNone,    // nothing
  kRandom,  // any subset of their 512-byte sectors, as a real disk may have written them meanwhile
};

// Registered under `name` for as long as it lives, above the platform's own VFS. Writes and
// truncations go to an overlay in memory; xSync alone passes them to the real file. So kill -9 of
// the process, or lose_power() in a test, forgets precisely what was not synced. Opening and
// deleting files take effect at once. Files share one overlay per path, which outlives closing
// them. Must outlive all files opened through it. Thread-safe.
class FaultVfs {
 public:
  explicit FaultVfs(std::string name);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  [[nodiscard]] const std::string& name() const;

  void set_plan(const FaultPlan& plan);
  [[nodiscard]] FaultCounts counts() const;

  // Forgets unsynced content (but for survivors drawn from `seed`), and fails every call on files
  // still open, so that nothing of the old life reaches the disk. Files opened later work.
  void lose_power(Survivors survivors = Survivors::kNone, std::uint64_t seed = 0);

  // Bytes of unsynced pages held in memory.
  [[nodiscard]] std::size_t unsynced_bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace goldenfour::store
