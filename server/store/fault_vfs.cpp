#include "server/store/fault_vfs.h"

#include <sqlite3.h>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <utility>

#include "server/store/fault_file.h"

namespace goldenfour::store {
namespace {

using fault::Disk;
using fault::FileState;
using fault::OpenFile;

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
  file->base.pMethods = &fault::kFileMethods;
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
    if (next_random(random) % 2 == 0) fault::put_on_disk(file, number, sector);
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

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&impl_->vfs);
}

const std::string& FaultVfs::name() const {
  return impl_->name;
}

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
  return sectors * fault::kSectorBytes;
}

}  // namespace goldenfour::store
