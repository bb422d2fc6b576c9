// The built web clients in memory: read once at start, never changed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace goldenfour::net {

struct WebOptions {
  std::string root = {};                        // empty: no files are served
  std::size_t files = 4'096;                    // files and folders below root
  std::size_t file_bytes = 64 * 1024 * 1024;    // one file
  std::size_t total_bytes = 256 * 1024 * 1024;  // all of them, compressed variants included
  std::vector<std::string> tile_hosts = {};     // origins that maps may be loaded from
};

// "https://name[:port]" or "http://name[:port]", the first label of the name may be "*": what a
// Content-Security-Policy can list without ending early.
bool is_tile_host(std::string_view origin);

namespace web {

// In the order of preference when a client likes all of them as much.
enum class Coding : std::uint8_t { kBrotli, kGzip, kIdentity };
inline constexpr std::array<std::string_view, 3> kCodingNames{"br", "gzip", "identity"};

// One representation; `bytes` is null where the file has none in this coding.
struct Variant {
  std::shared_ptr<const std::string> bytes = {};
  std::string etag = {};  // quoted; the SHA-256 of the bytes
};

struct WebFile {
  std::string path = {};  // "/console/index.html"
  std::string_view media_type = {};
  bool immutable = false;       // the name changes with the content
  bool service_worker = false;  // its scope is its own folder
  std::array<Variant, kCodingNames.size()> variants = {};

  const Variant& in(Coding coding) const { return variants[static_cast<std::size_t>(coding)]; }
};

// Requests are answered from this table alone, so no path of a request ever reaches the file
// system. Immutable, so any thread.
class WebFiles {
 public:
  // The file of a request's decoded path; a path that ends in "/" means the index.html there. Null
  // when there is none. O(log n).
  const WebFile* find(std::string_view path) const;

  std::size_t size() const { return files_.size(); }
  std::size_t bytes() const { return bytes_; }  // of all variants

 private:
  friend class FileReader;
  std::map<std::string, WebFile, std::less<>> files_;
  std::size_t bytes_ = 0;
};

// Reads every file below options.root. "x.br" and "x.gz" beside "x" become its variants; what is
// text and has no "x.gz" is compressed here. Names that begin with a dot are left out, but for
// ".well-known". Blocks; at start, before any thread runs. The error names the file and the remedy:
// what cannot be read, is neither file nor folder, is a link to a folder or out of root, has
// characters that would need encoding in a URL, lies where the service itself answers ("v1",
// "metrics", ...), is a "x.gz" that does not hold x, or is beyond a limit.
tl::expected<std::shared_ptr<const WebFiles>, std::string> read_web_files(
    const WebOptions& options);

}  // namespace web
}  // namespace goldenfour::net
