#include "server/store/snapshot.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "server/store/bytes.h"
#include "server/store/vfs_file.h"

namespace goldenfour::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "snapshot-";
constexpr std::string_view kMagic = "G4SNAP01";
constexpr std::size_t kChecksumBytes = 32;
// magic, sequence, size of the bytes, chain hash; then the checksum over these and the bytes.
constexpr std::size_t kHeaderBytes = kMagic.size() + 8 + 8 + sizeof(ChainHash);

std::string header_of(std::uint64_t sequence, std::uint64_t size, const ChainHash& hash) {
  std::string header(kMagic);
  put_little_endian(header, sequence);
  put_little_endian(header, size);
  header += bytes_of(hash);
  return header;
}

std::string checksum(std::string_view header, std::string_view bytes) {
  std::string sum(kChecksumBytes, '\0');
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, sum.size());
  for (const std::string_view part : {header, bytes}) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(sum.data()), sum.size());
  return sum;
}

Expected<void> sync_directory(const std::string& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return failure(StoreErrorCode::kIo, "cannot sync the directory", directory);
}

// The file's bytes if it is whole and of this history; else the reason why not.
tl::expected<std::string, std::string> load(
    const std::string& path, const SnapshotOptions& options, std::uint64_t sequence,
    const std::function<std::optional<ChainHash>(std::uint64_t)>& hash_at) {
  auto file = VfsFile::open(path, options.vfs);
  if (!file) return tl::unexpected(file.error().message);
  auto size = file->size();
  if (!size) return tl::unexpected(size.error().message);
  if (*size < kHeaderBytes + kChecksumBytes || *size > options.max_bytes) {
    return tl::unexpected<std::string>("has an impossible size");
  }
  auto content = file->read(0, *size);
  if (!content) return tl::unexpected(content.error().message);
  const std::string_view all = *content;
  const std::string_view header = all.substr(0, kHeaderBytes);
  const std::string_view bytes = all.substr(kHeaderBytes + kChecksumBytes);
  if (all.substr(kHeaderBytes, kChecksumBytes) != checksum(header, bytes)) {
    return tl::unexpected<std::string>("is damaged (checksum)");
  }
  const auto hash = hash_at(sequence);
  if (!hash || header != header_of(sequence, bytes.size(), *hash)) {
    return tl::unexpected<std::string>("belongs to another history than this journal");
  }
  return content->substr(kHeaderBytes + kChecksumBytes);
}

}  // namespace

Expected<void> SnapshotStore::save(const Snapshot& snapshot, const ChainHash& hash_at_sequence) {
  if (snapshot.bytes.size() > options_.max_bytes - kHeaderBytes - kChecksumBytes) {
    return failure(StoreErrorCode::kTooLarge, "snapshot over its limit", options_.directory);
  }
  const std::string path = path_of(snapshot.sequence);
  const std::string aside = path + ".new";
  {
    auto file = VfsFile::open(aside, options_.vfs);
    if (!file) return pass_on(file);
    const std::string header =
        header_of(snapshot.sequence, snapshot.bytes.size(), hash_at_sequence);
    auto done = file->truncate(0);
    if (done) done = file->write(0, header + checksum(header, snapshot.bytes));
    if (done) done = file->write(kHeaderBytes + kChecksumBytes, snapshot.bytes);
    if (done) done = file->sync();
    if (!done) return done;
  }
  std::error_code error;
  fs::rename(aside, path, error);
  if (error) return failure(StoreErrorCode::kIo, error.message(), path);
  auto synced = sync_directory(options_.directory);
  if (!synced) return synced;
  return remove_others(snapshot.sequence);
}

Expected<LoadedSnapshot> SnapshotStore::load_newest(
    const std::function<std::optional<ChainHash>(std::uint64_t)>& hash_at) {
  auto sequences = sequences_descending();
  if (!sequences) return pass_on(sequences);
  LoadedSnapshot result;
  for (const std::uint64_t sequence : *sequences) {
    auto bytes = load(path_of(sequence), options_, sequence, hash_at);
    if (bytes) {
      result.snapshot = Snapshot{sequence, std::move(*bytes)};
      break;
    }
    result.passed_over.push_back("snapshot-" + std::to_string(sequence) + " " + bytes.error());
  }
  return result;
}

Expected<std::vector<std::uint64_t>> SnapshotStore::sequences_descending() const {
  std::vector<std::uint64_t> sequences;
  std::error_code error;
  for (fs::directory_iterator entry(options_.directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(kPrefix)) continue;
    std::uint64_t sequence = 0;
    const char* last = name.data() + name.size();
    const auto parsed = std::from_chars(name.data() + kPrefix.size(), last, sequence);
    if (parsed.ec == std::errc{} && parsed.ptr == last) sequences.push_back(sequence);
  }
  if (error) return failure(StoreErrorCode::kIo, error.message(), options_.directory);
  std::sort(sequences.rbegin(), sequences.rend());
  return sequences;
}

std::string SnapshotStore::path_of(std::uint64_t sequence) const {
  return options_.directory + "/" + std::string(kPrefix) + std::to_string(sequence);
}

Expected<void> SnapshotStore::remove_others(std::uint64_t newest) {
  auto sequences = sequences_descending();
  if (!sequences) return pass_on(sequences);
  std::size_t kept = 0;
  for (const std::uint64_t sequence : *sequences) {
    // One beyond the newest was left by another history, from before a restored backup.
    if (sequence <= newest && kept++ < options_.keep) continue;
    std::error_code error;
    fs::remove(path_of(sequence), error);
    if (error) return failure(StoreErrorCode::kIo, error.message(), path_of(sequence));
  }
  return {};
}

}  // namespace goldenfour::store
