// The files of a FaultVfs: what the process believes of them, against what their disk holds.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "server/store/fault_vfs.h"

namespace goldenfour::store::fault {

inline constexpr std::uint64_t kSectorBytes = 512;
using Sector = std::array<char, kSectorBytes>;

// What the process believes of a file, against what its disk holds.
struct FileState {
  std::map<std::uint64_t, Sector> unsynced;  // by sector number
  std::uint64_t size = 0;                    // as seen through the VFS
  std::uint64_t disk_limit = 0;              // beyond it the real file's bytes were truncated away
  int open_files = 0;
  bool dirty = false;
};

struct Disk {
  std::string name;
  sqlite3_vfs* below = nullptr;
  sqlite3_vfs vfs{};
  std::mutex mutex;  // guards all that follows and every FileState
  std::map<std::string, std::shared_ptr<FileState>> files;
  std::uint64_t life = 0;  // counts power losses
  FaultPlan plan;
  FaultCounts since_plan;
  FaultCounts total;
};

struct OpenFile {
  sqlite3_file base{};
  Disk* disk = nullptr;
  sqlite3_file* real = nullptr;
  std::string path;  // empty: a temporary file, passed through
  std::shared_ptr<FileState> state;
  std::uint64_t life = 0;
};

// What SQLite calls on an OpenFile.
extern const sqlite3_io_methods kFileMethods;

// Writes one unsynced sector to the real file, cut at the file's size. An SQLite result.
int put_on_disk(OpenFile& file, std::uint64_t number, const Sector& sector);

}  // namespace goldenfour::store::fault
