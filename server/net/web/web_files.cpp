#include "server/net/web/web_files.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "server/net/web/folder_walk.h"
#include "server/net/web/gzip.h"
#include "server/net/web/media_types.h"

namespace goldenfour::net {
namespace {

bool is_name_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool is_tile_host(std::string_view origin) {
  if (!origin.starts_with("https://") && !origin.starts_with("http://")) return false;
  origin.remove_prefix(origin.find("//") + 2);
  if (origin.starts_with("*.")) origin.remove_prefix(2);
  const std::size_t colon = std::min(origin.find(':'), origin.size());
  const std::string_view name = origin.substr(0, colon);
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_char)) return false;
  if (colon == origin.size()) return true;
  const std::string_view port = origin.substr(colon + 1);
  return !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
}

namespace web {
namespace {

constexpr std::size_t kWorthPacking = 512;  // less saves no packet

std::string etag_of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return '"' + std::string(text.data()) + '"';
}

}  // namespace

const WebFile* WebFiles::find(std::string_view path) const {
  const bool is_folder = path.ends_with('/');
  const auto found = is_folder ? files_.find(std::string(path) + "index.html") : files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

// Fills one WebFiles; stops at the first error.
class FileReader {
 public:
  FileReader(const WebOptions& options, const FoundFiles& found)
      : options_(options), found_(found) {}

  tl::expected<std::shared_ptr<const WebFiles>, std::string> run() {
    for (const auto& [path, place] : found_) {
      if (is_variant(path)) continue;
      if (const auto done = add(path); !done) return tl::make_unexpected(done.error());
    }
    return std::make_shared<const WebFiles>(std::move(files_));
  }

 private:
  using Step = tl::expected<void, std::string>;
  using Bytes = tl::expected<std::optional<std::string>, std::string>;

  bool is_variant(std::string_view path) const {
    return (path.ends_with(".br") || path.ends_with(".gz")) &&
           found_.contains(std::string(path.substr(0, path.size() - 3)));
  }

  // Nothing when there is no such file.
  Bytes read(const std::string& path) const {
    const auto found = found_.find(path);
    if (found == found_.end()) return std::nullopt;
    auto content = read_whole(found->second, options_.file_bytes);
    if (!content) return tl::make_unexpected(content.error());
    return *std::move(content);
  }

  Bytes packed(const std::string& path, const std::string& plain) const {
    auto given = read(path + ".gz");
    if (!given) return given;
    if (*given && !gzip_holds(**given, plain))
      return tl::make_unexpected("'" + found_.at(path + ".gz").string() +
                                 "' does not hold the file beside it; compress it again");
    if (*given || !media_type_of(path).compressible || plain.size() < kWorthPacking) return given;
    auto made = gzip(plain);
    if (made && made->size() > plain.size() - plain.size() / 10) made.reset();
    return made;
  }

  Step add(const std::string& path) {
    WebFile file;
    file.path = path;
    file.media_type = media_type_of(path).name;
    file.immutable = is_immutable(path);
    file.service_worker = is_service_worker(path);
    auto plain = read(path);
    if (!plain) return tl::make_unexpected(plain.error());
    auto small = packed(path, **plain);
    if (!small) return tl::make_unexpected(small.error());
    auto smaller = read(path + ".br");
    if (!smaller) return tl::make_unexpected(smaller.error());
    for (auto& [coding, bytes] :
         {std::pair{Coding::kIdentity, &*plain}, std::pair{Coding::kGzip, &*small},
          std::pair{Coding::kBrotli, &*smaller}}) {
      if (*bytes) put(file, coding, **bytes);
    }
    files_.files_.emplace(path, std::move(file));
    if (files_.bytes_ <= options_.total_bytes) return {};
    return tl::make_unexpected("'" + options_.root + "' holds more than " +
                               std::to_string(options_.total_bytes) +
                               " bytes; raise web.total_bytes or leave files out");
  }

  void put(WebFile& file, Coding coding, std::string& bytes) {
    Variant& variant = file.variants[static_cast<std::size_t>(coding)];
    variant.etag = etag_of(bytes);
    files_.bytes_ += bytes.size();
    variant.bytes = std::make_shared<const std::string>(std::move(bytes));
  }

  const WebOptions& options_;
  const FoundFiles& found_;
  WebFiles files_;
};

tl::expected<std::shared_ptr<const WebFiles>, std::string> read_web_files(
    const WebOptions& options) {
  const auto found = walk_folder(options.root, options.files);
  if (!found) return tl::make_unexpected(found.error());
  return FileReader(options, *found).run();
}

}  // namespace web
}  // namespace goldenfour::net
