#include "server/store/fault_file.h"

#include <algorithm>
#include <cstring>

namespace goldenfour::store::fault {
namespace {

OpenFile& open_file(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file);
}
bool is_dead(const OpenFile& file) {
  return file.life != file.disk->life;
}

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

}  // namespace

int put_on_disk(OpenFile& file, std::uint64_t number, const Sector& sector) {
  const std::uint64_t start = number * kSectorBytes;
  const auto length = static_cast<int>(std::min(kSectorBytes, file.state->size - start));
  return file.real->pMethods->xWrite(file.real, sector.data(), length,
                                     static_cast<sqlite3_int64>(start));
}

// Version 1: no shared memory and no mapping, which would both bypass the overlay. A database in
// WAL mode therefore needs locking_mode=EXCLUSIVE.
const sqlite3_io_methods kFileMethods = {1,
                                         close,
                                         read,
                                         write,
                                         truncate,
                                         sync,
                                         file_size,
                                         lock_file,
                                         unlock_file,
                                         check_reserved_lock,
                                         file_control,
                                         sector_size,
                                         device_characteristics,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr};

}  // namespace goldenfour::store::fault
