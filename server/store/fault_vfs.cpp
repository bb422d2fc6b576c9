#include "server/store/fault_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>

namespace goldenfour::store {
namespace {

constexpr std::uint64_t kSectorBytes = 512;
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

OpenFile& open_file(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
bool is_dead(const OpenFile& file) { return file.life != file.disk->life; }

bool strikes(std::int64_t planned, std::int64_t count, bool forever) {
  return planned > 0 && (forever ? count >= planned : count == planned);
}

// Reads one sector as the process sees it.
int load(OpenFile& file, std::uint64_t number, Sector& sector) {
  FileState& state = *file.state;
  const auto found = state.unsynced.find(number);
  if (found != state.unsynced.end()) {
    sector = found->second;
    return SQLITE_OK;
  }
  sector.fill('\0');
  const std::uint64_t start = number * kSectorBytes;
  if (start >= state.disk_limit) return SQLITE_OK;
  const auto length = static_cast<int>(std::min(kSectorBytes, state.disk_limit - start));
  const int result = file.real->pMethods->xRead(file.real, sector.data(), length,
                                                static_cast<sqlite3_int64>(start));
  return result == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : result;
}

int read(sqlite3_file* handle, void* buffer, int amount, sqlite3_int64 offset) {
  OpenFile& file = open_file(handle);
  const std::lock_guard lock(file.disk->mutex);
  if (is_dead(file)) return SQLITE_IOERR_READ;
  auto* out = static_cast<char*>(buffer);
  const auto begin = static_cast<std::uint64_t>(offset);
  const std::uint64_t wanted_end = begin + static_cast<std::uint64_t>(amount);
  const std::uint64_t end = std::min(wanted_end, std::max(begin, file.state->size));
  std::memset(out, 0, static_cast<std::size_t>(amount));
  Sector sector;
  for (std::uint64_t at = begin; at < end;) {
    const int result = load(file, at / kSectorBytes, sector);
    if (result != SQLITE_OK) return result;
    const std::uint64_t within = at % kSectorBytes;
    const std::uint64_t length = std::min(kSectorBytes - within, end - at);
    std::memcpy(out + (at - begin), sector.data() + within, length);
    at += length;
  }
  return end == wanted_end ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* handle, const void* buffer, int amount, sqlite3_int64 offset) {
  OpenFile& file = open_file(handle);
  Disk& disk = *file.disk;
  const std::lock_guard lock(disk.mutex);
  if (is_dead(file)) return SQLITE_IOERR_WRITE;
  ++disk.total.writes;
  if (strikes(disk.plan.fail_write, ++disk.since_plan.writes, disk.plan.forever)) {
    return disk.plan.result;
  }
  FileState& state = *file.state;
  const auto* in = static_cast<const char*>(buffer);
  const auto begin = static_cast<std::uint64_t>(offset);
  const std::uint64_t end = begin + static_cast<std::uint64_t>(amount);
  for (std::uint64_t at = begin; at < end;) {
    const std::uint64_t number = at / kSectorBytes;
    Sector sector;
    const int result = load(file, number, sector);
    if (result != SQLITE_OK) return result;
    const std::uint64_t within = at % kSectorBytes;
    const std::uint64_t length = std::min(kSectorBytes - within, end - at);
    std::memcpy(sector.data() + within, in + (at - begin), length);
    state.unsynced[number] = sector;
    at += length;
  }
  state.size = std::max(state.size, end);
  state.dirty = true;
  return SQLITE_OK;
}

int truncate(sqlite3_file* handle, sqlite3_int64 wanted) {
  OpenFile& file = open_file(handle);
  const std::lock_guard lock(file.disk->mutex);
  if (is_dead(file)) return SQLITE_IOERR_TRUNCATE;
  FileState& state = *file.state;
  const auto size = static_cast<std::uint64_t>(wanted);
  const std::uint64_t cut = size / kSectorBytes;
  state.unsynced.erase(state.unsynced.lower_bound((size + kSectorBytes - 1) / kSectorBytes),
                       state.unsynced.end());
  const auto last = state.unsynced.find(cut);
  if (last != state.unsynced.end()) {
    std::fill(last->second.begin() + static_cast<std::ptrdiff_t>(size % kSectorBytes),
              last->second.end(), '\0');
  }
  state.disk_limit = std::min(state.disk_limit, size);
  state.size = size;
  state.dirty = true;
  return SQLITE_OK;
}

// Writes one sector to the real file, cut at the file's size.
int put_on_disk(OpenFile& file, std::uint64_t number, const Sector& sector) {
  const std::uint64_t start = number * kSectorBytes;
  const auto length = static_cast<int>(std::min(kSectorBytes, file.state->size - start));
  return file.real->pMethods->xWrite(file.real, sector.data(), length,
                                     static_cast<sqlite3_int64>(start));
}

int pass_to_disk(OpenFile& file) {
  FileState& state = *file.state;
  sqlite3_int64 real_size = 0;
  int result = file.real->pMethods->xFileSize(file.real, &real_size);
  const auto limit = static_cast<sqlite3_int64>(state.disk_limit);
  if (result == SQLITE_OK && real_size > limit) {
    result = file.real->pMethods->xTruncate(file.real, limit);
  }
  for (auto entry = state.unsynced.begin(); result == SQLITE_OK && entry != state.unsynced.end();
       ++entry) {
    result = put_on_disk(file, entry->first, entry->second);
  }
  if (result != SQLITE_OK) return result;
  state.unsynced.clear();
  state.disk_limit = state.size;
  state.dirty = false;
  return SQLITE_OK;
}

int sync(sqlite3_file* handle, int flags) {
  OpenFile& file = open_file(handle);
  Disk& disk = *file.disk;
  const std::lock_guard lock(disk.mutex);
  if (is_dead(file)) return SQLITE_IOERR_FSYNC;
  ++disk.total.syncs;
  if (strikes(disk.plan.fail_sync, ++disk.since_plan.syncs, disk.plan.forever)) {
    return disk.plan.result;
  }
  const int result = pass_to_disk(file);
  return result == SQLITE_OK ? file.real->pMethods->xSync(file.real, flags) : result;
}

int file_size(sqlite3_file* handle, sqlite3_int64* size) {
  OpenFile& file = open_file(handle);
  const std::lock_guard lock(file.disk->mutex);
  if (is_dead(file)) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(file.state->size);
  return SQLITE_OK;
}

int close(sqlite3_file* handle) {
  OpenFile& file = open_file(handle);
  Disk& disk = *file.disk;
  const std::lock_guard lock(disk.mutex);
  if (file.real->pMethods != nullptr) file.real->pMethods->xClose(file.real);
  // A clean file is forgotten, so that it can be changed from outside before it is opened again.
  if (--file.state->open_files == 0 && !file.state->dirty && !is_dead(file)) {
    disk.files.erase(file.path);
  }
  file.~OpenFile();
  return SQLITE_OK;
}

int lock_file(sqlite3_file* handle, int level) {
  sqlite3_file* real = open_file(handle).real;
  return real->pMethods->xLock(real, level);
}

int unlock_file(sqlite3_file* handle, int level) {
  sqlite3_file* real = open_file(handle).real;
  return real->pMethods->xUnlock(real, level);
}

int check_reserved_lock(sqlite3_file* handle, int* result) {
  sqlite3_file* real = open_file(handle).real;
  return real->pMethods->xCheckReservedLock(real, result);
}

int file_control(sqlite3_file* handle, int operation, void* argument) {
  // These would change the real file's size behind the overlay.
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE ||
      operation == SQLITE_FCNTL_MMAP_SIZE) {
    return SQLITE_NOTFOUND;
  }
  sqlite3_file* real = open_file(handle).real;
  return real->pMethods->xFileControl(real, operation, argument);
}

int sector_size(sqlite3_file* handle) {
  sqlite3_file* real = open_file(handle).real;
  return real->pMethods->xSectorSize(real);
}

int device_characteristics(sqlite3_file* handle) {
  sqlite3_file* real = open_file(handle).real;
  return real->pMethods->xDeviceCharacteristics(real);
}

// Version 1: no shared memory and no mapping, which would both bypass the overlay. A database in
// WAL mode therefore needs locking_mode=EXCLUSIVE.
constexpr sqlite3_io_methods kMethods = {
    1,         close,       read,        write,
    truncate,  sync,        file_size,   lock_file,
    unlock_file, check_reserved_lock, file_control, sector_size,
    device_characteristics,
    nullptr,   nullptr,     nullptr,     nullptr, nullptr, nullptr};

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* handle, int flags, int* out_flags) {
  auto& disk = *static_cast<Disk*>(vfs->pAppData);
  auto* file = new (handle) OpenFile;
  auto* real = reinterpret_cast<sqlite3_file*>(file + 1);
  real->pMethods = nullptr;
  int result = disk.below->xOpen(disk.below, path, real, flags, out_flags);
  const std::lock_guard lock(disk.mutex);
  sqlite3_int64 size = 0;
  if (result == SQLITE_OK) result = real->pMethods->xFileSize(real, &size);
  if (result != SQLITE_OK) {
    if (real->pMethods != nullptr) real->pMethods->xClose(real);
    file->~OpenFile();
    handle->pMethods = nullptr;
    return result;
  }
  file->path = path != nullptr ? path : "";
  auto& shared = disk.files[file->path];
  if (!shared || path == nullptr) {
    shared = std::make_shared<FileState>();
    shared->size = shared->disk_limit = static_cast<std::uint64_t>(size);
  }
  file->disk = &disk;
  file->real = real;
  file->state = shared;
  file->life = disk.life;
  ++shared->open_files;
  file->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  auto& disk = *static_cast<Disk*>(vfs->pAppData);
  const std::lock_guard lock(disk.mutex);
  disk.files.erase(path);
  return disk.below->xDelete(disk.below, path, sync_directory);
}

int access(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
  auto& disk = *static_cast<Disk*>(vfs->pAppData);
  const std::lock_guard lock(disk.mutex);
  const auto known = disk.files.find(path);
  if (flags == SQLITE_ACCESS_EXISTS && known != disk.files.end()) {
    *result = known->second->size > 0 ? 1 : 0;
    return SQLITE_OK;
  }
  return disk.below->xAccess(disk.below, path, flags, result);
}

// splitmix64: the next of a sequence that `state` alone decides.
std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t value = (state += 0x9e3779b97f4a7c15U);
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

// Lets a random part of one file's unsynced sectors reach the disk.
void save_survivors(sqlite3_vfs* below, const std::string& path, FileState& state,
                    std::uint64_t& random) {
  auto memory = std::make_unique<std::max_align_t[]>(
      static_cast<std::size_t>(below->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* real = reinterpret_cast<sqlite3_file*>(memory.get());
  std::string name = path + std::string(2, '\0');
  // Opened as a journal, which needs no name from SQLite's own allocator and takes no locks.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_SUPER_JOURNAL;
  if (below->xOpen(below, name.data(), real, flags, nullptr) != SQLITE_OK) return;
  OpenFile file;
  file.real = real;
  file.state = std::shared_ptr<FileState>(&state, [](FileState*) {});
  for (const auto& [number, sector] : state.unsynced) {
    if (next_random(random) % 2 == 0) put_on_disk(file, number, sector);
  }
  real->pMethods->xClose(real);
}

}  // namespace

struct FaultVfs::Impl : Disk {};

FaultVfs::FaultVfs(std::string name) : impl_(std::make_unique<Impl>()) {
  impl_->name = std::move(name);
  impl_->below = sqlite3_vfs_find(nullptr);
  if (impl_->below == nullptr) throw std::runtime_error("SQLite has no VFS");
  // All else is inherited: the platform's functions do not look at the object they are called on.
  impl_->vfs = *impl_->below;
  impl_->vfs.pNext = nullptr;
  impl_->vfs.zName = impl_->name.c_str();
  impl_->vfs.szOsFile = static_cast<int>(sizeof(OpenFile)) + impl_->below->szOsFile;
  impl_->vfs.pAppData = static_cast<Disk*>(impl_.get());
  impl_->vfs.xOpen = open;
  impl_->vfs.xDelete = remove;
  impl_->vfs.xAccess = access;
  if (sqlite3_vfs_register(&impl_->vfs, 0) != SQLITE_OK) {
    throw std::runtime_error("SQLite refused the VFS " + impl_->name);
  }
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&impl_->vfs); }

const std::string& FaultVfs::name() const { return impl_->name; }

void FaultVfs::set_plan(const FaultPlan& plan) {
  const std::lock_guard lock(impl_->mutex);
  impl_->plan = plan;
  impl_->since_plan = {};
}

FaultCounts FaultVfs::counts() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->total;
}

void FaultVfs::lose_power(Survivors survivors, std::uint64_t seed) {
  const std::lock_guard lock(impl_->mutex);
  if (survivors == Survivors::kRandom) {
    for (auto& [path, state] : impl_->files) {
      if (state->dirty && !path.empty()) save_survivors(impl_->below, path, *state, seed);
    }
  }
  impl_->files.clear();
  ++impl_->life;
}

std::size_t FaultVfs::unsynced_bytes() const {
  const std::lock_guard lock(impl_->mutex);
  std::size_t sectors = 0;
  for (const auto& [path, state] : impl_->files) sectors += state->unsynced.size();
  return sectors * kSectorBytes;
}

}  // namespace goldenfour::store
