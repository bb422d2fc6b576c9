// A plain file opened through an SQLite VFS, so that faults injected there reach it too.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/error.h"

namespace goldenfour::store {

// An open file. One thread at a time. Nothing written is durable before sync() has returned.
class VfsFile {
 public:
  // Opens for reading and writing, creates if missing; the first sync() also makes a new name
  // durable. `vfs` empty: the platform's own.
  static Expected<VfsFile> open(const std::string& path, const std::string& vfs);

  [[nodiscard]] Expected<std::uint64_t> size() const;
  // Reads `size` bytes at `offset`; the part beyond the end of the file is zeros.
  [[nodiscard]] Expected<std::string> read(std::uint64_t offset, std::size_t size) const;
  Expected<void> write(std::uint64_t offset, std::string_view bytes);
  Expected<void> truncate(std::uint64_t size);
  // Makes content durable (fdatasync or its equal).
  Expected<void> sync();

 private:
  struct Closer {
    void operator()(sqlite3_file* file) const;
  };
  VfsFile() = default;
  [[nodiscard]] StoreError error(int result, const char* doing) const;

  std::string path_;
  std::vector<char> name_;  // the name as SQLite wants it: two zero bytes at its end
  std::unique_ptr<sqlite3_file, Closer> file_;
};

}  // namespace goldenfour::store
