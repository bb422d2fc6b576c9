#include "server/store/vfs_file.h"

#include <cstdlib>

#include "server/store/sqlite.h"

namespace goldenfour::store {

void VfsFile::Closer::operator()(sqlite3_file* file) const {
  if (file->pMethods != nullptr) file->pMethods->xClose(file);
  std::free(file);
}

Expected<VfsFile> VfsFile::open(const std::string& path, const std::string& vfs) {
  sqlite3_vfs* found = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
  if (found == nullptr) return failure(StoreErrorCode::kSql, "no such VFS: " + vfs, path);
  VfsFile file;
  file.path_ = path;
  file.name_.assign(path.begin(), path.end());
  file.name_.insert(file.name_.end(), 2, '\0');
  file.file_.reset(static_cast<sqlite3_file*>(std::calloc(1, found->szOsFile)));
  // The type "super-journal" is the one whose first xSync also syncs the directory.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_SUPER_JOURNAL;
  const int result = found->xOpen(found, file.name_.data(), file.file_.get(), flags, nullptr);
  if (result != SQLITE_OK) return tl::unexpected(file.error(result, "open"));
  return file;
}

Expected<std::uint64_t> VfsFile::size() const {
  sqlite3_int64 size = 0;
  const int result = file_->pMethods->xFileSize(file_.get(), &size);
  if (result != SQLITE_OK) return tl::unexpected(error(result, "size"));
  return static_cast<std::uint64_t>(size);
}

Expected<std::string> VfsFile::read(std::uint64_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  const int result = file_->pMethods->xRead(file_.get(), bytes.data(), static_cast<int>(size),
                                            static_cast<sqlite3_int64>(offset));
  // After a short read SQLite's contract is that the rest of the buffer is zeroed.
  if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ) {
    return tl::unexpected(error(result, "read"));
  }
  return bytes;
}

Expected<void> VfsFile::write(std::uint64_t offset, std::string_view bytes) {
  const int result =
      file_->pMethods->xWrite(file_.get(), bytes.data(), static_cast<int>(bytes.size()),
                              static_cast<sqlite3_int64>(offset));
  if (result != SQLITE_OK) return tl::unexpected(error(result, "write"));
  return {};
}

Expected<void> VfsFile::truncate(std::uint64_t size) {
  const int result = file_->pMethods->xTruncate(file_.get(), static_cast<sqlite3_int64>(size));
  if (result != SQLITE_OK) return tl::unexpected(error(result, "truncate"));
  return {};
}

Expected<void> VfsFile::sync() {
  const int result = file_->pMethods->xSync(file_.get(), SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  if (result != SQLITE_OK) return tl::unexpected(error(result, "sync"));
  return {};
}

StoreError VfsFile::error(int result, const char* doing) const {
  return StoreError{
      code_of(result),
      std::string(sqlite3_errstr(result)) + " (" + std::to_string(result) + "), " + doing, path_};
}

}  // namespace goldenfour::store
