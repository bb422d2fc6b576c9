#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace goldenfour::load {

/// What a run remembers for the next: the devices' tokens, in the order of the people. `key` says
/// which people: another key, another fleet.
struct SavedFleet {
  std::string key;
  std::vector<std::string> secrets;
};

/// Text form: a line with a magic word and the key, then one secret per line.
std::string to_text(const SavedFleet& saved);
/// Nothing but an error sentence when `text` is not that form.
tl::expected<SavedFleet, std::string> parse_saved(std::string_view text);

/// Nothing is remembered when the file is missing or not ours.
SavedFleet load_saved(const std::string& path);
/// Replaces the file whole (0600), so that a crash leaves the old one.
tl::expected<void, std::string> save(const std::string& path, const SavedFleet& saved);

/// Replaces the file `path` whole by `content`, with mode `mode`.
tl::expected<void, std::string> replace_file(const std::string& path, std::string_view content,
                                             unsigned mode);

}  // namespace goldenfour::load
