// What the store's tests share: a directory that vanishes, entries, a reader.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "server/store/journal_file.h"

namespace goldenfour::store {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    // Power loss is simulated here, so the tests need not wait for a real disk.
    const std::filesystem::path memory = "/dev/shm";
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "goldenfour.XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  [[nodiscard]] std::string path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void overwrite(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Copies every file: what a crash at this moment would leave, as far as the kernel knows.
inline void copy_files(const TemporaryDirectory& from, const TemporaryDirectory& to) {
  std::filesystem::copy(
      from.path(), to.path(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
}

inline Entry entry(std::uint64_t sequence, std::string record = {}) {
  if (record.empty()) record = "record number " + std::to_string(sequence);
  return Entry{sequence, std::move(record), {}, {}, {}};
}

inline void append(JournalFile& journal, Entry added) {
  const auto done = journal.append({&added, 1});
  ASSERT_TRUE(done) << done.error().message;
}

inline void append_up_to(JournalFile& journal, std::uint64_t last) {
  while (journal.last_sequence() < last) append(journal, entry(journal.last_sequence() + 1));
}

inline JournalOptions options_in(const TemporaryDirectory& directory, std::string vfs = {}) {
  JournalOptions options;
  options.directory = directory.path();
  options.node_id = "n1";
  options.vfs = std::move(vfs);
  return options;
}

inline std::unique_ptr<JournalFile> open_or_fail(const JournalOptions& options) {
  auto journal = JournalFile::open(options);
  if (!journal) {
    ADD_FAILURE() << journal.error().message;
    std::abort();
  }
  return std::move(*journal);
}

inline std::map<std::uint64_t, std::string> all_records(JournalFile& journal) {
  std::map<std::uint64_t, std::string> records;
  const auto done = journal.read(1, [&](std::uint64_t sequence, std::string_view record) {
    records.emplace(sequence, record);
    return Expected<void>{};
  });
  EXPECT_TRUE(done) << done.error().message;
  return records;
}

}  // namespace goldenfour::store
