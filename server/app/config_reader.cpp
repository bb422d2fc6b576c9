#include "server/app/config_reader.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace goldenfour::app {
namespace {

/// Levenshtein's distance, for "did you mean".
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::string written(const toml::node& node) {
  std::ostringstream out;
  node.visit([&out](const auto& value) { out << value; });
  std::string text = out.str();
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

/// Keys of earlier versions, with what to write instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 1> kObsolete{{
    {"utc_offset_seconds", "write time_zone = \"Asia/Shanghai\" (a zone of tzdata) instead"},
}};

}  // namespace

std::optional<Value> ConfigReader::value_of(const toml::node& node) {
  if (const auto* value = node.as_boolean()) return Value(value->get());
  if (const auto* value = node.as_integer()) return Value(value->get());
  if (const auto* value = node.as_floating_point()) return Value(value->get());
  if (const auto* value = node.as_string()) return Value(value->get());
  const toml::array* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const toml::node& item : *array) {
    const auto* text = item.as_string();
    if (text == nullptr) return std::nullopt;
    texts.push_back(text->get());
  }
  return Value(std::move(texts));
}

const toml::table* ConfigReader::table(const toml::table& parent, const std::string& path,
                                       const std::string& key) {
  const toml::node* node = parent.get(key);
  if (node == nullptr) return nullptr;
  const toml::table* found = node->as_table();
  if (found == nullptr) wrong(*node, join(path, key), "a table: [" + join(path, key) + "]");
  return found;
}

std::string ConfigReader::placed(std::uint32_t line, const std::string& what) const {
  return file_ + (line == 0 ? "" : ":" + std::to_string(line)) + ": " + what;
}

void ConfigReader::error(std::uint32_t line, const std::string& what) {
  errors_.push_back(placed(line, what));
}

void ConfigReader::unknown(const toml::node& node, const std::string& path, const std::string& key,
                           const std::vector<std::string>& known) {
  for (const auto& [old, remedy] : kObsolete)
    if (key == old)
      return error(line_of(node), join(path, key) + " is obsolete; " + std::string(remedy));
  std::string what = "unknown key " + join(path, key);
  const auto nearest = std::min_element(known.begin(), known.end(), [&](auto& a, auto& b) {
    return distance(a, key) < distance(b, key);
  });
  if (nearest != known.end() && distance(*nearest, key) <= key.size() / 3 + 1) {
    what += "; did you mean " + *nearest + "?";
  } else {
    what += "; remove it, --print-config shows the known ones";
  }
  error(line_of(node), what);
}

void ConfigReader::wrong(const toml::node& node, const std::string& key,
                         const std::string& allowed) {
  error(line_of(node), key + " = " + written(node) + ": must be " + allowed);
}

std::string ConfigReader::about(const std::string& key, const std::string& what) const {
  const auto found = lines_.find(key);
  return placed(found == lines_.end() ? 0 : found->second, key + ": " + what);
}

void ConfigReader::contradiction(const std::string& key, const std::string& what) {
  errors_.push_back(about(key, what));
}

}  // namespace goldenfour::app
