#include "clients/load/state_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

namespace goldenfour::load {
namespace {

constexpr std::string_view kMagic = "goldenfour-load-1 ";

}  // namespace

std::string to_text(const SavedFleet& saved) {
  std::string text = std::string(kMagic) + saved.key + "\n";
  for (const std::string& secret : saved.secrets) text += secret + "\n";
  return text;
}

tl::expected<SavedFleet, std::string> parse_saved(std::string_view text) {
  if (!text.starts_with(kMagic)) return tl::make_unexpected(std::string("not a state file"));
  text.remove_prefix(kMagic.size());
  SavedFleet saved;
  bool first = true;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return tl::make_unexpected(std::string("cut off"));
    const std::string line(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (first) {
      saved.key = line;
    } else {
      saved.secrets.push_back(line);
    }
    first = false;
  }
  return saved;
}

SavedFleet load_saved(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return parse_saved(text).value_or(SavedFleet{});
}

tl::expected<void, std::string> replace_file(const std::string& path, std::string_view content,
                                             unsigned mode) {
  const std::string temporary = path + ".new";
  const auto failed = [&] { return tl::make_unexpected(temporary + ": " + std::strerror(errno)); };
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return failed();
  const auto written = ::write(file, content.data(), content.size());
  const bool whole = written == static_cast<ssize_t>(content.size());
  if (::close(file) != 0 || !whole) return failed();
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return failed();
  return {};
}

tl::expected<void, std::string> save(const std::string& path, const SavedFleet& saved) {
  return replace_file(path, to_text(saved), 0600);
}

}  // namespace goldenfour::load
