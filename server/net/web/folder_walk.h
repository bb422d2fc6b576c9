// Which files lie below a folder, with everything refused that must not be served.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace goldenfour::net::web {

// From "/console/index.html" to where that file really lies, links resolved.
using FoundFiles = std::map<std::string, std::filesystem::path>;

// Every regular file below `root`, at most `limit` entries in all. Blocks. Errors as
// read_web_files() tells them.
tl::expected<FoundFiles, std::string> walk_folder(const std::string& root, std::size_t limit);

// Whether the service itself answers at this path of a request ("/v1/alerts"): no file can lie
// there.
bool is_reserved(std::string_view path);

// The content of a regular file of at most `limit` bytes. Never waits for a pipe or a device.
tl::expected<std::string, std::string> read_whole(const std::filesystem::path& path,
                                                  std::size_t limit);

}  // namespace goldenfour::net::web
