#include "server/store/head_file.h"

#include <algorithm>

#include "server/store/bytes.h"
#include "server/store/crc32c.h"

namespace goldenfour::store {
namespace {

constexpr std::uint64_t kSlotDistance = 4096;
constexpr int kSlots = 2;
constexpr std::size_t kBlockSize = 64;
constexpr std::string_view kMagic = "G4HEAD01";
constexpr std::size_t kSequenceAt = kMagic.size();
constexpr std::size_t kHashAt = kSequenceAt + 8;
constexpr std::size_t kChecksumAt = kBlockSize - 4;

std::string encode(const JournalHead& head) {
  std::string block(kMagic);
  put_little_endian(block, head.sequence);
  block += bytes_of(head.hash);
  block.resize(kChecksumAt, '\0');
  put_little_endian(block, crc32c(block));
  return block;
}

std::optional<JournalHead> decode(std::string_view block) {
  if (!block.starts_with(kMagic)) return std::nullopt;
  const auto checksum = get_little_endian<std::uint32_t>(block.substr(kChecksumAt));
  if (checksum != crc32c(block.substr(0, kChecksumAt))) return std::nullopt;
  JournalHead head;
  head.sequence = get_little_endian<std::uint64_t>(block.substr(kSequenceAt));
  std::copy_n(block.begin() + kHashAt, head.hash.size(), head.hash.begin());
  return head;
}

}  // namespace

Expected<HeadFile> HeadFile::open(const std::string& path, const std::string& vfs, bool sync) {
  auto file = VfsFile::open(path, vfs);
  if (!file) return pass_on(file);
  return HeadFile(std::move(*file), sync);
}

Expected<std::optional<JournalHead>> HeadFile::read() {
  std::optional<JournalHead> newest;
  for (int slot = 0; slot < kSlots; ++slot) {
    auto block = file_.read(slot * kSlotDistance, kBlockSize);
    if (!block) return pass_on(block);
    const auto head = decode(*block);
    if (head && (!newest || head->sequence > newest->sequence)) {
      newest = head;
      next_slot_ = 1 - slot;
    }
  }
  return newest;
}

Expected<void> HeadFile::write(const JournalHead& head) {
  auto written = file_.write(next_slot_ * kSlotDistance, encode(head));
  if (!written) return written;
  next_slot_ = 1 - next_slot_;
  return sync_ ? file_.sync() : Expected<void>{};
}

}  // namespace goldenfour::store
