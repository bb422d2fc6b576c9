#include "server/net/web/folder_walk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace goldenfour::net::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDepth = 16;
constexpr std::size_t kPathBytes = 512;
// Where the service itself answers; a file there would never be seen.
constexpr std::array<std::string_view, 5> kReserved{"v1", "admin", "livez", "readyz", "metrics"};

tl::unexpected<std::string> refuse(const fs::path& path, const std::string& why) {
  return tl::make_unexpected("'" + path.string() + "' " + why);
}

tl::unexpected<std::string> unreadable(const fs::path& path, const std::error_code& error) {
  return refuse(path, "cannot be read: " + error.message());
}

// What stands in a URL as it is.
bool is_plain_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~@+").find(c) != std::string_view::npos;
  });
}

bool lies_below(const fs::path& path, const fs::path& root) {
  const auto [end, ignored] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return end == root.end();
}

struct Folder {
  fs::path place;
  std::string path;  // "" for the root
  std::size_t depth = 0;
};

class Walk {
 public:
  Walk(fs::path root, std::size_t limit) : root_(std::move(root)), limit_(limit) {}

  tl::expected<FoundFiles, std::string> run() {
    folders_.push_back({root_, "", 0});
    while (!folders_.empty()) {
      const Folder folder = std::move(folders_.back());
      folders_.pop_back();
      if (const auto done = enter(folder); !done) return tl::make_unexpected(done.error());
    }
    return std::move(found_);
  }

 private:
  using Step = tl::expected<void, std::string>;

  Step enter(const Folder& folder) {
    std::error_code error;
    fs::directory_iterator entries(folder.place, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      if (const auto done = visit(folder, *entries); !done) return done;
    }
    if (error) return unreadable(folder.place, error);
    return {};
  }

  Step visit(const Folder& folder, const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    if (++seen_ > limit_)
      return refuse(root_, "holds more than " + std::to_string(limit_) +
                               " files and folders; raise web.files or name another folder");
    if (name.starts_with('.') && name != ".well-known") return {};
    if (!is_plain_name(name))
      return refuse(entry.path(), "has a name that would need encoding in a URL; rename it");
    if (folder.path.empty() && std::ranges::find(kReserved, name) != kReserved.end())
      return refuse(entry.path(), "lies where the service itself answers; move it");
    const std::string path = folder.path + '/' + name;
    if (path.size() > kPathBytes) return refuse(entry.path(), "has a path that is too long");
    return take(folder, entry, path);
  }

  Step take(const Folder& folder, const fs::directory_entry& entry, const std::string& path) {
    std::error_code error;
    const bool is_link = entry.is_symlink(error);
    const fs::path place = error ? fs::path() : fs::canonical(entry.path(), error);
    const fs::file_status status = error ? fs::file_status() : fs::status(place, error);
    if (error) return unreadable(entry.path(), error);
    if (!lies_below(place, root_))
      return refuse(entry.path(), "is a link that leaves the folder; copy what it names instead");
    if (fs::is_directory(status)) {
      if (is_link) return refuse(entry.path(), "is a link to a folder; copy the folder instead");
      if (folder.depth + 1 == kDepth) return refuse(entry.path(), "lies too deep");
      folders_.push_back({place, path, folder.depth + 1});
      return {};
    }
    if (!fs::is_regular_file(status))
      return refuse(entry.path(), "is neither a file nor a folder; remove it");
    found_.emplace(path, place);
    return {};
  }

  const fs::path root_;
  const std::size_t limit_;
  std::size_t seen_ = 0;
  std::vector<Folder> folders_;
  FoundFiles found_;
};

// Closes what it holds.
struct Descriptor {
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
  int value = -1;
};

}  // namespace

tl::expected<FoundFiles, std::string> walk_folder(const std::string& root, std::size_t limit) {
  std::error_code error;
  const fs::path place = fs::canonical(root, error);
  if (error) return unreadable(root, error);
  if (!fs::is_directory(place, error)) return refuse(root, "is not a folder");
  return Walk(place, limit).run();
}

bool is_reserved(std::string_view path) {
  path.remove_prefix(std::min<std::size_t>(path.size(), 1));
  const std::string_view first = path.substr(0, path.find('/'));
  return std::ranges::find(kReserved, first) != kReserved.end();
}

tl::expected<std::string, std::string> read_whole(const fs::path& path, std::size_t limit) {
  const auto failed = [&path] {
    return unreadable(path, std::error_code(errno, std::generic_category()));
  };
  const Descriptor file{
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)};
  struct stat about{};
  if (file.value < 0 || ::fstat(file.value, &about) != 0) return failed();
  if (!S_ISREG(about.st_mode)) return refuse(path, "is not a file");
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size > limit)
    return refuse(path, "has more than " + std::to_string(limit) + " bytes; raise web.file_bytes");
  std::string content(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::read(file.value, content.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    if (got == 0) return refuse(path, "changed while it was read; start again");
    have += static_cast<std::size_t>(got);
  }
  return content;
}

}  // namespace goldenfour::net::web
